"""An export of WordPress, WXR: RSS with elements of WordPress's own."""

import re
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.foreign_matter import read_moment
from faircopy.authoring.importing.from_html import markdown_of
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote
from faircopy.authoring.importing.template_tags import one_line

CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
EXCERPT = re.compile(r"\{http://wordpress\.org/export/[^}]*/excerpt/\}encoded")
KINDS = ("post", "page")
# What a reader saw without a password; all else is a draft.
PUBLISHED = ("publish", "future")
BLOCK = re.compile(
    r"<(/?)(?:p|div|pre|ul|ol|li|table|thead|tbody|tr|td|th|blockquote|h[1-6]|figure|hr|form|section|dl|dd|dt|address"
    r"|iframe|video|audio|script|style)\b",
    re.IGNORECASE,
)
# None of these runs over another of its kind: a text that opens many and closes none would else be read again for each.
PRE = re.compile(r"<pre\b(?:(?!<pre\b).)*?</pre>", re.DOTALL | re.IGNORECASE)
BLOCK_COMMENT = re.compile(r"<!--\s*+/?wp:(?:(?!<!--).)*?-->", re.DOTALL)
MORE = re.compile(r"<!--\s*+(?:more[^<>]*?|nextpage\s*+)-->")
CAPTION = re.compile(r"\[caption\b[^\[\]]*\](?P<inside>(?:(?!\[caption\b).)*?)\[/caption\]", re.DOTALL | re.IGNORECASE)
IMAGE = re.compile(r"(?:<a\b[^<>]*>\s*+)?<img\b[^<>]*>(?:\s*+</a>)?", re.IGNORECASE)
# Code; the last ones are languages, as SyntaxHighlighter names them: https://wordpress.com/support/code/posting-source-code/
CODE_NAMES = (
    r"code|sourcecode|cc|actionscript3|as3|bash|shell|clojure|coldfusion|cf|cpp|c|csharp|c#|css|delphi|pascal|diff|patch"
    r"|erlang|fsharp|go|groovy|html|haskell|java|javafx|javascript|js|jscript|json|latex|matlab|objc|perl|pl|php|plain|text"
    r"|powershell|ps|python|py|r|ruby|rb|rails|ror|scala|sql|swift|vb|vbnet|xhtml|xml|xslt|yaml"
)
CODE = re.compile(
    rf"\[(?P<name>{CODE_NAMES})(?P<options>\s[^\[\]]*)?\](?P<code>(?:(?!\[(?P=name)[\s\]]).)*?)\[/(?P=name)\]",
    re.DOTALL | re.IGNORECASE,
)
QUOTE = r"(?:[\"'\u201c\u201d\u2033]|&quot;)?"
LANGUAGE = re.compile(rf"\blang(?:uage)?\s*=\s*{QUOTE}([\w+#-]+)|^\s*{QUOTE}([\w+#-]+){QUOTE}\s*$", re.IGNORECASE)
TAG = re.compile(r"(<[^<>]*>)")
EMBED = re.compile(
    r"\[(?:embed|youtube|vimeo)[^\[\]]*\](?P<address>\s*+https?://[^\s\[\]]++\s*+)\[/\w+\]", re.IGNORECASE
)
END = re.compile(r"\[/([a-z][a-z0-9_-]+)\]")
SHORTCODE = re.compile(
    r"\[/?(?P<name>[a-z][a-z0-9_-]+)(?:\s++[a-z_-]+=[^\[\]]*|\s++id[^\[\]]*)?\](?!\()", re.IGNORECASE
)
KNOWN_SHORTCODES = frozenset(
    ("gallery", "audio", "video", "playlist", "contact-form", "contact-form-7", "wpdm", "toc", "latex", "gist", "tweet",
     "googlemaps", "polldaddy", "slideshare", "soundcloud", "instagram", "poll", "archives", "vc_row", "vc_column")
)  # fmt: skip


def read_wordpress(data: bytes, name: str) -> ForeignSite:
    """Return the posts and pages of an export. Raises UserError."""
    try:
        channel = fromstring(data, forbid_dtd=True).find("channel")
    except DefusedXmlException as error:
        raise UserError(f"'{name}' has a document type or entities, which no export has; it is not read") from error
    except (ParseError, ValueError, LookupError) as error:
        raise UserError(f"'{name}' is no XML that can be read: {error}") from error
    if channel is None:
        raise UserError(f"'{name}' is no export of WordPress: it has no <channel>")
    spaces = {one.tag.partition("}")[0] for one in channel.iter() if "wordpress.org/export" in one.tag}
    own = next((f"{space}}}" for space in sorted(spaces) if not space.endswith("/excerpt/")), "")
    texts, notes = [], []
    for number, item in enumerate(channel.iter("item"), 1):
        kind = word(item, f"{own}post_type")
        if kind in KINDS and word(item, f"{own}status") not in {"trash", "auto-draft", "inherit"}:
            path = f"{name}#{word(item, f'{own}post_id') or number}"
            try:
                texts.append(text_of(item, own, path))
            except UserError as error:
                notes.append(ImportNote(path, 0, f"it is left out: {error}"))
        elif kind not in {"attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset", *KINDS}:
            title = word(item, "title")
            notes.append(ImportNote(f"{name}#{number}", 0, f"'{title}' is a '{kind}', and is left out"))
    root = word(channel, f"{own}base_blog_url") or word(channel, "link")
    return ForeignSite("WordPress", tuple(texts), {}, (root.rstrip("/"),) if root else (), tuple(notes))


def word(element: Element, tag: str) -> str:
    found = element.find(tag)
    return (found.text or "").strip() if found is not None else ""


