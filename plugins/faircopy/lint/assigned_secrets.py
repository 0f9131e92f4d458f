"""Values assigned to names such as `password` that look real rather than like an example."""

import base64
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

OWN_KEY = (
    r"(?:(?:api|access|auth|account|admin|master|private|secret|encryption|signing|client|license|shared|service|session)"
    r"[_-]?(?:key|secret|pass|password|token)|(?:bot|bearer|refresh|id|deploy|webhook|personal|oauth2?)[_-]?(?:token|secret))"
)
KEY = (
    r"(?:pass(?:word|wd|phrase|code)?|pwd?|psk|pre[_-]?shared[_-]?key|credentials?|token"
    rf"|secret(?:[_-]?(?:key|token|value))?(?:[_-]base)?|{OWN_KEY})"
)
# With words before it, as in `smtp_password`, `dbSecret` or PGPASSWORD; `compass` and `bypass` are no such words.
NAME = (
    r"(?:[A-Za-z0-9]+[_.-]){0,20}(?:[A-Za-z0-9]{1,40}(?:password|passwd|passphrase)"
    rf"|(?-i:[A-Za-z0-9]{{1,40}}(?<=[a-z0-9])(?=[A-Z]))?{KEY})"
)
WITH_OWN_KEY = re.compile(rf"{OWN_KEY}$", re.IGNORECASE)
QUOTES = "\"'`\u2018\u201c\u201d\u2019\u00ab\u00bb"
QUOTE = f"[{QUOTES}]"
SEPARATOR = rf"(?:{QUOTE}?\]?[ \t]*(?:=>|:=|==?|:|[ \t]by[ \t])[ \t]*|{QUOTE}[ \t]*,[ \t]*(?={QUOTE}))"
PLAIN = r"[^\s\"'`<>,;()\[\]{}]{8,128}"
# `password = "…"`, `"password": "…"`, `api_key: …`, `password => '…'`, `define('DB_PASSWORD', '…')`; `--password …`;
# `IDENTIFIED BY '…'`; `<password>…</password>`.
ASSIGNED = re.compile(
    rf"""(?<![^\W_])(?P<key>{NAME}){SEPARATOR}"""
    rf"""(?:{QUOTE}(?P<quoted>[^\s<>{QUOTES}]{{8,128}}){QUOTE}|(?P<plain>{PLAIN})(?=[\s,;<>"')}}\]]|\Z))"""
    rf"""|(?<![\w-])--?(?P<option>(?:[a-z0-9]+-){{0,20}}{KEY})[ \t]+{QUOTE}?(?!-)(?P<given>{PLAIN})"""
    rf"""|\b(?P<sql>IDENTIFIED[ ]BY|WITH[ ]PASSWORD|PASSWORD)[ ]{QUOTE}(?P<stated>[^\s<>{QUOTES}]{{8,128}}){QUOTE}"""
    rf"""|<(?P<element>(?:[^\W_]+[_.:-]){{0,20}}{KEY})>(?P<held>[^\s<>]{{8,128}})</""",
    re.IGNORECASE,
)
# Where a password has its place in a line: in .netrc, in settings of Redis and LDAP, in the arguments of programs.
PLACED = re.compile(
    r"""(?:\b(?:(?P<directive>requirepass|masterauth|bindpw|rootpw)"""
    r"""|(?P<netrc>login)[ \t]+\S{1,60}[ \t]+password)[ \t]+"""
    rf"""|\b(?P<program>sshpass)[ ]-p[ ]?"""
    rf"""|\b(?P<client>mysql(?:dump|admin)?|mariadb(?:-dump)?)\b[^\n|;&]{{0,200}}?[ ]-p(?=\S)"""
    rf"""|\b(?P<fetch>curl|wget)\b[^\n|;&]{{0,200}}?[ ](?:-u|--user)[ =]?{QUOTE}?[\w.@+-]{{1,60}}:"""
    rf"""|[ ]-(?P<openssl>passin|passout)[ ]{QUOTE}?pass:"""
    rf"""|\b(?P<registry>docker|podman)[ ]login\b[^\n|;&]{{0,200}}?[ ]-p[ ]"""
    rf"""|\b(?P<accounts>htpasswd)[ ]-\w{{0,9}}b\w{{0,9}}[ ]\S{{1,99}}[ ]\S{{1,60}}[ ]){QUOTE}?(?P<value>{PLAIN})"""
)
# Of lines in which there may be one; the other pattern takes its time.
HINT = re.compile(r"pass|pwd|pw\b|psk|secret|token|key|credential|identified", re.IGNORECASE)
PLACED_HINT = re.compile(r"passw|pass |pass:|masterauth|bindpw|rootpw|sshpass|mysql|mariadb|curl|wget|docker|podman")
# `Authorization: Basic …`, and AUTH PLAIN of mail (RFC 4616); what it is made of is looked at.
BASIC = re.compile(r"\b(?:Basic|AUTH PLAIN)\s+(?P<pair>[A-Za-z0-9+/]{8,}={0,2})")
# Words of placeholders, also with letters written as digits: `p4ssw0rd`.
STAND_INS = re.compile(
    r"secret|example|change|replac|place.?holder|dummy|sample|default|token|insert|redact|hidden|hunter2|letmein|qwert"
    r"|admin|login|welcome|super|strong|secure|random|generat|false|value|string|enter|fixme|vault|config"
    r"|correct|horse|battery|staple|swordfish|sesame|dragon|monkey|x{6}|\.\.\.|…|\*\*\*"
)
# Those that chance writes into one long secret of twenty, too.
SHORT_STAND_INS = re.compile(
    r"pass|pwd|your|test|demo|foo|bar|baz|xxx|mask|asdf|abc|root|user|some|none|null|true|todo|here|key|file|path|env|fake"
    r"|mock|temp|123|234|345|987|876|000|111"
)
LEET = str.maketrans("@4801135$!|", "aaboliessil")
# A variable, a template, a function, a path, an address, a hash, a version, a name of a program's own, a list of
# ciphers, what goes on.
NO_VALUE = re.compile(
    r"\$\w|\$[({]|%[({]|%\w+%|\{|\}|<|>|\(|\)|::|->|://|^[~./]|^\w:\\|^\$\d|^[A-Za-z_]\w*(?:[.][A-Za-z_]\w*)+$|^\{?(?:SSHA|SHA|MD5)"
    r"|^v?\d+(?:[.:/-]\d+)*\w{0,2}$|^[A-Z_]+\d?$|\\[nrt]"
    r"|^[A-Za-z]+(?:[_-][A-Za-z]+)+$|:!|\.{3}$"
)
REFERENCE = re.compile(r"&(?:lt|gt|quot|apos|amp|nbsp|#\w+)(?:;|$)")  # in a text that is itself in a page
MIN_BITS = 2.75  # a character: eight that are nearly all different
LONG_CHARS = 16  # of so many characters, letters of both cases will do
# What can only be random: so long, and more than every third character is of another kind than the one before.
RANDOM_CHARS, RANDOM_CHANGES, RANDOM_BITS = 24, 0.35, 3.2
MIN_TOKEN_CHARS = 20  # of what is called a token and no more: texts know other tokens


