"""Expressions of Python that are written for JavaScript: CPython's own tests, and what they do not have."""

import re
import warnings
from importlib import import_module
from typing import Any

import pytest

from conftest import missing
from faircopy.filter_tool.characters import same_when_folded
from faircopy.filter_tool.reasons import UntranslatableError
from faircopy.filter_tool.script import matcher_script
from faircopy.filter_tool.translate import TranslatedRegex, translate
from nodejs import in_node

EXECUTED = (
    matcher_script()
    + """
process.stdout.write(JSON.stringify(input.map(([js, texts]) => {
  const expression = FilterTool.compile({js, names: {}});
  return texts.map((text) => {
    const match = expression.exec(text, /^[\\x00-\\x7f]*$/.test(text));
    return match ? [match.index, ...match].map((one) => one ?? null) : null;
  });
})));
"""
)
# What CPython's tests do not have: expression, and texts for it.
OTHERS = [
    (r"a(?P<n>\d+)?(?(n)b|c)", ["a1b", "ac", "ab", "a1c"]),
    (r"(?P<q>['\"])?\w+(?(q)(?P=q))$", ["'ab'", "ab", "'ab", 'x"ab"']),
    (r"(?:(?P<x>\S+)|(?:(?! f ).)*?) f (?P<h>\d)(?(x): |.*$)", ["u f 1: ", "u v f 1 z", "u f 1z"]),
    (r"(?i)stra\S*k[i-k]", ["\u017ftra-\u212aJ", "STRAKI", "stra ki"]),
    (r"(?i)[^k-m]x", ["\u212ax", "kx", "jx", "LX"]),
    (r"[\W\d]+|[^\S\d]", ["ab1-", "\u0663x", " x", "\x1cx", "\xa0"]),
    (r"\d\w\s\b", ["\u0663\xe9\u2003x", "1a\x1fx", "1a \u0300"]),
    (r"\B", ["", "a", "ab"]),
    (r"x\Z|y$", ["x\n", "x", "y\n", "y\n\n"]),
    (r"(?m)^b$", ["a\nb\nc", "a\nbc"]),
    (r"(?s)a.b|c.d", ["a\nb", "a\rb", "c\nd"]),
    (r"a.b", ["a\rb", "a\u2028b", "a\nb", "a\U0001f600b"]),
    (r"(?>a*)a|b", ["aaa", "aab"]),
    (r"a*+b|c", ["aab", "aac"]),
    (r"(?<=a|b)c(?<!ac)", ["bc", "ac"]),
    (r"x{2,}?y{3}z{0,2}", ["xxxyyyz", "xxyyyzzz"]),
    (r"(?i:A)b(?-i:C)?", ["abC", "ABc", "aBC"]),
    (r"[]^\-a/]+", ["]^-a/", "b"]),
    (r"/\$\{x\}", ["/${x}"]),
]
REFUSED = [
    (r"(?i)([a-z])\1", "back reference"),
    (r"(a)?\1", "back reference"),
    (r"(?:(?P<ip4>a)|b)*", "repetition"),
    (r"(?:(a)(?(1)b|c))*", "condition"),
    (r"(.*(a)?)(?(2)b|c)", "condition"),
]


def translated(pattern: str) -> TranslatedRegex | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return translate(pattern)
    except (UntranslatableError, re.error):
        return None


def by_python(pattern: str, text: str) -> list[Any] | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = re.search(pattern, text)
    return [found.start(), found[0]] if found else None


def by_javascript(cases: list[tuple[str, list[str]]]) -> list[list[list[Any] | None]]:
    found: list[list[list[Any] | None]] = in_node(EXECUTED, cases)
    return found


@pytest.mark.slow
def test_cpythons_own_expressions_match_the_same() -> None:
    try:
        theirs: Any = import_module("test.re_tests")
    except ModuleNotFoundError:
        missing("this Python comes without its own tests; Debian has them in libpython3-testsuite")
    known = [(one[0], one[1]) for one in theirs.tests if one[2] != theirs.SYNTAX_ERROR]
    cases = [(pattern, text, js.source) for pattern, text in known if (js := translated(pattern))]
    assert len(cases) > 0.95 * len(known)
    found = by_javascript([(source, [text]) for _, text, source in cases])
    matches = [one and one[:2] for (one,) in found]
    assert matches == [by_python(pattern, text) for pattern, text, _ in cases]


@pytest.fixture(scope="module")
def others() -> list[list[list[Any] | None]]:
    return by_javascript([(translate(pattern).source, texts) for pattern, texts in OTHERS])


@pytest.mark.parametrize("number", range(len(OTHERS)), ids=lambda number: OTHERS[number][0])
def test_others_match_the_same(number: int, others: list[list[list[Any] | None]]) -> None:
    pattern, texts = OTHERS[number]
    assert [one and one[:2] for one in others[number]] == [by_python(pattern, text) for text in texts]


def test_groups_by_name_are_the_same() -> None:
    pattern, texts = OTHERS[2]
    js = translate(pattern)
    (found,) = by_javascript([(js.source, texts)])
    for text, match in zip(texts, found, strict=True):
        expected = re.search(pattern, text)
        if match is None or expected is None:
            assert match is None
            assert expected is None
            continue
        for name, numbers in js.names.items():
            values = [match[number + 1] for number in numbers if match[number + 1] is not None]
            assert values == [one for one in [expected[name]] if one is not None]


@pytest.mark.slow
def test_every_character_is_of_the_same_sets() -> None:
    """Of what both Pythons know: a newer Node knows characters that were not there before."""
    sets = [r"\d", r"\w", r"\s", r"(?i)k", r"(?i)[r-t]"]
    script = (
        matcher_script()
        + """
const out = input.map((js) => {
  const {exec} = FilterTool.compile({js, names: {}}), found = [];
  for (let code = 0; code < 0x30000; code++) {
    if (code < 0xd800 || code > 0xdfff) if (exec(String.fromCodePoint(code), false)) found.push(code);
  }
  return found;
});
process.stdout.write(JSON.stringify(out));
"""
    )
    found = in_node(script, [translate(one).source for one in sets])
    for pattern, codes in zip(sets, found, strict=True):
        match = re.compile(pattern).match
        expected = {code for code in range(0x30000) if not 0xD800 <= code <= 0xDFFF and match(chr(code))}
        assert expected - set(codes) == set(), pattern
        assert {chr(code).isprintable() for code in set(codes) - expected} <= {False}, pattern


@pytest.mark.parametrize(("pattern", "why"), REFUSED)
def test_what_has_no_like_is_refused_by_name(pattern: str, why: str) -> None:
    with pytest.raises(UntranslatableError, match=why):
        translate(pattern)


@pytest.mark.slow
def test_every_letter_is_the_same_as_those_that_python_takes_for_it() -> None:
    """Of Unicode's first plane; beyond it no letter has a like of another plane."""
    text = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x10000)]))
    letters = [one for one in text if one.lower() != one or one.upper() != one]
    for flags in (0, re.ASCII):
        wrong = [
            letter
            for letter in letters
            if {*re.findall(letter, text, re.IGNORECASE | flags)} != {*map(chr, same_when_folded(ord(letter), flags))}
        ]
        assert wrong == []