def text_of(item: Element, own: str, path: str) -> ForeignText:
    html, facts = without_shortcodes(word_as_is(item, CONTENT))
    text, more_facts = markdown_of(paragraphs(html))
    facts += more_facts
    status = word(item, f"{own}status")
    if word(item, f"{own}post_password"):
        facts.append("it had a password, and is a draft now: a static site can ask for none")
        status = "draft"
    slug = unquote(word(item, f"{own}post_name"))  # WordPress keeps letters beyond ASCII so
    excerpt = next((one.text or "" for one in item if EXCERPT.fullmatch(one.tag)), "")
    categories = tuple(named(item, "category"))
    title = one_line(word(item, "title"))
    address = urlsplit(word(item, "link"))
    has_address = status in PUBLISHED and not address.query and address.path not in {"", "/"}
    return ForeignText(
        path=path,
        is_post=word(item, f"{own}post_type") == "post",
        title=title or slug.replace("-", " ").capitalize() or f"Untitled {path.rpartition('#')[2]}",
        slug=slug or title,
        text=text,
        date=read_moment(without_zeros(word(item, f"{own}post_date"))),
        modified=read_moment(without_zeros(word(item, f"{own}post_modified"))),
        status="published" if status in PUBLISHED else "draft",
        category="" if categories[:1] == ("Uncategorized",) else next(iter(categories), ""),
        tags=tuple(dict.fromkeys((*categories[1:], *named(item, "post_tag")))),
        authors=(word(item, CREATOR),) if word(item, CREATOR) else (),
        summary=one_line(excerpt),
        language=taxonomy(item, "language"),
        addresses=(address.path,) if has_address else (),
        comments=sum(1 for one in item.iter(f"{own}comment") if word(one, f"{own}comment_approved") == "1"),
        notes=tuple(ImportNote(path, 0, fact) for fact in facts),
        translation=taxonomy(item, "post_translations"),
    )


def taxonomy(item: Element, domain: str) -> str:
    """Return the name in addresses of what a post has of a taxonomy; Polylang keeps languages and translations so."""
    found = (one.get("nicename") or "" for one in item.iter("category") if one.get("domain") == domain)
    return next(found, "")


def word_as_is(item: Element, tag: str) -> str:
    found = item.find(tag)
    return ((found.text if found is not None else "") or "").replace("\r\n", "\n")


def without_zeros(date: str) -> str:
    """WordPress writes 0000-00-00 for a draft's date."""
    return "" if date.startswith("0000") else date


def named(item: Element, domain: str) -> Iterator[str]:
    for one in item.iter("category"):
        if one.get("domain") == domain and (one.text or "").strip():
            yield one_line(one.text or "")


def without_shortcodes(html: str) -> tuple[str, list[str]]:
    """Return HTML with WordPress's shortcodes made HTML, and what of them is left."""
    html = MORE.sub("", BLOCK_COMMENT.sub("", html))
    html = CODE.sub(lambda found: pre(found["code"], code_language(found)), html)
    html = EMBED.sub(lambda found: f'<a href="{found["address"].strip()}">{found["address"].strip()}</a>', html)
    html = CAPTION.sub(figure, html)
    ends = frozenset(END.findall(html))
    rest = dict.fromkeys(found[0] for found in SHORTCODE.finditer(PRE.sub("", html)) if is_shortcode(found, ends))
    return html, [f"'{one[:80]}' is no shortcode that is known here; it stands as it was" for one in rest]


def code_language(found: re.Match[str]) -> str:
    name = found["name"].lower()
    given = LANGUAGE.search(found["options"] or "")
    return (given[1] or given[2]) if given else "" if name in {"code", "sourcecode", "cc"} else name


def is_shortcode(found: re.Match[str], ends: frozenset[str]) -> bool:
    name = found["name"].lower()
    return name in KNOWN_SHORTCODES or "=" in found[0] or name in ends


def pre(code: str, language: str) -> str:
    """Return a block of code: WordPress keeps it with or without HTML's escapes."""
    code = code.strip("\n")
    # With a tag in it, it was never escaped, and an escape is what somebody typed.
    is_escaped = re.search(r"&(?:lt|gt|amp|quot|#\d+);", code) and not TAG.search(code)
    escaped = code if is_escaped else code.replace("&", "&amp;").replace("<", "&lt;")
    return f'\n\n<pre><code class="language-{language or "text"}">{escaped}</code></pre>\n\n'


def figure(found: re.Match[str]) -> str:
    inside = found["inside"]
    picture = IMAGE.search(inside)
    if not picture:
        return inside
    caption = one_line(inside[picture.end() :])
    return f"\n\n{picture[0]}\n\n<em>{caption}</em>\n\n" if caption else f"\n\n{picture[0]}\n\n"


def with_breaks(part: str) -> str:
    """Return a tag as it is, and what stands between two with its line ends as breaks."""
    return part if TAG.fullmatch(part) else part.replace("\n", "<br>")


def paragraphs(html: str) -> str:
    """Return HTML whose blank lines divide paragraphs, as WordPress shows it (wpautop)."""
    blocks: dict[str, str] = {}

    def put_away(found: re.Match[str]) -> str:
        mark = f"<pre-{len(blocks)}>"
        blocks[mark] = found[0]
        return f"\n\n{mark}\n\n"

    parts = re.split(r"\n\s*\n", PRE.sub(put_away, html))
    made = []
    for part in parts:
        text = part.strip()
        if not text:
            continue
        if text in blocks:
            made.append(blocks[text])
        elif BLOCK.search(text):
            made.append(text)
        else:
            made.append(f"<p>{''.join(map(with_breaks, TAG.split(text)))}</p>")
    return "\n\n".join(made)
