"""Articles and pages of another Pelican site: Markdown, reStructuredText and HTML."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.foreign_matter import ForeignMatter, read_moment, split_matter
from faircopy.authoring.importing.from_html import markdown_of
from faircopy.authoring.importing.from_rst import read_rst
from faircopy.authoring.importing.model import SOURCE_LINK, ForeignSite, ForeignText, ImportNote
from faircopy.authoring.importing.old_html import outside_code
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.content.address_patterns import address_by
from faircopy.content.settings import names_in
from faircopy.content.settings_file import SettingsFileError, literal_settings
from faircopy.lint.addresses import slug_of
from faircopy.system_errors import explain

FIELD = re.compile(r"^(?P<key>[A-Za-z][\w-]*):[ \t]*(?P<value>.*)$")
MARKDOWN = (".md", ".markdown", ".mkd", ".mdown")
NAMED = re.compile(r"[{|](?:filename|attach|static)[}|](?P<path>[^\s)>\"']*)")
DATED_NAME = re.compile(r"(?P<date>\d{4}-\d{2}-\d{2})")
SETTINGS = "pelicanconf.py"


def read_pelican(tree: SourceTree) -> ForeignSite:
    """Return the texts and files of a folder with pelicanconf.py, which is read and not run. Raises UserError."""
    try:
        settings = literal_settings(tree.root / SETTINGS)
    except FileNotFoundError:
        raise UserError(f"there is no '{SETTINGS}' in '{tree.root}'; name the folder that has it") from None
    except SettingsFileError as error:
        raise UserError(str(error)) from error
    except OSError as error:
        raise UserError("; ".join(explain(error))) from error
    content = PurePosixPath(str(settings.get("PATH") or "content"))
    content = PurePosixPath("content") if content.is_absolute() or ".." in content.parts else content
    texts: list[ForeignText] = []
    notes: list[ImportNote] = []
    files: dict[str, str] = {}
    for path in tree.files(str(content)):
        name = PurePosixPath(path).relative_to(content)
        try:
            found = read_file(tree, path, name, settings, notes)
        except UserError as error:
            notes.append(ImportNote(path, 0, f"it is left out: {error}"))
            continue
        if found:
            texts.append(found)
        elif name.suffix.lower() not in (*MARKDOWN, ".rst"):
            files[f"/{name}"] = path
    root = str(settings.get("SITEURL") or "").rstrip("/")
    return ForeignSite("Pelican", tuple(texts), files, (root,) if root else (), tuple(notes), language_of(settings))


def read_file(
    tree: SourceTree, path: str, name: PurePosixPath, settings: Mapping[str, Any], notes: list[ImportNote]
) -> ForeignText | None:
    """Return the text in a file, or None for any other file."""
    ending = name.suffix.lower()
    if ending not in (*MARKDOWN, ".rst", ".html", ".htm"):
        if ending in (".ipynb", ".adoc", ".org"):
            notes.append(ImportNote(path, 0, f"it is left out: convert '{ending}' to Markdown first"))
        return None
    text = tree.text(path)
    if ending in MARKDOWN:
        matter = split_matter(text)
        matter = matter if matter.found else of_lines(text)
    elif ending == ".rst":
        matter, problems = read_rst(text)
        notes += [ImportNote(path, line, fact) for line, fact in problems]
    else:
        matter = of_html(text)
    if not matter.word("title") and ending in (".html", ".htm"):
        return None
    if not matter.word("title"):
        notes.append(ImportNote(path, 1, "it is left out: it has no title, so Pelican leaves it out, too"))
        return None
    return text_of(path, name, with_links(matter, path, name), settings)


def of_lines(text: str) -> ForeignMatter:
    """Parse Python-Markdown's front matter: `Key: value`, continuation lines indented by four spaces."""
    lines = text.split("\n")
    fields: dict[str, str] = {}
    key, number = "", 0
    for line in lines:
        found = FIELD.match(line)
        if found:
            key = found["key"].lower()
            fields[key] = found["value"].strip()
        elif key and line.startswith("    ") and line.strip():
            fields[key] = f"{fields[key]} {line.strip()}".strip()
        else:
            break
        number += 1
    if not fields:
        return ForeignMatter(text)
    number += number < len(lines) and not lines[number].strip()
    return ForeignMatter("\n".join(lines[number:]), number + 1, fields, found=True)


