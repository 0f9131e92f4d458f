"""The files of a new site, as texts by path. Nothing is written here."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from faircopy import packaged
from faircopy.languages.slugs import has_rules
from faircopy.languages.tags import script
from faircopy.languages.words import N_, OUR_WORDS
from faircopy.markdown.document import parse_document
from faircopy.starter.answers import Answers

FOLDER = Path(__file__).parent / "skeleton"
TEXTS = Path(__file__).parent / "texts"
ARCHETYPES = tuple(sorted(packaged.ARCHETYPES.glob("*.md")))
TEMPLATE = ".tmpl"
HIDDEN = "dot_"  # begins a name that begins with a dot there
# Where `make publish` refuses to publish: nobody has said where the site will stand.
STAND_IN = "https://blog.example"
IN_THE_PLACE_OF_AN_ADDRESS = " This one is a stand-in: write yours in its place."
ENGLISH = "en"
# The links at the top of each page, as faircopy.settings has them.
ADDRESSES = ("archives/", "categories/", "tags/", "about/", "search/")
NAMES = (N_("Archives"), N_("Categories"), N_("Tags"), N_("About"), N_("Search"))
SLUGS = """
# In addresses, letters are written as the language has it, and those that are not Latin stay as they are. Without these
# two lines Pelican writes all in ASCII: u for ü, and Latin letters for others.
SLUGIFY_USE_UNICODE = True
SLUG_REGEX_SUBSTITUTIONS = slug_rules(DEFAULT_LANG)
"""


@dataclass(frozen=True, slots=True)
class NewSite:
    """The inputs of a new site."""

    answers: Answers
    day: dt.date


def files_of(begun: NewSite) -> dict[str, str]:
    """Return the text of each file of a new site, except its first texts."""
    values = values_of(begun)
    language = language_of_texts(begun.answers.language)
    files = {f"archetypes/{name}": text_of(file) for name, file in archetypes_in(language).items()}
    for file in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        name = "/".join(part.replace(HIDDEN, ".", 1) for part in file.relative_to(FOLDER).parts)
        text = text_of(file)
        files[name.removesuffix(TEMPLATE)] = Template(text).substitute(values) if name.endswith(TEMPLATE) else text
    return files


def first_texts(begun: NewSite) -> dict[str, str]:
    """Return a post and a page that explain themselves, in the site's language if available."""
    language = language_of_texts(begun.answers.language)
    day = begun.day.isoformat()
    post = Template(text_of(TEXTS / f"post.{language}.md")).safe_substitute(date=day, year=day[:4])
    slug = field_of(post, "slug")
    return {
        f"content/posts/{day[:4]}/{slug}/index.md": post,
        "content/pages/about.md": text_of(TEXTS / f"about.{language}.md"),
    }


def language_of_texts(language: str) -> str:
    """Return the language of the first texts: the site's own, if they exist in it."""
    language = language.partition("-")[0]
    return language if (TEXTS / f"post.{language}.md").exists() else ENGLISH


def archetypes_in(language: str) -> dict[str, Path]:
    """Return the archetypes of new posts by file name, in a language or in English."""
    translated = {file.name: TEXTS / "archetypes" / f"{file.stem}.{language}.md" for file in ARCHETYPES}
    return {file.name: found if (found := translated[file.name]).exists() else file for file in ARCHETYPES}


def field_of(text: str, key: str) -> str:
    return next(field.value for field in parse_document("", text).fields if field.key == key)


def values_of(begun: NewSite) -> dict[str, str]:
    """Return the values for the templates of settings files, as Python source."""
    answers = begun.answers
    return {
        "name": written(answers.name),
        "author": written(answers.author),
        "timezone": written(answers.timezone),
        "language": written(answers.language),
        "address": written(answers.address or STAND_IN),
        "stand_in": "" if answers.address else IN_THE_PLACE_OF_AN_ADDRESS,
        # The category of the first post, because imported posts often have none.
        "category": written(field_of(text_of(TEXTS / f"post.{language_of_texts(answers.language)}.md"), "category")),
        "nav": nav_in(answers.language),
        "slugs": slugs_in(answers.language),
        "domain": written(answers.host) if answers.host else "None",
        "year": written(str(begun.day.year)),
    }


def nav_in(language: str) -> str:
    """Return the setting of the navigation links, if their names are known in a language."""
    words = OUR_WORDS.of(language)
    names = [words.gettext(name) for name in NAMES]
    if names == [*NAMES]:
        return ""
    rows = (f"    ({written(name)}, {written(address)}),\n" for name, address in zip(names, ADDRESSES, strict=True))
    return f"\nNAV = (\n{''.join(rows)})\n"


def slugs_in(language: str) -> str:
    """Return the settings of slugs, if a language differs from Pelican's defaults."""
    return SLUGS if has_rules(language) or script(language) != "Latn" else ""


def written(text: str) -> str:
    """Return a text as a Python literal in double quotes."""
    return json.dumps(text, ensure_ascii=False)


@cache
def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def begun_from(record: Mapping[str, str]) -> NewSite:
    """Return the inputs from a record by `as_record`. Raises KeyError, TypeError, ValueError."""
    answers = Answers(**{name: str(record[name]) for name in Answers.__slots__})
    return NewSite(answers, dt.date.fromisoformat(record["day"]))


def as_record(begun: NewSite) -> dict[str, str]:
    return {**{name: getattr(begun.answers, name) for name in Answers.__slots__}, "day": begun.day.isoformat()}
