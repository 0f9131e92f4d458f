"""The readings of a text in a built file."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from faircopy.build.leaks.forms import TAG
from faircopy.build.leaks.short_fields import layers_of
from faircopy.publish.encoded_texts import encoded_in

# Between two of these, two texts stand.
BLOCK = re.compile(
    r"</?(?:address|article|aside|blockquote|body|br|dd|details|div|dl|dt|figcaption|figure|footer|form|h[1-6]|head|header"
    r"|hr|html|li|main|nav|ol|option|p|pre|script|section|style|summary|table|tbody|td|tfoot|th|thead|title|tr|ul)\b[^<>]*>",
    re.IGNORECASE,
)
UNSEEN = re.compile(r"[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]")


@dataclass(frozen=True, slots=True)
class TextForm:
    """One reading of a text."""

    text: str
    written: str = ""  # what it was decoded from
    how: str = ""


def forms_of(text: str) -> Iterator[TextForm]:
    """Yield a text as it is, and with references and escapes resolved, with and without tags.

    Texts within it in base64 or hexadecimal come last.
    """
    *_, layer = layers_of(text)
    plain = UNSEEN.sub("", unicodedata.normalize("NFKC", TAG.sub("", BLOCK.sub("\n", layer))))
    forms = [*dict.fromkeys((text, layer, plain))]
    yield from map(TextForm, forms)
    encoded = dict.fromkeys(found for form in forms for found in encoded_in(form))
    yield from (TextForm(inner, run, ", encoded") for run, inner in encoded)
