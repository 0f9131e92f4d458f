"""Decides what another slug for a post changes: its folder moves, its old address leads on, and links to it follow."""

import os
import posixpath
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from faircopy.authoring.existing import ExistingContent, UserError, refuse_device_name
from faircopy.authoring.renaming import NewText, Renaming
from faircopy.lint.addresses import slug_of, status_of, url_of, value_of
from faircopy.lint.findings import Edit
from faircopy.lint.fixes import apply_edits
from faircopy.lint.front_matter import is_slug
from faircopy.lint.links import FILES, INTERNAL, SourceLink, find_links
from faircopy.lint.parts import parts_of
from faircopy.markdown.document import Document, parse_document
from faircopy.markdown.files import raw_text


def rename_post(known: ExistingContent, old: str, new: str) -> Renaming:
    """Return how the post `old`, a slug or a path, gets the slug `new`. Raises UserError."""
    if not old or not new:
        raise UserError("it needs both slugs, as in: make rename OLD=my-post NEW=better-name")
    document = post_named(known, old)
    refuse_slug(known, new)
    slug = slug_to_change(known, document, new)
    source = Path(document.path).parent
    target = source.parent / new
    if target.exists() and target != source:
        raise UserError(f"'{target}' is there already")
    former = source if target != source else former_folder(source, slug)
    edits = {one.path: list(link_edits(known, one, former, target)) for one, _ in known.documents}
    own = raw_text(Path(document.path))
    text, _ = apply_edits(own, edits.pop(document.path))
    renamed = with_slug(known, document, text, new)
    moved = parse_document(document.path, renamed)
    if (holder := known.holder(moved)) and holder.path != document.path:
        raise UserError(f"the address '/{holder.file.removesuffix('index.html')}' is that of {holder.what}")
    texts = {target / Path(document.path).name: NewText(own, renamed)}
    for path, before in ((Path(path), raw_text(Path(path))) for path, made in edits.items() if made):
        texts[path] = NewText(before, apply_edits(before, edits[str(path)])[0])
    return Renaming(source, target, texts, tuple(notes(known, document, source, target, edits)))


def refuse_slug(known: ExistingContent, new: str) -> None:
    """Raise UserError for what is no slug on this site, or no folder's name everywhere."""
    site = known.site
    if not is_slug(new, any_letters=site.unicode_slugs):
        proposed = slug_of(new, site.slug_language)
        better = f": '{proposed}'" if is_slug(proposed, any_letters=site.unicode_slugs) else ""
        raise UserError(f"'{new}' is no slug; write lower-case letters, digits and single hyphens{better}")
    refuse_device_name(new)


def slug_to_change(known: ExistingContent, document: Document, new: str) -> str:
    """Return the slug of a post. Raises UserError if it cannot become `new`."""
    field = document.field("slug")
    if field is None or not field.value:
        raise UserError(f"'{document.path}' has no slug to change; give it one first")
    if field.value == new:
        raise UserError(f"its slug is '{new}' already")
    refuse_translated(known, document, field.value)
    if new in known.slugs:
        raise UserError(f"the slug '{new}' is that of {known.slugs[new]}")
    return field.value


def former_folder(folder: Path, slug: str) -> Path:
    """Return where a post was whose folder has the new name already: a renaming was ended after it had moved.

    That is `folder` itself if the old name is no folder's, or has become another's.
    """
    former = folder.with_name(slug) if is_slug(slug, any_letters=True) else folder
    return folder if former.exists() else former


def refuse_translated(known: ExistingContent, document: Document, slug: str) -> None:
    """Raise UserError for a post whose slug another has: a translation is known by it, and would be one no more."""
    for other, dated in known.documents:
        if dated and other.path != document.path and value_of(other, "slug") == slug:
            raise UserError(f"'{other.path}' has the slug '{slug}', too, as a translation has; rename both by hand")


def post_named(known: ExistingContent, name: str) -> Document:
    """Return the post of that slug, or at that path. Raises UserError."""
    wanted = Path(os.path.abspath(name))  # noqa: PTH100  # links are not followed
    others: list[str] = []
    for document, dated in known.documents:
        field = document.field("slug")
        path = Path(os.path.abspath(document.path))  # noqa: PTH100
        if dated and ((field and field.value == name) or wanted in (path, path.parent)):
            if path.name == "index.md":
                return document
            others.append(document.path)
    if others:
        raise UserError(f"'{others[0]}' is no 'index.md' in a folder of its own; move it by hand")
    raise UserError(f"there is no post '{name}'; name it by its slug, or by its folder")


