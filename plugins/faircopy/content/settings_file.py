"""Reads a settings file as text: nothing of it is run.

So we can check a site that is not trusted, or whose plugins are not installed here.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from faircopy.content import rules
from faircopy.content.literals import Literals, literals_in
from faircopy.content.setting_kinds import unfit_settings
from faircopy.diagnostics.model import Diagnostic
from faircopy.offsets import line_at

# Settings that have a page of their own for an address.
PAGES = ("ARCHIVES_URL", "CATEGORIES_URL", "TAGS_URL", "SEARCH_URL", "FEED_ALL_ATOM", "FEED_ALL_JSON")
# All settings that a check asks for; SITEURL is worked out by most, and told by the environment.
NEEDED = frozenset(
    (
        *("ARTICLE_URL", "PAGE_URL", "CATEGORY_URL", "TAG_URL", "KNOWN_CATEGORIES", "DEFAULT_LANG", "TIMEZONE"),
        "SLUGIFY_USE_UNICODE",
        *("ARTICLE_LANG_URL", "PAGE_LANG_URL", "ARTICLE_TRANSLATION_ID", "PAGE_TRANSLATION_ID"),
        *("ARTICLE_PATHS", "PAGE_PATHS", "ARTICLE_EXCLUDES", "PAGE_EXCLUDES", "READERS", "HOUSE_RULES"),
        *("THEME", "THEME_TEMPLATES_OVERRIDES", "SPELLING_WORDS", "PATH", "MARKDOWN", *PAGES),
        "EXTRA_PATH_METADATA",
    )
)


class SettingsFileError(ValueError):
    """A file cannot be read; the message has place, fact and remedy."""

    def __init__(self, file: Path, line: int, fact: str, hint: str) -> None:
        self.line, self.fact, self.hint = line, fact, hint
        super().__init__(f"{file}:{line}: {fact}; {hint}")


def literal_settings(file: Path) -> dict[str, Any]:
    """Return those settings of a settings file that are written out in it, and that have values of their kinds.

    Raises SettingsFileError, OSError.
    """
    found = literals_of(file)
    unfit = {one.name for one in unfit_settings(found.values)}
    fit = {name: value for name, value in found.values.items() if name not in unfit}
    # It is there, whatever it is.
    return {**dict.fromkeys(found.unknown.keys() & {"MARKDOWN"}), **fit}


def check_settings_file(file: Path) -> Iterator[Diagnostic]:
    """Yield each setting whose value is of another kind than it needs, and a note on each that only a build knows."""
    yield from unfit_in(file)
    for name, line in literals_of(file).unknown.items():
        if name in NEEDED:
            fact = f"'{name}' is computed, so its value is not known here; a build knows it, and may report more"
            yield rules.SETTING_UNREAD.at(str(file), line, fact, "write it out, if you can")


def unfit_in(file: Path) -> Iterator[Diagnostic]:
    """Yield each setting whose value, written out in the file, is of another kind than it needs."""
    found = literals_of(file)
    for one in unfit_settings(found.values):
        yield rules.SETTING_UNFIT.at(str(file), found.lines[one.name], one.fact, one.hint)


def literals_of(file: Path) -> Literals:
    """Return the values that are written out in a settings file. Raises SettingsFileError, OSError."""
    text = utf8_text(file)
    if "\0" in text:  # Python 3.11 says of this something else than 3.12
        raise SettingsFileError(file, line_at(text, text.index("\0")), "there is a NUL in it", "remove it")
    try:
        return literals_in(text, str(file))
    except SyntaxError as error:
        raise SettingsFileError(file, error.lineno or 1, f"it is not Python: {error.msg}", "correct it") from error


def utf8_text(file: Path) -> str:
    """Return the text of a file. Raises SettingsFileError, OSError."""
    data = file.read_bytes()
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsFileError(file, line, "it is not UTF-8 text", "save it as UTF-8") from error
