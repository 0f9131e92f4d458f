"""Site: the settings of a site that proofreading needs."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from faircopy.content import rules
from faircopy.content.paths import ContentPaths, content_paths
from faircopy.content.settings_file import PAGES, SettingsFileError, literals_of, utf8_text
from faircopy.diagnostics.model import ContentError

LIST_COMMENT = "#"
SETTINGS, PRODUCTION = "pelicanconf.py", "publishconf.py"
GROUP = re.compile(r"\(\?P<(\w+)>")
# Pelican's default MARKDOWN: https://docs.getpelican.com/en/stable/settings.html
PELICANS_MARKDOWN = {
    "extension_configs": {
        "markdown.extensions.codehilite": {"css_class": "highlight"},
        "markdown.extensions.extra": {},
        "markdown.extensions.meta": {},
    },
    "output_format": "html5",
}


@dataclass(frozen=True, slots=True)
class Site:
    """The addresses and words of a site; patterns are Pelican's, such as `{date:%Y}/{slug}/`."""

    roots: tuple[str, ...] = ()  # every address that the site has, without a slash at the end
    article_url: str = "{date:%Y}/{date:%m}/{slug}/"
    page_url: str = "{slug}/"
    # Of a text in another language than the site's, as Pelican has them where nothing else is set.
    article_lang_url: str = "{slug}-{lang}.html"
    page_lang_url: str = "pages/{slug}-{lang}.html"
    # The fields by which Pelican matches translations; empty: it does not.
    article_translation_id: tuple[str, ...] = ("slug",)
    page_translation_id: tuple[str, ...] = ("slug",)
    category_url: str = "category/{slug}/"
    tag_url: str = "tag/{slug}/"
    fixed: tuple[str, ...] = ("", "404.html", "sitemap.xml", "robots.txt")  # what no source makes
    moved: tuple[str, ...] = ()  # addresses of files that the settings name: EXTRA_PATH_METADATA
    categories: tuple[str, ...] = ()  # that posts may have; none: any
    language: str = "en"
    unicode_slugs: bool = False  # SLUGIFY_USE_UNICODE: letters that are not Latin stay in addresses
    timezone: str = "UTC"
    templates: frozenset[str] = frozenset()  # of the theme; empty: unknown
    paths: ContentPaths = field(default_factory=ContentPaths)
    house_rules: bool = True  # whether it keeps to what other sites of Pelican's need not keep to
    given: frozenset[str] = frozenset()  # fields that a text need not name: the settings, or names of files, give them
    has_dated_names: bool = False  # a name of a file that begins with a date gives that
    words: frozenset[str] = frozenset()  # that are spelt right here, in lower case
    markdown: str = ""  # Pelican's setting MARKDOWN as JSON; "": nobody knows
    allowed: tuple[str, ...] | None = ()  # texts that may be published, PUBLISH_ALLOWED; None: nobody knows

    @property
    def slug_language(self) -> str:
        """The language by whose rules slugs are made; "" for Pelican's own rules, which allow only ASCII."""
        return self.language if self.unicode_slugs else ""

    @property
    def keeps_letters(self) -> bool:
        """Whether the anchors of headings keep non-Latin letters, as those of our Markdown extension do."""
        return not self.markdown or '"faircopy.markdown.extension"' in self.markdown


def site_of(settings: Mapping[str, Any], folder: Path, *more_roots: str) -> Site:
    """Return the site with these Pelican settings, and the word list in `folder`.

    Raises ContentError if one of them cannot be used.
    """
    try:
        return read_site(settings, folder, *more_roots)
    except (TypeError, AttributeError) as error:
        fact = f"a setting has a value of another kind than it needs: {error}"
        raise ContentError([rules.SETTING_UNFIT.at(SETTINGS, 1, fact, "correct it: docs/settings.md")]) from error


