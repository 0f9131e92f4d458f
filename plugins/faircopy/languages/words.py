"""The translations of a site: its own catalogues first, then ours, then English."""

import hashlib
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any

from faircopy.languages.tags import SOURCE, catalogue_names, locale_of

if TYPE_CHECKING:
    from faircopy.languages.messages import Catalogue, CatalogueFault

logger = logging.getLogger(__name__)

OURS = Path(__file__).parent / "catalogues"
# Where a theme has its catalogues, beside `templates/`.
FOLDER = "translations"
CATALOGUE = ".po"
TEMPLATE = "words.pot"  # all words, with nothing that stands for them
ENGLISH = NullTranslations()
# CLDR's plural categories say the same of these numbers as of all others.
NUMBERS = range(201)


def N_(message: str) -> str:  # noqa: N802  # gettext's usual name
    """Mark a sentence for the catalogues; it is translated elsewhere."""
    return message


@dataclass(frozen=True, slots=True)
class CatalogueFile:
    """A catalogue file on disk."""

    path: str
    name: str  # of its language: 'pt_BR'
    data: bytes

    def read(self) -> "Catalogue":
        from faircopy.languages.messages import catalogue_in  # noqa: PLC0415  # with Babel's reader; most checks need none

        return catalogue_in(self.data, self.name)


class SiteTranslations:
    """The translations of one site in all languages. Files are read once; a language is loaded when needed."""

    def __init__(self, folders: tuple[Path, ...]) -> None:
        """`folders` have catalogues; the first wins."""
        read = {folder: {one.name: one for one in files_in(folder)} for folder in folders}
        self.layers, self.ours = list(read.values()), read.get(OURS)
        self.digest = digest_of(one for layer in self.layers for one in layer.values())
        self.by_language: dict[str, NullTranslations] = {}

    def of(self, language: str) -> NullTranslations:
        """Return the translations of a language, given by its tag, as a `gettext` object."""
        if language not in self.by_language:
            self.by_language[language] = self.read(language)
        return self.by_language[language]

    def read(self, language: str) -> NullTranslations:
        found = [layer[name] for layer in self.layers for name in catalogue_names(language) if name in layer]
        whole: NullTranslations = ENGLISH
        for one in reversed(found):
            words = copy_of(one.read().translations)
            words.add_fallback(whole)
            whole = words
        return whole

    def faults(self) -> Iterable[tuple[str, "CatalogueFault"]]:
        """Yield the faults in the site's own catalogues, with their paths: ours are tested, and take long to read."""
        for layer in self.layers:
            for one in layer.values() if layer is not self.ours else ():
                yield from ((one.path, fault) for fault in one.read().faults)

    def has(self, language: str) -> bool:
        """Tell whether there is a catalogue for a language; English needs none."""
        names = catalogue_names(language)
        return names[-1:] in ((), (SOURCE,)) or any(name in layer for layer in self.layers for name in names)

    def plurals(self, language: str, singular: str, plural: str) -> dict[str, str]:
        """Return what is said of a number by CLDR's plural categories of the language, for `Intl.PluralRules`."""
        if not self.has(language) or not catalogue_names(language):
            language = SOURCE
        words = self.of(language)
        return {category: words.ngettext(singular, plural, number) for category, number in one_of_each(language)}


@lru_cache(maxsize=64)
def one_of_each(language: str) -> tuple[tuple[str, int], ...]:
    """Return CLDR's plural categories of a language, each with a number that is in it."""
    locale = locale_of(language)
    return tuple({str(locale.plural_form(number)): number for number in NUMBERS}.items())


def copy_of(translations: GNUTranslations) -> GNUTranslations:
    """Return translations with the same messages that can have a fallback of their own."""
    copied = GNUTranslations()
    copied.__dict__.update(translations.__dict__)
    return copied


def files_in(folder: Path) -> list[CatalogueFile]:
    """Return the catalogues in a folder, by name; none if the folder does not exist."""
    paths = sorted(folder.glob(f"*{CATALOGUE}")) if folder.is_dir() else []
    return [
        CatalogueFile(str(path), (catalogue_names(path.stem) or (path.stem,))[0], path.read_bytes()) for path in paths
    ]


def digest_of(files: Iterable[CatalogueFile]) -> str:
    hasher = hashlib.blake2b(digest_size=8)
    for one in files:
        hasher.update(f"{one.name} {len(one.data)}\n".encode())
        hasher.update(one.data)
    return hasher.hexdigest()


def folders_of(settings: Mapping[str, Any]) -> tuple[Path, ...]:
    """Return the catalogue folders of a site with Pelican's settings; ours is the last."""
    own = [Path(one).parent / FOLDER for one in settings.get("THEME_TEMPLATES_OVERRIDES", ())]
    theme = [Path(settings["THEME"], FOLDER)] if "THEME" in settings else []
    return (*own, *theme, OURS)


@dataclass(frozen=True, slots=True)
class SiteWords:
    """The translations of a site, and its default language."""

    words: SiteTranslations
    default: str

    def of(self, language: str) -> NullTranslations:
        return self.words.of(language or self.default)

    def cache_key(self) -> object:
        return self.words.digest, self.default


def site_words(settings: Mapping[str, Any]) -> SiteWords:
    return SiteWords(words_of(settings), str(settings.get("DEFAULT_LANG") or SOURCE))


def words_of(settings: Mapping[str, Any]) -> SiteTranslations:
    """Return the translations of a site with these settings, as its catalogues are now."""
    folders = folders_of(settings)
    return words_in(folders, tuple(stamps_below(folders)))


@lru_cache(maxsize=8)
def words_in(folders: tuple[Path, ...], stamps: tuple[object, ...]) -> SiteTranslations:  # noqa: ARG001  # changed files are others
    return SiteTranslations(folders)


def stamps_below(folders: Iterable[Path]) -> Iterable[object]:
    for folder in folders:
        # This is asked for each text, so it must be quick.
        with suppress(FileNotFoundError, NotADirectoryError), os.scandir(folder) as entries:
            for entry in sorted(entries, key=attrgetter("name")):
                if entry.name.endswith(CATALOGUE):
                    state = entry.stat()
                    yield entry.path, state.st_mtime_ns, state.st_size, state.st_ino


def warn(settings: Mapping[str, Any], languages: Iterable[str], say: Callable[..., None] = logger.warning) -> None:
    """Report faulty catalogues, and languages of the site without one, once in each process."""
    words = words_of(settings)
    for path, fault in words.faults():
        once(say, f"{path}:{fault.line}: {fault.fact}; it is left out")
    for language in sorted({*languages}):
        if not words.has(language):
            own = f"theme/{FOLDER}/{catalogue_names(language)[-1]}{CATALOGUE}"
            fact = f"there are no words in '{language}', so those around its texts are English"
            once(say, f"{fact}; to add them, copy '{OURS / TEMPLATE}' to '{own}' and fill it in")


REPORTED: set[str] = set()


def once(say: Callable[..., None], sentence: str) -> None:
    if sentence not in REPORTED:
        REPORTED.add(sentence)
        say("%s", sentence)


# Of who has no site.
OUR_WORDS = SiteWords(SiteTranslations((OURS,)), SOURCE)
