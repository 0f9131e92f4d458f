"""Regular expressions mean the same in every Python that we run on.

In Python 3.11.0 to 3.11.4, of which Debian 12 has 3.11.2, a possessive quantifier behind a group keeps what its last,
failed repetition has read (https://github.com/python/cpython/issues/106052): `(?:ab?c)++` matches all of "aca". Behind
a single character or class it works, and so does an atomic group, `(?>(?:ab?c)+)`, which means the same.
"""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

SKIPPED = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", re.DOTALL)  # escapes and classes
POSSESSIVE = re.compile(r"(?<!\()\)(?:[*+?]|\{\d*,?\d*\})\+")
# What the Python of the programs in the sandbox may differ in.
ASKED = "import re, sys; print([bool(re.fullmatch(one, 'aca')) for one in sys.argv[1:]])"


def patterns_in(source: str) -> Iterator[tuple[int, str]]:
    """Yield the line and value of each string, joined as the source joins it; what an f-string puts in is an x."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str | bytes):
            text = node.value if isinstance(node.value, str) else node.value.decode("latin-1")
            yield node.lineno, text
        elif isinstance(node, ast.JoinedStr):
            parts = (str(one.value) if isinstance(one, ast.Constant) else "x" for one in node.values)
            yield node.lineno, "".join(parts)


def possessive_groups(source: str) -> list[int]:
    found = ((line, SKIPPED.sub("x", text)) for line, text in patterns_in(source))
    return sorted({line for line, text in found if POSSESSIVE.search(text)})


def test_no_pattern_has_a_possessive_group(root: Path) -> None:
    places = [
        f"{file.relative_to(root)}:{line}"
        for folder in ("plugins", "tools")
        for file in sorted((root / folder).rglob("*.py"))
        for line in possessive_groups(file.read_text(encoding="utf-8"))
    ]
    assert places == [], "write (?>(?:…)*) for (?:…)*+: see tests/compat/test_patterns.py"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ('re.compile(r"(?:ab?c)*+")', [1]),
        ('re.compile(\n    r"(?:ab?c"\n    r"|d){1,3}+"\n)', [2]),
        ('re.compile(rb"(?P<a>x y)?+")', [1]),
        ('re.compile(rf"(?:{NAME})++")', [1]),
        ('re.compile(rf"(?:{NAME}){{0,3}}+")', [1]),
        ('re.compile(r"(?>(?:ab?c)*)[^)]++\\)*+x++")', []),
        ('quote(safe="/%:@!$&()*+,;=~")', []),
        ("a = (b)*+c", []),
    ],
)
def test_such_a_group_is_found_wherever_a_pattern_stands(source: str, expected: list[int]) -> None:
    assert possessive_groups(source) == expected


@pytest.mark.parametrize("python", dict.fromkeys((sys.executable, "/usr/bin/python3")))
def test_an_atomic_group_means_the_same_in_every_python(python: str) -> None:
    if not Path(python).exists():
        pytest.skip(f"there is no {python}")
    patterns = [r"(?>(?:ab?c)+)", r"(?>(?:ab?c)*)a", r"(?>(?:ab?c){1,3})a", r"(?>(?:ab?c)?)a"]
    done = subprocess.run([python, "-c", ASKED, *patterns], capture_output=True, text=True, check=True)
    assert done.stdout == "[False, True, True, True]\n"
