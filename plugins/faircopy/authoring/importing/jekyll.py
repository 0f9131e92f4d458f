"""Posts, drafts and pages of Jekyll (https://jekyllrb.com/docs/posts/, /docs/permalinks/)."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.foreign_matter import ForeignMatter, as_line, read_moment, read_settings, split_matter
from faircopy.authoring.importing.from_html import markdown_of
from faircopy.authoring.importing.jekyll_languages import (
    KEYS,
    default_language,
    language_of,
    prefix_of,
    without_language,
)
from faircopy.authoring.importing.liquid import is_made_by_liquid, liquid
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote
from faircopy.authoring.importing.patterns import address_by, dated_names
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.authoring.importing.template_tags import TagConverter, TagLanguage
from faircopy.lint.addresses import slug_of

NAME = re.compile(r"(?P<date>\d{4}-\d{1,2}-\d{1,2})-(?P<title>.+)")
STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
MARKDOWN = (".md", ".markdown", ".mkd", ".mkdn", ".mkdown")
HTML = (".html", ".htm")
OTHER = (".textile", ".rst", ".org", ".adoc", ".asciidoc")
# Pages that every site has, and that a theme of ours makes itself.
NOT_PAGES = frozenset(("index", "404", "readme", "changelog", "contributing", "license", "feed", "sitemap", "search",
                       "archive", "archives", "tags", "categories", "code_of_conduct"))  # fmt: skip


def read_jekyll(tree: SourceTree) -> ForeignSite:
    """Return the texts and files of a folder of Jekyll. Raises UserError."""
    settings = settings_of(tree)
    texts: list[ForeignText] = []
    notes: list[ImportNote] = []
    files: dict[str, str] = {}
    for path in tree.files():
        place = PurePosixPath(path)
        is_post = bool({"_posts", "_drafts"} & set(place.parts[:-1]))
        if place.suffix.lower() in (*MARKDOWN, *HTML, *OTHER):
            try:
                texts += read_text(tree, path, settings, is_post=is_post, notes=notes)
            except UserError as error:
                notes.append(ImportNote(path, 0, f"it is left out: {error}"))
        else:
            files[f"/{path}"] = path
    url, base = as_line(settings.get("url")), as_line(settings.get("baseurl"))
    roots = tuple(dict.fromkeys(one for one in (f"{url}{base}".rstrip("/"), url.rstrip("/")) if one))
    return ForeignSite("Jekyll", tuple(texts), files, roots, tuple(notes), default_language(settings))


def settings_of(tree: SourceTree) -> Mapping[str, Any]:
    path = next((one for one in ("_config.yml", "_config.yaml") if tree.has(one)), "")
    if not path:
        return {}
    return read_settings(path, tree.text(path))


def read_text(
    tree: SourceTree, path: str, settings: Mapping[str, Any], *, is_post: bool, notes: list[ImportNote]
) -> Iterator[ForeignText]:
    """Yield the post, draft or page in a file; nothing for other files."""
    place = PurePosixPath(path)
    matter = split_matter(tree.text(path))
    is_public = not place.parts[0].startswith("_") or place.parts[0] in folders_of_pages(settings)
    is_page = is_public and place.stem.lower() not in NOT_PAGES and matter.found
    if not is_post and not is_page:
        return
    if place.suffix.lower() in OTHER:
        notes.append(ImportNote(path, 1, f"it is left out: convert '{place.suffix}' to Markdown first"))
        return
    if matter.trouble:
        notes.append(
            ImportNote(path, matter.trouble_line, f"it is left out: its front matter cannot be read: {matter.trouble}")
        )
        return
    if not is_post and not matter.word("title"):
        if place.suffix.lower() in MARKDOWN:
            notes.append(ImportNote(path, 1, "it is left out: a page without a title"))
        return
    if not is_post and is_made_by_liquid(matter.text):
        notes.append(
            ImportNote(path, 1, "it is left out: its layout or its tags of Liquid make it, and it has no words")
        )
        return
    yield text_of(tree, path, matter, settings, is_post=is_post)


def folders_of_pages(settings: Mapping[str, Any]) -> frozenset[str]:
    """Return the folders that Jekyll makes pages of although their names begin with an underscore.

    https://jekyllrb.com/docs/configuration/options/ (include), https://jekyllrb.com/docs/collections/
    """
    included, collections = settings.get("include"), settings.get("collections")
    made = collections.items() if isinstance(collections, dict) else ()
    gathered = (
        f"_{name}"
        for name, options in made
        if isinstance(options, dict) and as_line(options.get("output")).lower() == "true"
    )
    names = included if isinstance(included, list) else [included]
    return frozenset((*(as_line(one).strip("/") for one in names if as_line(one)), *gathered))


def text_of(
    tree: SourceTree, path: str, matter: ForeignMatter, settings: Mapping[str, Any], *, is_post: bool
) -> ForeignText:
    place = without_language(PurePosixPath(path), settings)
    language = language_of(PurePosixPath(path), matter, settings)
    named = NAME.fullmatch(place.stem)
    name = named["title"] if named else place.stem
    date = read_moment(matter.word("date")) or (read_moment(named["date"]) if named else None)
    title = matter.word("title") or name.replace("-", " ").replace("_", " ").capitalize()
    language_of_tags = liquid(matter, title, settings, lambda file: include_in(tree, file))
    text, notes = markdown_in(matter, path, language_of_tags)
    categories = categories_of(place, matter)
    slug = matter.word("slug") or name
    is_draft = "_drafts" in place.parts or matter.is_false("published") or matter.is_true("draft")
    return ForeignText(
        path=path,
        is_post=is_post,
        title=title,
        slug=slug,
        text=kramdown(text),
        date=date,
        modified=read_moment(matter.word("last_modified_at", "modified", "updated", "date_modified")),
        status="draft" if is_draft else "hidden" if matter.is_true("hidden") else "published",
        category=categories[0] if categories else "",
        tags=tuple(dict.fromkeys((*categories[1:], *spaced(matter, "tags", "tag")))),
        authors=matter.words("authors", "author"),
        summary=matter.word("excerpt", "description", "summary"),
        language=language,
        addresses=tuple(addresses_of(place, matter, settings, slug, name, date, language, is_post=is_post)),
        line=matter.line,
        notes=tuple(notes),
        translation=matter.word(*KEYS),
    )


def markdown_in(matter: ForeignMatter, path: str, language: TagLanguage) -> tuple[str, list[ImportNote]]:
    """Return the text of a file as Markdown, with its tags converted, and notes on what is lost."""
    converter = TagConverter(language, path, matter.line)
    text = converter.convert(matter.text)
    if not path.lower().endswith(HTML):
        return text, converter.notes
    text, facts = markdown_of(text)
    return text, converter.notes + [ImportNote(path, matter.line, fact) for fact in facts]


def include_in(tree: SourceTree, file: str) -> str:
    """Return what is in a file of `_includes/`; "" if there is none that can be read."""
    path = f"_includes/{file}"
    try:
        return tree.text(path) if re.fullmatch(r"[\w./-]+", file) and ".." not in file and tree.has(path) else ""
    except UserError:
        return ""


def spaced(matter: ForeignMatter, *names: str) -> tuple[str, ...]:
    """Return a list that may be separated by spaces, like Jekyll's categories and tags."""
    words = matter.words(*names)
    return (
        tuple(words[0].split()) if len(words) == 1 and "," not in matter.word(*names) and matter.word(*names) else words
    )


