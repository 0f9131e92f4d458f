"""The kinds of values that settings have, so that one of another kind is named before a program trips over it."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

COLLECTIONS = (list, tuple, set, frozenset)
# Of a value in a message.
MAX_QUOTED_CHARS = 60


@dataclass(frozen=True, slots=True)
class SettingKind:
    """A kind of value."""

    name: str  # 'a list of texts'
    example: str  # for the remedy
    fits: Callable[[object], bool]


def is_text(value: object) -> bool:
    return isinstance(value, PurePath) or (isinstance(value, str) and "\0" not in value)


def is_texts(value: object) -> bool:
    return isinstance(value, COLLECTIONS) and all(map(is_text, value))


def is_pairs(value: object) -> bool:
    return isinstance(value, COLLECTIONS) and all(is_texts(one) and len(one) == 2 for one in value)


def is_markdown(value: object) -> bool:
    return (
        isinstance(value, Mapping)
        and isinstance(value.get("extensions", []), COLLECTIONS)
        and isinstance(value.get("extension_configs", {}), Mapping)
    )


TEXT = SettingKind("a text", '"…"', is_text)
TEXTS = SettingKind("a list of texts", '["…", "…"]', is_texts)
TEXT_OR_TEXTS = SettingKind("a text or a list of texts", '["…", "…"]', lambda value: is_text(value) or is_texts(value))
PAIRS = SettingKind("a list of pairs of texts", '[("…", "…"), ("…", "…")]', is_pairs)
LIST = SettingKind("a list", "[…]", lambda value: isinstance(value, COLLECTIONS))
MAPPING = SettingKind("a dictionary", "{…: …}", lambda value: isinstance(value, Mapping))
MAPPINGS = SettingKind(
    "a dictionary of dictionaries",
    '{"…": {…: …}}',
    lambda value: isinstance(value, Mapping) and all(isinstance(one, Mapping) for one in value.values()),
)
MARKDOWN = SettingKind("a dictionary with a list 'extensions'", '{"extensions": ["…"]}', is_markdown)
NUMBER = SettingKind("a number", "10", lambda value: isinstance(value, int | float))

# Pelican's (https://docs.getpelican.com/en/stable/settings.html), those of our plugins and of the theme.
NAMES = {
    TEXT: "PATH THEME OUTPUT_PATH THEME_STATIC_DIR SITEURL SITENAME SITESUBTITLE SITE_INTRO AUTHOR MAIL TIMEZONE"
    " DEFAULT_CATEGORY DEFAULT_LANG DEFAULT_DATE_FORMAT FILENAME_METADATA PATH_METADATA TYPOGRIFY_DASHES"
    " SUMMARY_END_SUFFIX INTRASITE_LINK_REGEX SLUGIFY_SOURCE CONTENT_CACHING_LAYER CACHE_PATH CHECK_MODIFIED_METHOD"
    " ARTICLE_PERMALINK_STRUCTURE OUTPUT_SOURCES_EXTENSION CSS_FILE BIND SPELLING_WORDS ASSET_CACHE INCREMENTAL_CACHE"
    " TAG_AUTHORITY FEED_DOMAIN PUBLISH_REMOTE PUBLISH_BRANCH PUBLISH_SOURCE PUBLISH_CNAME",
    TEXTS: "ARTICLE_PATHS ARTICLE_EXCLUDES PAGE_PATHS PAGE_EXCLUDES STATIC_PATHS STATIC_EXCLUDES THEME_STATIC_PATHS"
    " THEME_TEMPLATES_OVERRIDES DIRECT_TEMPLATES TEMPLATE_EXTENSIONS IGNORE_FILES OUTPUT_RETENTION FORMATTED_FIELDS"
    " TYPOGRIFY_IGNORE_TAGS TYPOGRIFY_OMIT_FILTERS KNOWN_CATEGORIES REL_ME",
    TEXT_OR_TEXTS: "LOCALE PLUGIN_PATHS ARTICLE_TRANSLATION_ID PAGE_TRANSLATION_ID",
    LIST: "PLUGINS LOG_FILTER PAGINATION_PATTERNS SLUG_REGEX_SUBSTITUTIONS",
    MAPPING: "READERS DOCUTILS_SETTINGS PAGINATED_TEMPLATES DATE_FORMATS JINJA_FILTERS JINJA_GLOBALS JINJA_TESTS"
    " JINJA_ENVIRONMENT DEFAULT_METADATA PYGMENTS_RST_OPTIONS TEMPLATE_PAGES GISCUS PUBLISH_GONE PUBLISH_ALLOWED",
    MAPPINGS: "EXTRA_PATH_METADATA",
    MARKDOWN: "MARKDOWN",
    NUMBER: "FEED_MAX_ITEMS DEFAULT_PAGINATION DEFAULT_ORPHANS SUMMARY_MAX_LENGTH PORT PUBLISH_WAIT"
    " SECTIONS_WITHOUT_CONTENTS",
}
KINDS = {name: kind for kind, names in NAMES.items() for name in names.split()}
# Another theme may mean something else by these.
OF_OUR_THEME = dict.fromkeys(("NAV", "PROMISES", "FOOT"), PAIRS)
ADDRESS = re.compile(
    r"(?:(?:ARTICLE|PAGE|DRAFT|DRAFT_PAGE)(?:_LANG)?|CATEGORY|TAG|AUTHOR|STATIC|(?:YEAR|MONTH|DAY)_ARCHIVE"
    r"|INDEX|ARCHIVES|CATEGORIES|TAGS|AUTHORS|SEARCH|DRAFTS|ABOUT)_(?:URL|SAVE_AS)"
    r"|(?:FEED|FEED_ALL|CATEGORY_FEED|TAG_FEED|AUTHOR_FEED|TRANSLATION_FEED)_(?:ATOM|RSS|JSON)(?:_URL)?"
)


@dataclass(frozen=True, slots=True)
class UnfitSetting:
    """A setting with a value of a kind that nothing can use."""

    name: str
    fact: str
    hint: str


def unfit_settings(settings: Mapping[str, Any]) -> Iterator[UnfitSetting]:
    """Yield each setting whose value is of another kind than it needs."""
    for name, value in settings.items():
        kind = kind_of(name, settings)
        # What is off is off.
        if kind and value is not None and value is not False and not kind.fits(value):
            yield UnfitSetting(
                name, f"{name} is {quoted(value)}, and not {kind.name}", f"write {name} = {kind.example}"
            )


def kind_of(name: str, settings: Mapping[str, Any]) -> SettingKind | None:
    """Return the kind of a setting among others; None for one that we do not know."""
    if "HOUSE_RULES" in settings and name in OF_OUR_THEME:
        return OF_OUR_THEME[name]
    return KINDS.get(name) or (TEXT if ADDRESS.fullmatch(name) else None)


def quoted(value: object) -> str:
    text = repr(value)
    return text if len(text) <= MAX_QUOTED_CHARS else f"{text[:MAX_QUOTED_CHARS]}…"
