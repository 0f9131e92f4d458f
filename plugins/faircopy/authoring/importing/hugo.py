"""Posts, pages and bundles of Hugo (https://gohugo.io/content-management/, /content-management/urls/)."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.foreign_matter import (
    ForeignMatter,
    as_line,
    read_moment,
    read_settings,
    split_matter,
)
from faircopy.authoring.importing.from_html import markdown_of
from faircopy.authoring.importing.hugo_languages import LanguagePlace, Languages, languages_in
from faircopy.authoring.importing.hugo_templates import Template, expanded, marked, templates_in, unmarked
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote
from faircopy.authoring.importing.patterns import address_by, dated_names
from faircopy.authoring.importing.shortcodes import HUGO
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.authoring.importing.template_tags import TagConverter

SETTINGS = tuple(
    f"{folder}{name}.{ending}"
    for folder, name in (("", "hugo"), ("", "config"), ("config/_default/", "hugo"), ("config/_default/", "config"))
    for ending in ("toml", "yaml", "yml", "json")
)
HTML = (".html", ".htm")
TEXTS = (".md", ".markdown", ".mdown", *HTML)
OTHER = (".org", ".adoc", ".asciidoc", ".rst", ".pdc", ".pandoc")
LANGUAGES = tuple(f"config/_default/languages.{ending}" for ending in ("toml", "yaml", "yml", "json"))


def settings_file(tree: SourceTree) -> str:
    return next((one for one in SETTINGS if tree.has(one)), "")


def read_hugo(tree: SourceTree) -> ForeignSite:
    """Return the texts and files of a folder of Hugo. Raises UserError."""
    settings = settings_of(tree)
    languages = languages_in(settings)
    templates = templates_in(tree, themes_in(settings))
    static = as_line(settings.get("staticdir")) or "static"
    texts: list[ForeignText] = []
    notes: list[ImportNote] = []
    files: dict[str, str] = {}
    for path in tree.files():
        place = PurePosixPath(path)
        below = languages.place(path)
        if below and place.suffix.lower() in (*TEXTS, *OTHER):
            try:
                texts += read_text(tree, path, below, settings, languages, templates, notes)
            except UserError as error:
                notes.append(ImportNote(path, 0, f"it is left out: {error}"))
        elif below:
            # A bundle may use a picture of its translations.
            for prefix in ("", languages.prefix(below.language), *map(languages.prefix, sorted(languages.names))):
                files.setdefault(f"{prefix}/{below.name}", path)
        elif place.is_relative_to(static) or place.is_relative_to("assets"):
            files[f"/{place.relative_to(place.parts[0])}"] = path
    root = as_line(settings.get("baseurl")).rstrip("/")
    roots = (root,) if root.startswith("http") else ()
    return ForeignSite("Hugo", tuple(texts), files, roots, tuple(notes), languages.default)


def settings_of(tree: SourceTree) -> Mapping[str, Any]:
    path = settings_file(tree)
    found = settings_in(tree, path) if path else {}
    apart = next((one for one in LANGUAGES if tree.has(one)), "")
    return {"languages": settings_in(tree, apart), **found} if apart else found


def themes_in(settings: Mapping[str, Any]) -> list[str]:
    """Return the names of the themes, whose folders are below `themes/`; a theme of a module has none."""
    given = settings.get("theme")
    names = map(as_line, given if isinstance(given, list) else [given])
    return [name for name in names if re.fullmatch(r"\w[\w.-]*", name)]


def settings_in(tree: SourceTree, path: str) -> dict[str, Any]:
    return {key.lower(): value for key, value in read_settings(path, tree.text(path)).items()}


def read_text(
    tree: SourceTree,
    path: str,
    place: LanguagePlace,
    settings: Mapping[str, Any],
    languages: Languages,
    templates: Mapping[str, Template],
    notes: list[ImportNote],
) -> Iterator[ForeignText]:
    matter = split_matter(tree.text(path))
    if place.name.suffix.lower() in OTHER:
        notes.append(ImportNote(path, 1, f"it is left out: convert '{place.name.suffix}' to Markdown first"))
    elif matter.trouble:
        notes.append(
            ImportNote(path, matter.trouble_line, f"it is left out: its front matter cannot be read: {matter.trouble}")
        )
    elif place.name.stem == "_index":
        if matter.text.strip():
            notes.append(ImportNote(path, matter.line, "the text of a list of posts is left out"))
    elif matter.word("title") or matter.text.strip():
        yield text_of(path, place, matter, settings, languages, templates)


def text_of(
    path: str, located: LanguagePlace, matter: ForeignMatter, settings: Mapping[str, Any], languages: Languages,
    templates: Mapping[str, Template],
) -> ForeignText:  # fmt: skip
    place = located.name
    is_bundle = place.stem == "index"
    name = place.parent.name if is_bundle else place.stem
    section = place.parts[0] if len(place.parts) > 1 + is_bundle else ""
    date = read_moment(matter.word("date", "publishdate"))
    text, notes = markdown_in(matter, path, templates)
    categories = matter.words("categories", "category")
    slug = matter.word("slug") or name
    return ForeignText(
        path=path,
        is_post=date is not None and bool(section) and matter.word("type") != "page",
        title=matter.word("title") or name.replace("-", " ").capitalize(),
        slug=slug,
        text=re.sub(r"^<!--\s*more\s*-->[ \t]*\n?", "", text, flags=re.MULTILINE | re.IGNORECASE),
        date=date,
        modified=read_moment(matter.word("lastmod", "modified")),
        status="draft" if matter.is_true("draft") else "hidden" if matter.is_true("hidden") else "published",
        category=categories[0] if categories else "",
        tags=tuple(dict.fromkeys((*categories[1:], *matter.words("tags")))),
        authors=matter.words("authors", "author"),
        summary=matter.word("summary", "description"),
        language=located.language,
        addresses=tuple(
            addresses_of(matter, settings, section, place, name, slug, date, languages.prefix(located.language))
        ),
        line=matter.line,
        notes=tuple(notes),
        translation=matter.word("translationKey") or str(place.parent if is_bundle else place.with_suffix("")),
    )


def markdown_in(matter: ForeignMatter, path: str, templates: Mapping[str, Template]) -> tuple[str, list[ImportNote]]:
    """Return the text of a file as Markdown, with its shortcodes converted, and notes on what is lost."""
    own = {name: marked for name in templates if name not in HUGO.handlers}
    converter = TagConverter(replace(HUGO, marked=own), path, matter.line)
    text = expanded(converter.convert(unmarked(matter.text)), templates)
    if not path.lower().endswith(HTML):
        return text, converter.notes
    text, facts = markdown_of(text)
    return text, converter.notes + [ImportNote(path, matter.line, fact) for fact in facts]


def addresses_of(
    matter: ForeignMatter, settings: Mapping[str, Any], section: str, place: PurePosixPath, name: str, slug: str,
    date: datetime | None, prefix: str,
) -> Iterator[str]:  # fmt: skip
    """Yield the current address of a text, below the folder of its language, and its aliases."""
    folder = place.parent.parent if place.stem == "index" else place.parent
    folders = "" if str(folder) == "." else str(folder)
    title = urlized(matter.word("title") or name)
    names = {"title": title, "slug": urlized(slug), "slugorfilename": urlized(slug), "section": section}
    names |= {"filename": name, "contentbasename": name, "slugorcontentbasename": urlized(slug), "sections": folders}
    own = matter.word("url")
    pattern = pattern_of(settings, section)
    if own:
        yield own if own.startswith("/") else f"{prefix}/{own}"
    elif address := address_by(pattern, names | dated_names(date)) if pattern else urlized(f"/{folders}/{slug}/"):
        yield re.sub(r"/{2,}", "/", f"{prefix}/{address}")
    yield from (one if one.startswith("/") else f"/{one}" for one in matter.words("aliases"))


def pattern_of(settings: Mapping[str, Any], section: str) -> str:
    permalinks = settings.get("permalinks")
    if not isinstance(permalinks, dict):
        return ""
    of_pages = permalinks.get("page")
    found = (of_pages if isinstance(of_pages, dict) else {}).get(section) or permalinks.get(section)
    return as_line(found)


def urlized(text: str) -> str:
    """Return a text in Hugo's form for addresses: lower case, a hyphen for each run of white space."""
    return re.sub(r"-{2,}", "-", re.sub(r"[^\w./#+~-]", "", re.sub(r"\s+", "-", text.strip()))).lower()