def of_html(html: str) -> ForeignMatter:
    tree = LexborHTMLParser(html)
    fields = {
        str(one.attributes.get("name") or "").lower(): str(one.attributes.get("content") or "")
        for one in tree.css("meta[name]")
    }
    title = tree.css_first("title")
    body = tree.css_first("body")
    fields["title"] = title.text().strip() if title else ""
    text, _ = markdown_of(body.html or "" if body else "")
    return ForeignMatter(text, 1, fields, found=True)


def with_links(matter: ForeignMatter, path: str, name: PurePosixPath) -> ForeignMatter:
    """Resolve links to other sources, which are relative to the text or to the content folder."""
    content = PurePosixPath(path).parents[len(name.parts) - 1]

    def to_source(found: re.Match[str]) -> str:
        target = found["path"]
        place = content / target.lstrip("/") if target.startswith("/") else PurePosixPath(path).parent / target
        return f"{SOURCE_LINK}{place}"

    return ForeignMatter(
        outside_code(matter.text, lambda words, _: NAMED.sub(to_source, words)), matter.line, matter.fields, found=True
    )


def text_of(path: str, name: PurePosixPath, matter: ForeignMatter, settings: Mapping[str, Any]) -> ForeignText:
    pages = settings.get("PAGE_PATHS") or ["pages"]
    is_page = any(name.is_relative_to(str(one)) for one in pages) if isinstance(pages, list | tuple) else False
    in_name = DATED_NAME.match(name.stem)
    date = read_moment(matter.word("date")) or (read_moment(in_name["date"]) if in_name else None)
    title = matter.word("title")
    slug = matter.word("slug") or slug_of(name.stem if of_file_name(settings) else title)
    category = matter.word("category") or (name.parts[0] if len(name.parts) > 1 and not is_page else "")
    language = matter.word("lang")
    status = matter.word("status").lower() or "published"
    return ForeignText(
        path=path,
        is_post=not is_page,
        title=title,
        slug=slug,
        text=matter.text,
        date=date,
        modified=read_moment(matter.word("modified")),
        status=status if status in {"draft", "hidden", "published"} else "draft",
        category=category,
        tags=matter.words("tags", "keywords"),
        authors=matter.words("authors", "author"),
        summary=matter.word("summary", "description"),
        language=language,
        addresses=tuple(addresses_of(matter, settings, slug, date, category, is_page=is_page)),
        line=matter.line,
        translation=translation_of(matter, settings, slug, path, is_page=is_page),
    )


def language_of(settings: Mapping[str, Any]) -> str:
    return str(settings.get("DEFAULT_LANG") or "en")


def translation_of(matter: ForeignMatter, settings: Mapping[str, Any], slug: str, path: str, *, is_page: bool) -> str:
    """Return the key that a text shares with its translations, by ARTICLE_TRANSLATION_ID or PAGE_TRANSLATION_ID."""
    names = names_in(settings.get("PAGE_TRANSLATION_ID" if is_page else "ARTICLE_TRANSLATION_ID", "slug"))
    words = [slug if name == "slug" else matter.word(name) for name in names]
    return " ".join(words) if words and all(words) else f"path {path}"


def of_file_name(settings: Mapping[str, Any]) -> bool:
    """Tell whether slugs are made from file names. Other patterns are untrusted, and not evaluated."""
    return settings.get("SLUGIFY_SOURCE") == "basename" or settings.get("FILENAME_METADATA") == "(?P<slug>.*)"


def addresses_of(
    matter: ForeignMatter,
    settings: Mapping[str, Any],
    slug: str,
    date: datetime | None,
    category: str,
    *,
    is_page: bool,
) -> Iterator[str]:
    """Yield the current address of a text (https://docs.getpelican.com/en/stable/settings.html#url-settings)."""
    kind = "PAGE" if is_page else "ARTICLE"
    language = matter.word("lang").lower()
    tail = "-{lang}" if language and language != language_of(settings).lower() else ""
    name = f"{kind}_LANG_URL" if tail else f"{kind}_URL"
    pattern = str(settings.get(name) or f"{'pages/' if is_page else ''}{{slug}}{tail}.html")
    own = matter.word("url") or matter.word("save_as")
    values = {"slug": slug, "date": date, "category": slug_of(category), "lang": matter.word("lang")}
    address = own or address_by(pattern, values)
    if address is not None:
        yield f"/{address.lstrip('/')}"