def read_site(settings: Mapping[str, Any], folder: Path, *more_roots: str) -> Site:
    default = Site()
    roots = (str(settings.get("SITEURL") or ""), *more_roots)
    return Site(
        roots=tuple(dict.fromkeys(root.rstrip("/") for root in roots if root)),
        article_url=str(settings.get("ARTICLE_URL", default.article_url)),
        page_url=str(settings.get("PAGE_URL", default.page_url)),
        article_lang_url=str(settings.get("ARTICLE_LANG_URL", default.article_lang_url)),
        page_lang_url=str(settings.get("PAGE_LANG_URL", default.page_lang_url)),
        article_translation_id=names_in(settings.get("ARTICLE_TRANSLATION_ID", default.article_translation_id)),
        page_translation_id=names_in(settings.get("PAGE_TRANSLATION_ID", default.page_translation_id)),
        category_url=str(settings.get("CATEGORY_URL", default.category_url)),
        tag_url=str(settings.get("TAG_URL", default.tag_url)),
        fixed=(*default.fixed, *(str(settings[name]) for name in PAGES if settings.get(name))),
        moved=tuple(moved_files(settings)),
        categories=tuple(settings.get("KNOWN_CATEGORIES") or ()),
        language=str(settings.get("DEFAULT_LANG", default.language)),
        unicode_slugs=bool(settings.get("SLUGIFY_USE_UNICODE")),
        timezone=str(settings.get("TIMEZONE", default.timezone)),
        templates=templates_in(settings, folder),
        markdown=markdown_in(settings),
        paths=content_paths(settings) if settings else default.paths,
        house_rules=bool(settings.get("HOUSE_RULES", not settings)),
        given=frozenset(given_fields(settings)),
        has_dated_names="FILENAME_METADATA" not in settings,
        words=words_in(folder / str(settings.get("SPELLING_WORDS", "spelling.txt"))),
        allowed=allowed_texts(settings, folder / PRODUCTION),
    )


def allowed_texts(settings: Mapping[str, Any], production: Path) -> tuple[str, ...] | None:
    """Return the texts in PUBLISH_ALLOWED, which may be in the settings for production only; None if unreadable."""
    if "PUBLISH_ALLOWED" not in settings and production.is_file():
        try:
            found = literals_of(production)
        except (OSError, ValueError):
            return None
        if "PUBLISH_ALLOWED" in found.unknown:
            return None
        settings = found.values
    return names_in(settings.get("PUBLISH_ALLOWED"))


def given_fields(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the fields that settings give to texts. Patterns are untrusted, and not evaluated."""
    defaults = settings.get("DEFAULT_METADATA")
    yield from (str(name).lower() for name in (defaults if isinstance(defaults, Mapping) else ()))
    if settings.get("DEFAULT_DATE"):
        yield "date"
    for name in ("FILENAME_METADATA", "PATH_METADATA"):
        yield from GROUP.findall(str(settings.get(name) or ""))


def moved_files(settings: Mapping[str, Any]) -> Iterator[str]:
    """Yield the addresses of files that the settings name themselves, such as `favicon.ico`."""
    given = settings.get("EXTRA_PATH_METADATA")
    for one in given.values() if isinstance(given, Mapping) else ():
        if isinstance(one, Mapping) and isinstance(path := one.get("path"), str):
            yield path


def names_in(setting: object) -> tuple[str, ...]:
    """Return the names in a setting that is one name, or a collection or mapping of names."""
    if isinstance(setting, str):
        return (setting,)
    return tuple(map(str, setting)) if isinstance(setting, list | tuple | set | frozenset | dict) else ()


def templates_in(settings: Mapping[str, Any], folder: Path) -> frozenset[str]:
    """Return the names of the templates of the theme and the site; none if the theme is no folder."""
    theme, own = settings.get("THEME"), settings.get("THEME_TEMPLATES_OVERRIDES") or ()
    found = frozenset(file.stem for file in (folder / theme).glob("templates/*.html")) if theme else frozenset()
    return found and found.union(file.stem for one in own for file in (folder / str(one)).glob("*.html"))


def markdown_in(settings: Mapping[str, Any]) -> str:
    """Return the setting MARKDOWN as JSON; "" where there are no settings, or where it has more than plain values."""
    markdown = settings.get("MARKDOWN", PELICANS_MARKDOWN) if settings else None
    if not isinstance(markdown, Mapping) or not all(isinstance(one, str) for one in markdown.get("extensions", ())):
        return ""
    # Plugins give to extensions what a text does not depend on.
    return json.dumps(markdown, sort_keys=True, default=lambda _: None)


def words_in(file: Path) -> frozenset[str]:
    """Return the words of a list, one a line; a missing file has none. Raises ContentError."""
    if not file.is_file():
        return frozenset()
    try:
        text = utf8_text(file)
    except SettingsFileError as error:
        raise ContentError([rules.SETTING_UNFIT.at(str(file), error.line, error.fact, error.hint)]) from error
    lines = (line.partition(LIST_COMMENT)[0].strip() for line in text.splitlines())
    return frozenset(line.lower() for line in lines if line)