def with_slug(known: ExistingContent, document: Document, text: str, new: str) -> str:
    """Return the text of a file with another slug, and with what keeps its old address and its feed id alive."""
    url = url_of(document, known.site, dated=True)
    fields = {"slug": new}
    if url is not None and status_of(document) not in ("draft", "skip"):
        current = url_of(parse_document(document.path, with_fields(text, fields)), known.site, dated=True)
        earlier = [part.text for part in parts_of(document, "redirect_from")]
        # Renamed back: an address cannot lead to itself.
        paths = [path for path in (*earlier, f"/{url}") if path.strip("/") != (current or "").strip("/")]
        fields["redirect_from"] = ", ".join(dict.fromkeys(paths))
        if document.field("feed_slug") is None:
            slug = document.field("slug")
            fields["feed_slug"] = slug.value if slug else ""
    return with_fields(text, fields)


def with_fields(text: str, fields: dict[str, str]) -> str:
    """Return the text of a file with these fields of its front matter; one that is not there goes below the slug."""
    end = "\r\n" if "\r\n" in text else "\n"
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    lines = text.removeprefix(mark).split(end)
    for key, value in reversed(fields.items()):
        # Read anew each time: a field that was put in or made shorter moves those below it.
        document = parse_document("", "\n".join(lines))
        field, slug = document.field(key), document.field("slug")
        if field is None:
            lines.insert(slug.line if slug else 1, f"{key.capitalize()}: {value}")
        else:
            name = lines[field.line - 1].partition(":")[0]
            lines[field.line - 1 : field.line + field.value.count("\n")] = [f"{name}: {value}"]
    return mark + end.join(lines)


def link_edits(known: ExistingContent, document: Document, source: Path, target: Path) -> Iterator[Edit]:
    """Yield what makes the links of a document follow the folder `source` to `target`."""
    if source == target:
        return
    for link, path, start in links_into(known, document, source):
        written, hash_, anchor = path.partition("#")
        folder = inside(known, Path(document.path).parent)
        name = named_by(written, folder)
        moved = f"{inside(known, target)}{name.removeprefix(inside(known, source))}"
        # A link from the folder into itself moves with it.
        if document.path.startswith(f"{source}{os.sep}") and not written.startswith("/"):
            continue
        better = f"/{moved}" if written.startswith("/") else posixpath.relpath(moved, folder)
        yield Edit(link.line, link.column + start, path, f"{better}{hash_}{anchor}")


def links_into(known: ExistingContent, document: Document, source: Path) -> Iterator[tuple[SourceLink, str, int]]:
    """Yield each link to a file in the folder `source`, with its path and where that begins in the target."""
    for link in find_links(document):
        found = INTERNAL.match(link.target)
        if found and found["what"] in FILES:
            name = named_by(found["path"].partition("#")[0], inside(known, Path(document.path).parent))
            if name.startswith(f"{inside(known, source)}/"):
                yield link, found["path"], found.start("path")


def named_by(written: str, folder: str) -> str:
    path = unquote(written)
    return posixpath.normpath(path.lstrip("/") if path.startswith("/") else posixpath.join(folder, path))


def inside(known: ExistingContent, path: Path) -> str:
    return PurePosixPath(Path(os.path.relpath(path, known.content)).as_posix()).as_posix()


def notes(
    known: ExistingContent, document: Document, source: Path, target: Path, edits: dict[str, list[Edit]]
) -> Iterator[str]:
    """Yield what becomes of the post, of links to it, and what is left to the author."""
    if source != target:
        yield f"moved {source} to {target}"
    url = url_of(document, known.site, dated=True)
    if url is not None and status_of(document) not in ("draft", "skip"):
        yield f"/{url} leads to it from now on"
        for other, _ in known.documents:
            for link in find_links(other):
                if f"/{url}".rstrip("/") in link.target and not INTERNAL.match(link.target):
                    yield f"{other.path}:{link.line}: '{link.target}' names the old address; it works by the redirect"
    for path, made in edits.items():
        yield from (f"{path}:{edit.line}: corrected a link" for edit in made)
