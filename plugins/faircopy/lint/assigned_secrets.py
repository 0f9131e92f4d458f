"""Values assigned to names such as `password` that look real rather than like an example."""

import base64
import math
import re
from collections import Counter
from collections.abc import Iterator

KEY = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd|secret(?:[_-]?(?:key|token|value))?|credentials?"
    r"|(?:api|access|auth|account|admin|master|private|secret|encryption|signing|client|license|shared|service|session)"
    r"[_-]?(?:key|secret|pass|password|token)|(?:bot|bearer|refresh|id|deploy|webhook|personal|oauth2?)[_-]?(?:token|secret))"
)
QUOTES = "\"'`\u2018\u201c\u201d\u2019\u00ab\u00bb"
QUOTE = f"[{QUOTES}]"
SEPARATOR = rf"{QUOTE}?\]?[ \t]*(?:=>|:=|==?|:|[ \t]by[ \t])[ \t]*"
PLAIN = r"[^\s\"'`<>,;()\[\]{}]{8,128}"
# `password = "…"`, `"password": "…"`, `api_key: …`, `password => '…'`; `--password …`; `IDENTIFIED BY '…'`;
# `<password>…</password>`.
ASSIGNED = re.compile(
    rf"""(?<![^\W_])(?P<key>(?:[A-Za-z0-9]+[_.-]){{0,20}}{KEY}){SEPARATOR}"""
    rf"""(?:{QUOTE}(?P<quoted>[^\s<>{QUOTES}]{{8,128}}){QUOTE}|(?P<plain>{PLAIN})(?=[\s,;<>"')}}\]]|\Z))"""
    rf"""|(?<![\w-])--?(?P<option>(?:[a-z0-9]+-){{0,20}}{KEY})[ \t]+{QUOTE}?(?!-)(?P<given>{PLAIN})"""
    rf"""|\b(?P<sql>IDENTIFIED[ ]BY|WITH[ ]PASSWORD|PASSWORD)[ ]{QUOTE}(?P<stated>[^\s<>{QUOTES}]{{8,128}}){QUOTE}"""
    rf"""|<(?P<element>(?:[^\W_]+[_.:-]){{0,20}}{KEY})>(?P<held>[^\s<>]{{8,128}})</""",
    re.IGNORECASE,
)
# Of lines in which there may be one; the other pattern takes its time.
HINT = re.compile(r"pass|pwd|secret|token|key|credential|identified", re.IGNORECASE)
# `Authorization: Basic …`; what it is made of is looked at.
BASIC = re.compile(r"\bBasic\s+(?P<pair>[A-Za-z0-9+/]{8,}={0,2})")
# Words of placeholders, also with letters written as digits: `p4ssw0rd`.
STAND_INS = re.compile(
    r"pass|pwd|secret|example|change|replac|your|place.?holder|dummy|sample|test|demo|foo|bar|baz|default|xxx|token|insert"
    r"|redact|hidden|mask|hunter2|letmein|qwert|asdf|abc|admin|root|user|login|welcome|super|strong|secure|random|generat"
    r"|some|none|null|true|false|value|string|enter|todo|fixme|here|key|vault|file|path|env|config|fake|mock|temp"
    r"|correct|horse|battery|staple|swordfish|sesame|dragon|monkey|123|234|345|987|876|000|111|\.\.\.|…|\*\*\*"
)
LEET = str.maketrans("@4801135$!|", "aaboliessil")
# A variable, a template, a function, a path, an address, a hash, a version, a name of a program's own.
NO_VALUE = re.compile(
    r"\$\w|\$[({]|%[({]|%\w+%|\{|\}|<|>|\(|\)|::|->|://|^[~./]|^\w:\\|^\$\d|^[A-Za-z_]\w*(?:[.][A-Za-z_]\w*)+$|^\{?(?:SSHA|SHA|MD5)"
    r"|^v?\d+(?:[.:/-]\d+)*\w{0,2}$|^[A-Z_]+\d?$|\\[nrt]"
)
REFERENCE = re.compile(r"&(?:lt|gt|quot|apos|amp|nbsp|#\w+)(?:;|$)")  # in a text that is itself in a page
MIN_BITS = 2.75  # a character: eight that are nearly all different
LONG_CHARS = 16  # of so many characters, letters of both cases will do


def assigned_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each value that looks like a secret, with its name."""
    for line in text.split("\n"):
        for found in ASSIGNED.finditer(line) if HINT.search(line) else ():
            key = found["key"] or found["option"] or found["sql"] or found["element"]
            value = found["quoted"] or found["plain"] or found["given"] or found["stated"] or found["held"]
            value = REFERENCE.split(value, maxsplit=1)[0]
            if looks_secret(value):
                yield key, value

    for basic in BASIC.finditer(text):
        user, _, password = decoded_pair(basic["pair"]).partition(":")
        if user and looks_secret(password):
            yield "Authorization", basic["pair"]


def decoded_pair(pair: str) -> str:
    """Return the name and password of HTTP basic authentication: https://www.rfc-editor.org/rfc/rfc7617#section-2."""
    try:
        return base64.b64decode(pair + "=" * (-len(pair) % 4)).decode()
    except ValueError:
        return ""


def looks_secret(value: str) -> bool:
    """Tell whether a value looks random, or like a strong password."""
    value = value.rstrip(".,:")
    if len(value) < 8 or NO_VALUE.search(value):  # the least that anybody demands
        return False
    lower = value.lower()
    if STAND_INS.search(lower) or STAND_INS.search(lower.translate(LEET)):
        return False
    has_digit, has_letter = re.search(r"\d", value), re.search(r"[A-Za-z]", value)
    is_mixed = re.search(r"[a-z]", value) and re.search(r"[A-Z]", value)
    if not has_letter or not (has_digit or (is_mixed and len(value) >= LONG_CHARS)):
        return False
    return bits_of(value) >= MIN_BITS


def bits_of(text: str) -> float:
    """Return the Shannon entropy of a text, in bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