def assigned_in(text: str) -> Iterator[tuple[str, str]]:
    """Yield each value that looks like a secret, with its name."""
    for line in text.split("\n"):
        for key, value in named_in(line):
            value = REFERENCE.split(value, maxsplit=1)[0]  # noqa: PLW2901  # of the same
            if looks_secret(value) and (len(value) >= MIN_TOKEN_CHARS or not is_some_token(key)):
                yield key, value

    for basic in BASIC.finditer(text):
        user, _, password = decoded_pair(basic["pair"]).partition(":")
        if user and looks_secret(password):
            yield "Authorization", basic["pair"]


def named_in(line: str) -> Iterator[tuple[str, str]]:
    """Yield each value in a line that a name or its place says to be a secret."""
    for found in ASSIGNED.finditer(line) if HINT.search(line) else ():
        key = found["key"] or found["option"] or found["sql"] or found["element"]
        yield key, found["quoted"] or found["plain"] or found["given"] or found["stated"] or found["held"]
    for found in PLACED.finditer(line) if PLACED_HINT.search(line) else ():
        yield next(filter(None, found.groups())), found["value"]


def is_some_token(key: str) -> bool:
    return key.lower().endswith("token") and not WITH_OWN_KEY.search(key)


def decoded_pair(pair: str) -> str:
    """Return the name and password of HTTP basic authentication: https://www.rfc-editor.org/rfc/rfc7617#section-2."""
    try:
        decoded = base64.b64decode(pair + "=" * (-len(pair) % 4)).decode()
    except ValueError:
        return ""
    # Of mail: whom to act for, who it is, and the password.
    return ":".join(decoded.split("\0")[-2:])


def looks_secret(value: str) -> bool:
    """Tell whether a value looks random, or like a strong password."""
    if NO_VALUE.search(value):
        return False
    value = value.rstrip(".,:")
    if len(value) < 8:  # the least that anybody demands
        return False
    lower = value.lower()
    for words in (STAND_INS,) if is_random(value) else (STAND_INS, SHORT_STAND_INS):
        if words.search(lower) or words.search(lower.translate(LEET)):
            return False
    has_digit, has_letter = re.search(r"\d", value), re.search(r"[A-Za-z]", value)
    is_mixed = re.search(r"[a-z]", value) and re.search(r"[A-Z]", value)
    if not has_letter or not (has_digit or (is_mixed and len(value) >= LONG_CHARS)):
        return False
    return bits_of(value) >= MIN_BITS


def is_random(value: str) -> bool:
    """Tell whether a value can only be of a generator: long, and letters, digits and cases change all the time."""
    letters = [one for one in value if one.isalnum()]
    kinds = ["0" if one.isdigit() else "A" if one.isupper() else "a" for one in letters]
    changes = sum(one != other for one, other in pairwise(kinds))
    return (
        len(letters) >= RANDOM_CHARS
        and changes >= RANDOM_CHANGES * len(letters)
        and bits_of("".join(letters)) >= RANDOM_BITS
    )


def bits_of(text: str) -> float:
    """Return the Shannon entropy of a text, in bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
