"""Links within the site."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from faircopy.diagnostics.model import Rule, Severity
from faircopy.lint.addresses import UNPUBLISHED, status_of
from faircopy.lint.checks import SiteContext, SiteDocumentCheck
from faircopy.lint.findings import Edit, LintFinding
from faircopy.lint.headings import OF_THE_PAGE
from faircopy.lint.link_forms import SCHEME, is_address, like_written, meant_address
from faircopy.lint.links import FILES, INTERNAL, SourceLink
from faircopy.lint.reports import LintedDocument
from faircopy.lint.rule import LintRule
from faircopy.lint.site_index import SiteIndex
from faircopy.markdown.case_collisions import differ_in_form, folded
from faircopy.markdown.document import Document

LINK_DEAD = LintRule(
    "PR201",
    Severity.ERROR,
    "a link or an image names something that does not exist",
    "the message names the nearest file; [how links are written](posts.md#links-and-images)",
    bad="See [b](▶{filename}/posts/2018/b/index.md).\n",
    good="""\
See [b]({filename}/posts/2018/b/index.md).
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
""",
)
ANCHOR_DEAD = LintRule(
    "PR202",
    Severity.ERROR,
    "a link names an anchor that its page does not have",
    "the message names the nearest one; a heading's anchor is its words: `#what-i-found`",
    bad="See [above](▶#nowhere).\n",
    good="""\
## What I found