def categories_of(place: PurePosixPath, matter: ForeignMatter) -> tuple[str, ...]:
    folders = place.parts[: next((n for n, part in enumerate(place.parts) if part.startswith("_")), 0)]
    one = matter.word("category")
    return tuple(dict.fromkeys((*folders, *((one,) if one else spaced(matter, "categories")))))


def addresses_of(
    place: PurePosixPath, matter: ForeignMatter, settings: Mapping[str, Any], slug: str, name: str,
    date: datetime | None, language: str, *, is_post: bool,
) -> Iterator[str]:  # fmt: skip
    """Yield the current address of a text, and the addresses that redirect to it (jekyll-redirect-from)."""
    own = matter.word("permalink")
    pattern = own or (
        (as_line(settings.get("permalink")) or "date") if is_post else f"/{place.with_suffix('')}:output_ext"
    )
    categories = "/".join(slug_of(one) for one in categories_of(place, matter))
    names = {"title": name, "slug": slug_of(slug), "name": slug_of(name), "categories": categories}
    names |= {"output_ext": ".html", "basename": place.stem, "path": str(place.parent), **dated_names(date)}
    if address := address_by(STYLES.get(pattern, pattern), names):
        yield f"{prefix_of(language, settings)}{address}"
    yield from (one if one.startswith("/") else f"/{one}" for one in matter.words("redirect_from"))


def kramdown(text: str) -> str:
    """Return a text with kramdown's table of contents replaced by Python-Markdown's."""
    return re.sub(r"^[*+-] [^\n]*\n\{:\s*toc[^}]*\}[ \t]*$", "[TOC]", text, flags=re.MULTILINE | re.IGNORECASE)
