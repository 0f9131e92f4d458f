"""Filters put together from what Python's expressions have and JavaScript's have otherwise, and lines for them."""

import random
import re
from collections.abc import Iterator

# A part of an expression, and texts that it matches, or nearly.
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"(?<=[ae] )x", ("a x", "e x", "i x", "x")),
    (r"(?<!no )y\b", ("no y", "yes y", "y", "yy")),
    (r"(?<=ab|cd)e", ("abe", "cde", "ace")),
    (r"a*+b", ("aaab", "b", "aaa")),
    (r"(?>a+|ab)c", ("aac", "abc", "c")),
    (r"x?+x", ("x", "xx")),
    (r"(?:ab){2,3}+c", ("ababc", "abababababc", "abc")),
    (r"(?P<q>['\"]?)w(?P=q)", ("'w'", '"w"', "w", "'w\"")),
    (r"(?P<k>\w)(?P=k)", ("aa", "ab", "éé", "\u0663\u0663")),
    (r"([ab]+)-\1", ("ab-ab", "ab-a", "aab-ab")),
    (r"(a|ab)(c|bcd)(?:d*)", ("abcd", "acd", "abccd")),
    (r"(?:(?P<user>\w+)@)?h(?(user)!|\?)", ("bob@h!", "h?", "h!", "bob@h?")),
    (r"(?i:ERROR)", ("error", "Error", "ERR", "eRRoR")),
    (r"(?i:stra\u00dfe|\u017ft)", ("STRASSE", "stra\u00dfe", "ST", "\u017ft", "stra\u1e9ee")),
    (r"(?i:[k-m\u00e9])z", ("\u212az", "Lz", "\u00c9z", "jz")),
    (r"(?i:[^k])z", ("\u212az", "Kz", "jz")),
    (r"(?-i:Abc)", ("Abc", "abc")),
    (r"(?s:a.b)", ("a\rb", "axb", "a\u2028b")),
    (r"(?a:\w\d)", ("a1", "\u00e91", "a\u0663")),
    (r"\d{1,3}", ("12", "\u0663", "\U0001d7d7", "x")),
    (r"\w+", ("ab\u00e9", "a\u0300", "\u4e2d\u6587", "_", "-")),
    (r"\W", ("-", "\u00e9", "\U0001f600", "\u200d")),
    (r"\s", (" ", "\u00a0", "\u2003", "\x1c", "\x85", "\ufeff", "\u200b", "\u180e")),
    (r"\S+", ("ab", "\ufeffz", "\u200b")),
    (r"[\w.-]+", ("a.b-c", "\u00e9.", "\u0130")),
    (r"[^\W\d_]+", ("abc", "1", "_", "\u00e9")),
    (r"[]\-^a]+", ("]-^a", "b")),
    (r"[\x00-\x1f]", ("\x01", "\x1f", " ")),
    (r"\bword\b", ("word", "wordy", "\u00e9word", "word\u0300")),
    (r"e\Bf", ("ef", "e f", "e\u0301f")),
    (r"(?:[a-z]+ ?)+;", ("ab cd;", "ab cd", "abcd ;")),
    (r"(?:a|b|ab)*?c", ("abac", "c", "abab")),
    (r"(?:(?:x{1,2}y){1,2}z)*", ("xyxxyz", "xyz", "")),
    (r".*?", ("", "zz", "z\rz")),
    (r".{0,5}", ("abc", "\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600\U0001f600")),
    (r"(?=[a-c])\w", ("a", "d")),
    (r"(?!no)\w+", ("yes", "no", "none")),
    (r"(?=(?P<p>\w))(?P=p)z", ("az", "bz", "zz", "z")),
    (r"\u00e9?", ("\u00e9", "e\u0301", "")),
    (r"\x41|\101\u0042", ("A", "B", "AB")),
    (r"(?#nothing)ok", ("ok",)),
    (r"(?x: a\ b )", ("a b", "ab")),
    (r"<F-USER>[^ ]+</F-USER>", ("bob", "b\u00e9", "")),
)
STARTS = ("^", r"\A", "", "^.*", r"(?:^|;)")
ENDS = ("", "$", r"\Z", r"\s*$", r"(?:$|;)", r".$", r"\n?$", r"\b")
FLAGS = ("", "", "", "(?i)", "(?s)", "(?m)", "(?a)", "(?u)", "(?x)", "(?im)")
HOSTS = ("<HOST>", "<ADDR>", "<IP4>", r"<F-ID>\S+</F-ID>", "(?:<IP6>|<HOST>)", "<SUBNET>", "<DNS>")
ADDRESSES = (
    "192.0.2.7",
    "2001:db8::7",
    "::ffff:192.0.2.7",
    "192.0.2.0/24",
    "a.example",
    "192.0.2.300",
    "1",
    "[2001:db8::7]",
)
DATE = "2026-03-01 10:00:00"
CHANGES = (
    " ",
    "\r",
    "\u2028",
    "\x1c",
    "\x85",
    "\u00e9",
    "\u212a",
    "\U0001f600",
    "\x00",
    "0",
    "a",
    "Z",
    "\u0130",
    "\udcff",
)


def expression(source: random.Random) -> tuple[str, list[str]]:
    """Return an expression, and lines for it."""
    parts = [source.choice(PARTS) for _ in range(source.randrange(1, 4))]
    at = source.randrange(len(parts) + 1)
    start, end, host = source.choice(STARTS), source.choice(ENDS), source.choice(HOSTS)
    # Groups have names and numbers of their own in one expression.
    texts = [part for part, _ in parts]
    if len({*texts}) < len(texts) or (sum(r"\1" in part for part in texts) > 0 and len(texts) > 1):
        return expression(source)
    body = " ".join([*texts[:at], host, *texts[at:]])
    lines = []
    for _ in range(30):
        words = [source.choice(samples) for _, samples in parts]
        line = " ".join([*words[:at], source.choice(ADDRESSES), *words[at:]])
        lines.append(changed(line, source) if source.random() < 0.4 else line)
    return source.choice(FLAGS) + start + "(?: ?)" + body + end, [f"{DATE} {line}" for line in lines]


def changed(line: str, source: random.Random) -> str:
    at = source.randrange(len(line) + 1)
    kind = source.randrange(4)
    if kind == 0:
        return line[:at] + source.choice(CHANGES) + line[at:]
    if kind == 1:
        return line[:at] + line[at + 1 :]
    return line.upper() if kind == 2 else line + source.choice((" ", "\r", ";", "\u2028", " trailing"))


def filters(number: int, seed: int) -> Iterator[tuple[str, list[str]]]:
    """Yield the files of filters that Python compiles, and lines for each."""
    source = random.Random(seed)  # noqa: S311  # the same each time
    while number:
        regexes, lines = [], []
        for _ in range(source.randrange(1, 3)):
            regex, own = expression(source)
            regexes.append(regex)
            lines += own
        if all(compiles(one) for one in regexes):
            number -= 1
            joined = "\n            ".join(regexes).replace("%", "%%")
            yield f"[Definition]\nfailregex = {joined}\n", lines


def compiles(regex: str) -> bool:
    """Tell whether Python takes an expression, once its tags are written out."""
    plain = re.sub(r"<F-(\w+)>(.*?)</F-\1>", r"(?P<f_\1>\2)", regex)
    try:
        re.compile(re.sub(r"<(?:HOST|ADDR|IP4|IP6|SUBNET|DNS)>", "h", plain))
    except re.error:
        return False
    return True
