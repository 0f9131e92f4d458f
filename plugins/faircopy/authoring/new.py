"""A new post: from a title and an archetype to a file that passes the checks."""

import re
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from string import Template

from faircopy.authoring.existing import ExistingContent, UserError, refuse_device_name
from faircopy.diagnostics.model import Severity
from faircopy.lint.addresses import slug_of
from faircopy.lint.check import check_document
from faircopy.lint.rules.taxonomy import alike
from faircopy.markdown.document import parse_document
from faircopy.markdown.new_files import is_leftover, new_file
from faircopy.markdown.unseen import unfit_in

SLUG_LINE = re.compile(r"^Slug:.*\n", re.MULTILINE)
# Placeholders that the author has not filled in.
EMPTY_TAGS = re.compile(r"^Tags:[ \t]*\n", re.MULTILINE)
# Characters between words, which Pelican drops.
SEPARATORS = re.compile(r"[/\\_=|\u2013\u2014]")
MAX_SLUG_CHARS = 80


@dataclass(frozen=True, slots=True)
class NewPost:
    """A post that is not written yet."""

    path: Path
    text: str


def kinds_in(archetypes: Path) -> list[str]:
    return sorted(file.stem for file in archetypes.glob("*.md"))


def archetype(archetypes: Path, kind: str, language: str = "") -> str:
    """Return the archetype of that kind, `KIND.LANGUAGE.md` if there is one. Raises UserError."""
    kinds = kinds_in(archetypes)
    if not kinds:
        raise UserError(f"there is no archetype in '{archetypes}'; write the model of new posts into '{kind}.md' there")
    if kind not in kinds:
        raise UserError(f"there is no kind of post '{kind}'; there are: {', '.join(kinds)}")
    own = f"{kind}.{language}"
    return (archetypes / f"{own if own in kinds else kind}.md").read_text(encoding="utf-8")


def new_post(
    known: ExistingContent, model: str, title: str, today: date, *, tags: str = "", category: str = "",
    language: str = "", original: str = "",
) -> NewPost:  # fmt: skip
    """Return the post that an archetype makes of a title. Raises UserError when it must not be written.

    `language` is its tag, "" for the site's own; `original` is the slug of the post that it translates.
    """
    if original and original not in known.slugs:
        raise UserError(f"no post has the slug '{original}', so there is nothing to translate")
    language = "" if language.lower() == known.site.language.lower() else language
    if original and not language:
        raise UserError("a translation needs its language, as in: --lang mi")
    title, tags, category = (" ".join(given.split()) for given in (title, tags, category))
    refuse_unfit(title, tags, category)
    slug = original or short_slug(title, known.site.slug_language)
    if not slug:
        raise UserError(f"nothing of the title '{title}' can stand in an address; use some letters or digits")
    category = category or (known.categories[0] if known.categories else "misc")
    text = filled_in(model, title, slug, today, category, as_usual(tags, known.tags))
    if language:
        text = with_language(text, language, is_translation=bool(original))
    # A folder of its own: Pelican attaches a picture to one text only.
    folder = f"{slug}.{language}" if original else slug
    post = NewPost(known.content / "posts" / f"{today:%Y}" / folder / "index.md", text)
    refuse_taken(known, post, slug, is_translation=bool(original))
    return post


def filled_in(model: str, title: str, slug: str, date: date, category: str, tags: Iterable[str]) -> str:
    """Return the text of an archetype with its placeholders filled in, without the line of tags if there are none."""
    text = Template(model).safe_substitute(
        # As front matter holds it; a raw `<` would begin a tag.
        title=title.replace("<", "&lt;"),
        date=date.isoformat(),
        slug=slug,
        category=category,
        tags=", ".join(tags),
    )
    return EMPTY_TAGS.sub("", text)


def with_language(text: str, language: str, *, is_translation: bool) -> str:
    """Return the text of a post with its language below its slug."""
    field = f"Lang: {language}\n" + ("Translation: true\n" if is_translation else "")
    return SLUG_LINE.sub(lambda found: found[0] + field, text, count=1)


def refuse_unfit(title: str, tags: str, category: str) -> None:
    """Raise UserError when there is no title, or an invisible character in a field."""
    if not title:
        raise UserError('it needs a title, as in: make new T="My post"')
    for name, verb, given in (("title", "has", title), ("tags", "have", tags), ("category", "has", category)):
        if unfit := unfit_in(given):
            raise UserError(f"the {name} {verb} a character that nobody sees, {unfit}; leave it out")


def short_slug(title: str, language: str = "") -> str:
    """Return the slug of a title, with a hyphen for each of SEPARATORS, and no longer than MAX_SLUG_CHARS.

    `language` is that of the slugs of the site (`Site.slug_language`).
    """
    words = re.findall(r"[^\W_]+" if language else "[a-z0-9]+", slug_of(SEPARATORS.sub(" ", title), language))
    slug = "-".join(words)
    if len(slug) <= MAX_SLUG_CHARS:
        return slug
    return slug[: MAX_SLUG_CHARS + 1].rpartition("-")[0] or slug[:MAX_SLUG_CHARS]


def as_usual(tags: str, known: Iterable[str]) -> Iterable[str]:
    """Return the tags of a line, each once, and as the site spells it where only case, accents or hyphens differ."""
    usual = {alike(tag): tag for tag in reversed([*known])}
    typed = (part.strip() for part in tags.split(","))
    return dict.fromkeys(usual.get(alike(tag), tag) for tag in typed if tag)


def refuse_taken(known: ExistingContent, post: NewPost, slug: str, *, is_translation: bool) -> None:
    """Raise UserError when the folder, the slug or the address is another's, or the text would be wrong."""
    refuse_device_name(slug)
    folder = post.path.parent
    # An empty one may be what is left of a call that was killed.
    if folder.exists() and not (folder.is_dir() and all(is_leftover(file.name) for file in folder.iterdir())):
        raise UserError(f"'{folder}' is there already; choose another title, or write in that")
    if slug in known.slugs and not is_translation:
        raise UserError(f"the slug '{slug}' is that of {known.slugs[slug]}; choose another title")
    document = parse_document(str(post.path), post.text)
    if holder := known.holder(document):
        raise UserError(f"the address '/{holder.file.removesuffix('index.html')}' is that of {holder.what}")
    for wrong in check_document(document, dated=True, site=known.site):
        if wrong.severity is Severity.ERROR:
            raise UserError(f"it would be wrong from the start: {wrong.message}; {wrong.hint}")


def write_new(post: NewPost) -> None:
    """Write the post; a file that has come meanwhile is not overwritten. Raises UserError, OSError."""
    missing = [folder for folder in post.path.parents if not folder.exists()]
    try:
        post.path.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(post.path.parent)
        with new_file(post.path) as file:
            file.write(post.text.encode())
    except FileExistsError:
        raise UserError(f"'{post.path}' is there already") from None
    except OSError:
        # An empty folder of that name would keep the next try out.
        for folder in missing:
            with suppress(OSError):
                folder.rmdir()
        raise


def remove_leftovers(folder: Path) -> None:
    """Remove what a call that was killed has left in the folder of a post. Raises OSError."""
    for file in [file for file in folder.iterdir() if is_leftover(file.name)]:
        file.unlink(missing_ok=True)