See [above](#what-i-found).
""",
)
LINK_CASE = LintRule(
    "PR203",
    Severity.ERROR,
    "a link differs from its file's name in capitals, or in the form of accents",
    "write the name as the file has it; `--fix` does this",
    bad="""\
See [the data](▶{attach}Data.csv).
-- content/posts/2018/a/data.csv --
a,b
""",
    good="""\
See [the data]({attach}data.csv).
-- content/posts/2018/a/data.csv --
a,b
""",
)
LINK_TO_DRAFT = LintRule(
    "PR204",
    Severity.ERROR,
    "a published text links to something that is not published",
    "publish the other first, or take the link out",
    bad="""\
See [b](▶{filename}../b/index.md).
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
Status: draft
""",
    good="""\
See [b]({filename}../b/index.md).
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
""",
)
LINK_ABSOLUTE = LintRule(
    "PR205",
    Severity.WARNING,
    "a link to our own site will break when the site moves",
    "write `{filename}/posts/…/index.md`; `--fix` does this if the address belongs to a post or page",
    bad="""\
See [b](▶https://site.example/2018/01/b/).
-- pelicanconf.py --
SITEURL = "https://site.example"
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
""",
    good="""\
See [b]({filename}../b/index.md).
-- pelicanconf.py --
SITEURL = "https://site.example"
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
""",
)

WRITE = "write '{attach}picture.png' for a file beside the post, '{filename}/posts/…/index.md' for a post"


@SiteDocumentCheck
def check_targets(one: LintedDocument, site: SiteContext) -> Iterator[LintFinding]:
    """Yield each internal link that is dead, or that works only by luck."""
    if site.index is None:
        return
    for link in one.links:
        yield from LinkCheck(one.document, link, site.index).findings()


@dataclass(frozen=True, slots=True)
class LinkCheck:
    """Checks one link."""

    document: Document
    link: SourceLink
    index: SiteIndex

    def findings(self) -> Iterator[LintFinding]:
        target = self.link.target.strip()
        internal = INTERNAL.match(target)
        if internal and internal["what"] in FILES:
            yield from self.to_file(internal["path"], internal.start("path"))
        elif internal:
            return
        elif not target:
            yield self.finding(LINK_DEAD, "this link has no address", "write one, or take the link out")
        elif not is_address(target):
            yield self.finding(LINK_DEAD, f"'{target}' is not an address", "correct the host or its port")
        elif better := meant_address(target):
            fact = f"'{target}' is read as a file of this site"
            yield self.finding(LINK_DEAD, fact, f"did you mean '{better}'?")
        elif target.startswith("#"):
            yield from self.to_anchor(self.index.content_path(self.document), target[1:])
        elif SCHEME.match(target) or target.startswith("//"):
            yield from self.to_own_site(target)
        elif target.startswith("/"):
            roots = [f"{urlsplit(root).path}/" for root in self.index.site.roots]
            ours = next((root for root in roots if target.startswith(root)), "/")
            yield from self.to_address(target.removeprefix(ours), "begins at the root of the host")
        else:
            yield from self.to_relative(target)

    def to_file(self, path: str, start: int) -> Iterator[LintFinding]:
        """Check a link to a file of the content folder; its path begins at `start` in the target."""
        written, _, anchor = path.partition("#")
        name = self.index.named_in(self.document, unquote(written.partition("?")[0]))
        if name in self.index.files:
            yield from self.to_document(name, anchor)
        elif right := self.index.by_case.get(folded(name)):
            hint = f"write '{like_written(written, right)}'"
            fact = f"'{written}' is written '{right}' on the disk, and a web server tells the two apart"
            if differ_in_form(name, right):
                fact = f"'{written}' only looks like the name on the disk, whose accents have another form"
            # A percent-encoded address is left to its author.
            edit = Edit(self.link.line, self.link.column + start, written, like_written(written, right))
            yield self.finding(LINK_CASE, fact, hint, () if "%" in written else (edit,))
        else:
            near = get_close_matches(name, self.index.files, n=1, cutoff=0.85)
            hint = f"did you mean '{near[0]}'?" if near else WRITE
            yield self.finding(LINK_DEAD, f"there is no '{name}' in the content folder", hint)

    def to_document(self, name: str, anchor: str) -> Iterator[LintFinding]:
        target = self.index.targets.get(name)
        if target is None:
            return
        status = status_of(target.document)
        if status in UNPUBLISHED and status_of(self.document) not in UNPUBLISHED:
            fact = f"'{name}' is not published: its status is '{status}'"
            yield self.finding(LINK_TO_DRAFT, fact, "publish that first, or take the link out")
        yield from self.to_anchor(name, anchor)

    def to_anchor(self, name: str, anchor: str) -> Iterator[LintFinding]:
        target = self.index.targets.get(name)
        anchor = unquote(anchor.partition(":~:")[0])
        if target and anchor not in target.anchors | OF_THE_PAGE:
            near = get_close_matches(anchor, target.anchors, n=1)
            hint = f"did you mean '#{near[0]}'?" if near else "a heading's anchor is its words, such as '#what-i-found'"
            where = "this text" if target.document.path == self.document.path else f"'{name}'"
            yield self.finding(ANCHOR_DEAD, f"{where} has no anchor '#{anchor}'", hint)

    def to_own_site(self, target: str) -> Iterator[LintFinding]:
        address = f"https:{target}" if target.startswith("//") else target
        for root in self.index.site.roots:
            # Over http and https alike: what is published at one is usually at both.
            bare, ours = (text.partition("://")[2] for text in (address, root))
            if bare == ours or bare.startswith((f"{ours}/", f"{ours}#")):
                yield from self.to_address(bare.removeprefix(ours).lstrip("/"), "names our own site")
                return

    def to_address(self, address: str, why: str) -> Iterator[LintFinding]:
        """Yield a finding for a link by address, which breaks if the post moves."""
        path, anchor = urldefrag(address)
        name = self.index.urls.get(unquote(urlsplit(path).path))
        if name is not None:
            better = f"{{filename}}/{name}" + (f"#{anchor}" if anchor else "")
            yield self.with_fix(LINK_ABSOLUTE, f"'{self.link.target}' {why}", better)
            yield from self.to_document(name, anchor)
        elif path.endswith("/") and not self.index.makes(path):
            yield self.finding(LINK_DEAD, f"'{self.link.target}' is not a page of this site", WRITE)
        elif self.index.cannot_have(unquote(urlsplit(path).path), self.document):
            yield self.finding(LINK_DEAD, f"'{self.link.target}' leads nowhere", WRITE)
        else:
            hint = "write where it is from here, or '{index}' for the home page"
            yield self.finding(LINK_ABSOLUTE, f"'{self.link.target}' {why}", hint)

    def to_relative(self, target: str) -> Iterator[LintFinding]:
        path, anchor = urldefrag(target)
        name = self.index.named_in(self.document, unquote(urlsplit(path).path))
        if self.link.image:
            yield from self.to_file(target, 0)  # plugins/faircopy/media finds it beside the post
        elif name in self.index.targets:
            fact = f"'{target}' is a source file, and no page has that address"
            yield self.with_fix(LINK_DEAD, fact, f"{{filename}}{target}")
        elif name in self.index.files:
            fact = f"'{target}' is beside the post, but is not published with it"
            yield self.with_fix(LINK_DEAD, fact, f"{{attach}}{target}")
        else:
            mine = self.index.targets.get(self.index.content_path(self.document))
            base = f"/{mine.url}" if mine and mine.url is not None else "/"
            leads_to = urlsplit(urljoin(base, path)).path.lstrip("/")
            known = leads_to in self.index.urls or self.index.makes(leads_to)
            is_dead = leads_to.endswith("/") or self.index.cannot_have(unquote(leads_to), self.document)
            if (is_dead and not known) or path.endswith(".md"):
                yield self.finding(LINK_DEAD, f"'{target}' leads nowhere", WRITE)
            elif leads_to in self.index.urls:
                yield from self.to_document(self.index.urls[leads_to], anchor)

    def with_fix(self, rule: Rule, fact: str, better: str) -> LintFinding:
        """Return a finding that `--fix` corrects: it writes `better` in the place of the whole target."""
        edit = Edit(self.link.line, self.link.column, self.link.target, better)
        return self.finding(rule, fact, f"write '{better}'", (edit,))

    def finding(self, rule: Rule, fact: str, hint: str, edits: tuple[Edit, ...] = ()) -> LintFinding:
        return LintFinding(rule.at(self.document.path, self.link.line, fact, hint, column=self.link.column), edits)
