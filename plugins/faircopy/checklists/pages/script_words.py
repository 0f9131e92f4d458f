"""The translated texts of the checklist script, by their English originals."""

import json
from collections.abc import Iterator
from functools import lru_cache

from faircopy.checklists.pages.assets import WEB
from faircopy.languages.script import Sentence, modules_in, sentences_in
from faircopy.languages.words import SiteWords


def script_words(words: SiteWords, language: str) -> str:
    """Return JSON for an HTML `script` element; "" if nothing is translated.

    A sentence with a number has a form for each of CLDR's plural categories, keyed by its English plural.
    """
    found = dict(translated(words, language or words.default))
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c") if found else ""


def translated(words: SiteWords, language: str) -> Iterator[tuple[str, object]]:
    known = words.of(language)
    for sentence in all_sentences():
        if isinstance(sentence, str):
            if (ours := known.gettext(sentence)) != sentence:
                yield sentence, ours
        else:
            one, many = sentence
            if (forms := words.words.plurals(language, one, many)) != {"one": one, "other": many}:
                yield many, forms


@lru_cache(maxsize=1)
def all_sentences() -> tuple[Sentence, ...]:
    texts = (file.read_text(encoding="utf-8") for file in modules_in(WEB / "static"))
    return tuple(dict.fromkeys(sentence for text in texts for sentence in sentences_in(text)))
