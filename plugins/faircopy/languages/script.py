"""Extracts the sentences of a script: arguments of `t` and `n`, and texts that begin like a sentence.

Labels of buttons and error messages are translated where they are shown, so they are plain strings in the source.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path

Sentence = str | tuple[str, str]  # one, or the singular and the plural

TEXT = r'"(?:[^"\\\n]|\\.)*"'
COMMENT = re.compile(r"^\s*(?://|\*|/\*).*$", re.MULTILINE)
CALL = re.compile(rf"(?<![\w.])t\((?P<one>{TEXT})")
PLURAL = re.compile(rf"(?<![\w.])n\([^\"]*?,\s*(?P<one>{TEXT}),\s*(?P<many>{TEXT})")
LIKE_A_SENTENCE = re.compile(r'"(?:[A-Z][a-z]+(?:[ .,][^"\n]*)?|%\(name\)s [a-z][^"\n]*)"')
# Of packed links: no word of it is shown.
PRIMER = "primer.js"
# Keys, names of events and of elements, and of programs.
NO_SENTENCES = frozenset(("Escape", "Enter", "Highlight", "Markdown", "Teams", "Slack", "Id", "Bitstream Charter"))


def modules_in(folder: Path) -> list[Path]:
    """Return the modules of a script that may contain sentences."""
    return sorted(file for file in folder.glob("*.js") if file.name != PRIMER)


def sentences_in(source: str) -> Iterator[Sentence]:
    """Yield the sentences of a module, with repetitions."""
    code = COMMENT.sub("", source)
    plurals = [(json.loads(found["one"]), json.loads(found["many"])) for found in PLURAL.finditer(code)]
    yield from plurals
    inside = {one for pair in plurals for one in pair}
    calls = (found["one"] for found in CALL.finditer(code))
    for text in (*calls, *(found[0] for found in LIKE_A_SENTENCE.finditer(code))):
        if (sentence := json.loads(text)) and sentence not in NO_SENTENCES | inside:
            yield sentence
