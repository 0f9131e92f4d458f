"""Whether a built site may be published at all: there, whole, of a size and with names that GitHub takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from faircopy.diagnostics.model import Diagnostic
from faircopy.publish import rules
from faircopy.publish.git import Entry
from faircopy.publish.site import BUILD_FILE, CNAME_FILE, NO_JEKYLL, RESERVED, BuiltSite, pages_among

# https://docs.github.com/en/repositories/working-with-files/managing-large-files/about-large-files-on-github
MAX_FILE_BYTES = 100 * 1024**2
# https://docs.github.com/en/pages/getting-started-with-github-pages/github-pages-limits
MAX_SITE_BYTES = 1024**3
# Less than this of what was there before needs a word.
MIN_SIZE_RATIO = 0.8


@dataclass(frozen=True, slots=True)
class Size:
    """How much there is of a site."""

    pages: int
    files: int
    page_bytes: int

    def measures(self) -> tuple[tuple[str, int], ...]:
        return (("pages", self.pages), ("files", self.files), ("bytes of pages", self.page_bytes))


def size_of(sizes: Mapping[str, int]) -> Size:
    """Return the size of a site from the sizes of its files."""
    names = [name for name in sizes if name not in RESERVED]
    pages = pages_among(names)
    return Size(len(pages), len(names), sum(sizes[name] for name in pages))


def check_site(site: BuiltSite) -> Iterator[Diagnostic]:
    """Yield what forbids publishing these files, whatever was there before."""
    if "index.html" not in site.names or not site.size("index.html"):
        hint = "a setting has moved the home page, or the build went wrong without a word"
        yield rules.EMPTY.at(site.place(), 1, "there is no home page 'index.html', or nothing in it", hint)
    for name in site.names:
        yield from check_name(site, name)
        if site.size(name) > MAX_FILE_BYTES:
            fact = f"{mebibytes(site.size(name))} are more than GitHub's {mebibytes(MAX_FILE_BYTES)} for a file"
            yield rules.TOO_LARGE.at(site.place(name), 1, fact, "keep it somewhere else, and link to it")
    whole = sum(site.size(name) for name in site.names)
    if whole > MAX_SITE_BYTES:
        fact = f"the site has {mebibytes(whole)}, and GitHub Pages takes {mebibytes(MAX_SITE_BYTES)}"
        yield rules.TOO_LARGE.at(site.place(), 1, fact, "keep what is large somewhere else, and link to it")


def check_name(site: BuiltSite, name: str) -> Iterator[Diagnostic]:
    if (site.root / name).is_symlink():
        hint = "put the file itself there"
        yield rules.NAME_UNUSABLE.at(site.place(name), 1, "it is a symbolic link", hint)
    elif name in (CNAME_FILE, NO_JEKYLL):
        hint = "take it out of 'extra/', and set PUBLISH_CNAME" if name == CNAME_FILE else "take it out of 'extra/'"
        yield rules.NAME_UNUSABLE.at(site.place(name), 1, f"'{name}' is written when the site is published", hint)
    elif name.startswith('"') or "\n" in name or ".git" in name.split("/"):
        hint = "give it a name without quotes and line breaks, and not '.git'"
        yield rules.NAME_UNUSABLE.at(site.place(name), 1, "git cannot take a file of this name", hint)


def check_built(built: BuiltSite) -> Iterator[Diagnostic]:
    """Yield a diagnostic when the build wrote a file that publishing is about to write."""
    if BUILD_FILE in built.names:
        fact = f"'{BUILD_FILE}' is written when the site is published"
        yield rules.NAME_UNUSABLE.at(built.place(BUILD_FILE), 1, fact, "give yours another name")


def check_shrinking(site: BuiltSite, published: Mapping[str, Entry]) -> Iterator[Diagnostic]:
    """Yield one diagnostic when there is less of the site than there was, by more than a fifth."""
    before = size_of({name: entry.size for name, entry in published.items()})
    after = size_of({name: site.size(name) for name in site.names})
    lost = [
        f"{now} {what} where there were {then}"
        for (what, then), (_, now) in zip(before.measures(), after.measures(), strict=True)
        if now < then * MIN_SIZE_RATIO
    ]
    if lost:
        hint = "look at what would be removed; if it is meant, publish with --allow-shrink"
        yield rules.SHRUNK.at(site.place(), 1, f"the site would have {', '.join(lost)}", hint)


def mebibytes(size: int) -> str:
    return f"{size / 1024**2:.0f} MiB"
