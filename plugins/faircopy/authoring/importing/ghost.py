"""Ghost's export: JSON with the tables of its database."""

import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from faircopy.authoring.existing import UserError
from faircopy.authoring.importing.foreign_matter import as_line, read_moment, with_whole_characters
from faircopy.authoring.importing.from_html import markdown_of
from faircopy.authoring.importing.model import ForeignSite, ForeignText, ImportNote

OWN_ADDRESS = "__GHOST_URL__"
Row = Mapping[str, Any]


def read_ghost(data: bytes, name: str) -> ForeignSite:
    """Return the posts and pages of an export. Raises UserError."""
    try:
        found = json.loads(data, object_hook=with_whole_characters)
        tables = found["db"][0]["data"] if "db" in found else found["data"]
        posts = [row for row in tables["posts"] if isinstance(row, dict)]
    except (ValueError, LookupError, TypeError, RecursionError) as error:
        raise UserError(f"'{name}' is no export of Ghost: it has no table of posts") from error
    tags = named(tables, "posts_tags", "tags", "tag_id")
    # Before version 1.22 a post had one author, in its own row.
    users = {as_line(row.get("id")): as_line(row.get("name")) for row in rows(tables, "users")}
    alone = ((as_line(row.get("id")), users.get(as_line(row.get("author_id")))) for row in posts)
    authors = {number: [user] for number, user in alone if user} | named(tables, "posts_authors", "users", "author_id")
    texts, notes = [], []
    for number, row in enumerate(posts, 1):
        try:
            texts.append(text_of(row, name, tags, authors))
        except UserError as error:
            notes.append(ImportNote(f"{name}#{as_line(row.get('slug')) or number}", 0, f"it is left out: {error}"))
    return ForeignSite("Ghost", tuple(texts), {}, (OWN_ADDRESS,), tuple(notes))


def rows(tables: Row, name: str) -> list[Row]:
    found = tables.get(name)
    return [row for row in found if isinstance(row, dict)] if isinstance(found, list) else []


def order_of(row: Row) -> float:
    order = row.get("sort_order")
    return order if isinstance(order, int | float) else 0


def named(tables: Row, links: str, table: str, key: str) -> dict[str, list[str]]:
    """Return for each post the names that a link table gives it, in order."""
    names = {as_line(row.get("id")): as_line(row.get("name")) for row in rows(tables, table)}
    found: dict[str, list[str]] = {}
    for row in sorted(rows(tables, links), key=order_of):
        if name := names.get(as_line(row.get(key))):
            found.setdefault(as_line(row.get("post_id")), []).append(name)
    return found


def text_of(row: Row, name: str, tags: Mapping[str, list[str]], authors: Mapping[str, list[str]]) -> ForeignText:
    number, slug = as_line(row.get("id")), as_line(row.get("slug"))
    path = f"{name}#{slug or number}"
    text, facts = words_of(row)
    if picture := as_line(row.get("feature_image")) or as_line(row.get("image")):
        text = f"![{as_line(row.get('feature_image_alt'))}]({picture})\n\n{text}"
    status = as_line(row.get("status"))
    is_public = status in {"published", "scheduled", "sent"} and as_line(row.get("visibility")) in {"", "public"}
    if status in {"published", "scheduled", "sent"} and not is_public:
        facts.append("only members could read it; it is a draft now")
    own = tuple(one for one in tags.get(number, ()) if not one.startswith("#"))
    is_page = as_line(row.get("type")) == "page" or as_line(row.get("page")) in {"1", "true"}
    return ForeignText(
        path=path,
        is_post=not is_page,
        title=as_line(row.get("title")) or slug,
        slug=slug,
        text=text,
        date=moment_of(row, "published_at") or moment_of(row, "created_at"),
        modified=moment_of(row, "updated_at"),
        status="published" if is_public else "draft",
        category=own[0] if own else "",
        tags=own[1:],
        authors=tuple(authors.get(number, ())),
        summary=as_line(row.get("custom_excerpt")),
        language=as_line(row.get("locale")),
        addresses=(f"/{slug}/",) if slug else (),
        notes=tuple(ImportNote(path, 0, fact) for fact in facts),
    )


def words_of(row: Row) -> tuple[str, list[str]]:
    """Return a text as Markdown, and notes on it."""
    html, written = row.get("html"), row.get("markdown")
    if isinstance(html, str):
        return markdown_of(html)
    own = [written] if isinstance(written, str) else [*cards_in(row.get("mobiledoc"))]
    if own:
        return "\n\n".join(own), ["the export has no HTML of it; its Markdown was taken, and nothing else"]
    text, _ = markdown_of(str(row.get("plaintext") or ""))
    return text, ["the export has no HTML of it; its plain text, if any, was taken"]


def cards_in(mobiledoc: object) -> Iterator[str]:
    """Yield the Markdown cards of a text in Ghost's editor format (mobiledoc)."""
    try:
        cards = json.loads(mobiledoc)["cards"] if isinstance(mobiledoc, str) else []
        found = [card[1].get("markdown") for card in cards if "markdown" in card[0]]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return
    yield from (one for one in found if isinstance(one, str))


def moment_of(row: Row, name: str) -> datetime | None:
    """Return a time of a row; before version 1.0 it is in milliseconds."""
    value = row.get(name)
    if not isinstance(value, int) or isinstance(value, bool):
        return read_moment(as_line(value))
    try:
        return datetime.fromtimestamp(value / 1000, UTC)
    except (OverflowError, OSError, ValueError):
        return None
