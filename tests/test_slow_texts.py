"""Texts that are long or repeat themselves: every reader takes time by their length, and none by its square.

With more than that, most of these tests would take from minutes to more than the age of the universe.
"""

import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from functools import partial

import pytest

import faircopy
from faircopy.authoring.importing.links import PICTURE_END
from faircopy.build.leaks.decoders.documents import SHOWN
from faircopy.build.leaks.forms import text_without_tags
from faircopy.build.leaks.quotes import parts_of_line, without_comments
from faircopy.checklists.names import MAX_GROUPS, split_attributes
from faircopy.checklists.reading.outline import COMMENT
from faircopy.feeds.reading import ROOT
from faircopy.lint.assigned_secrets import assigned_in
from faircopy.lint.links import RAW
from faircopy.markdown.literal_words import protected
from faircopy.publish.encoded_texts import WRAPPED
from faircopy.snippets.checkers._fail2ban.alternatives import branch_without_address
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._nginx.plain import reading_of as read_nginx
from faircopy.snippets.checkers._nginx.plain import whole
from faircopy.snippets.checkers._nginx.words import in_tables, without_news
from faircopy.snippets.checkers._plain.files import filled_in_only
from faircopy.snippets.checkers._plain.json_text import HAND as JSON_HAND
from faircopy.snippets.checkers._plain.json_text import guess_language
from faircopy.snippets.checkers._plain.python_text import HAND as PYTHON_HAND
from faircopy.snippets.checkers._plain.python_text import TYPE_PARAMETERS, with_bodies
from faircopy.snippets.checkers._plain.text import IS_TAGS_ONLY
from faircopy.snippets.checkers._plain.typos import TypoKinds, repairs
from faircopy.snippets.checkers._plain.yaml_kinds import EXPRESSION
from faircopy.snippets.checkers._plain.yaml_text import HAND as YAML_HAND
from faircopy.snippets.checkers._plain.yaml_text import whole as quoted_values
from faircopy.snippets.checkers._shell.awk_programs import fields_of_shell
from faircopy.snippets.checkers._shell.block_repairs import HAND as SHELL_HAND
from faircopy.snippets.checkers._shell.faults import TEST
from faircopy.snippets.checkers._shell.lookalikes import lookalikes
from faircopy.snippets.checkers._shell.text import NAME_IN_BRACKETS
from faircopy.snippets.checkers.javascript import HEADS
from faircopy.snippets.pages.lines import linked_lines
from faircopy.snippets.reading.cells import without_marks
from faircopy.snippets.sandboxed_parsers import read_dotenv, read_json
from faircopy.snippets.silent_faults.separators import PATTERNS

LONG = 100_000
LINE = 10_000  # for the expressions of all modules, which are many
LINES = 15_000
# What a line is often made of.
ONES = (" ", "\t", "a", "0", '"', "'", "<", "[", "(", "#", "-", "{", "`", "\\", ".", "=", "_", "*", "/", "|")

# A line of a long text: of settings, blocks, directives that are newer or of another module, and signs of a text.
MANY: tuple[str, ...] = ("", " ", "a:", "/a", "/a {", "a {", "# a", '"a"', "map a b {", "a;", ": #", "}", "include a;")
MANY += (
    "http2 on;",
    "ssl_certificate a b;",
    "lua_block {}",
    'A="a"',
    "A='",
    '{"a": 1, "a": 1}',
    "\u2014a",
    "a \u2014a \uff41",
    "\u0430a",
    "a b ",
)

HANDS = (TypoKinds(), JSON_HAND, PYTHON_HAND, YAML_HAND, SHELL_HAND)

READERS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("words of prose", protected),
    ("attributes at the end", split_attributes),
    ("lines of code in a page", linked_lines),
    ("a text without comments", without_comments),
    ("a text without tags", text_without_tags),
    ("parts of a line", lambda text: [*parts_of_line(text)]),
    ("values that look secret", lambda text: [*assigned_in(f"{text} key")]),
    ("wrapped texts", WRAPPED.search),
    ("marks in code", without_marks),
    ("an INI file", parse_ini),
    ("alternatives of an expression", branch_without_address),
    ("lines without placeholders", filled_in_only),
    ("raw tags", RAW.search),
    ("the end of a picture", PICTURE_END.match),
    *((f"lists with commas: {name}", pattern.findall) for name, pattern in PATTERNS.items()),
    ("a test of a shell", lambda text: TEST.search(f"if {text}")),
)


@pytest.mark.slow
@pytest.mark.parametrize(("name", "read"), READERS)
def test_a_line_of_one_sign_is_read(name: str, read: Callable[[str], object]) -> None:
    del name
    for one in ONES:
        read(f"{one * LONG}x")
        read(f"a {one * LONG}")


@pytest.mark.parametrize(
    ("expression", "text"),
    [
        (NAME_IN_BRACKETS, f"<a{'-' * LONG}"),
        (EXPRESSION, f"{'{{}}' * LONG}x"),
        (IS_TAGS_ONLY, f"{chr(0) * LONG}x"),
        (TYPE_PARAMETERS, f"def a[{'[[]' * LONG}x"),
        (COMMENT, f"{'<!---->' * LONG}x"),
        (SHOWN, b"[" + b"-" * LONG),
        (ROOT, b"<??>" * LONG),
    ],
)
def test_what_can_be_read_in_many_ways_is_read_in_one(
    expression: "re.Pattern[str] | re.Pattern[bytes]", text: str | bytes
) -> None:
    assert expression.fullmatch(text) is None  # type: ignore[arg-type]  # bytes for the expressions of bytes


@pytest.mark.slow
@pytest.mark.parametrize(
    "read",
    [
        *(with_bodies, guess_language, in_tables, whole, read_nginx, read_dotenv.faults),
        lambda text: without_news(text, "http", "1.22.1"),
        lambda text: [*lookalikes(text)],
        *(pattern.findall for pattern in PATTERNS.values()),
    ],
)
def test_many_lines_are_read_once(read: Callable[[str], object]) -> None:
    for one in MANY:
        read(f"{one}\n" * LINES)
        read(f"x\n{one * 5}\n" * LINES)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("read", "text"),
    [
        (fields_of_shell, 'awk "' + "{print " * LINES),
        (fields_of_shell, "awk" + " -Fa" * LINES),
        (fields_of_shell, "$1 " * LINES + 'awk "{print $2}"'),
        (quoted_values, "a: b" + ": b" * LINES),
        (quoted_values, f"a: b: '{' ' * LONG}b'"),
        (HEADS.fullmatch, f"function a(){' ' * LONG}x"),
        *(
            (partial(repairs, place=(1, 5), hand=hand), f"if a{word * LINES}")
            for hand in HANDS
            for word in (" b", " 'b", " (b", ": b")
        ),
    ],
)
def test_a_line_of_many_words_is_read_once(read: Callable[[str], Iterable[object] | None], text: str) -> None:
    for _ in read(text) or ():
        pass


@pytest.mark.slow
def test_names_that_stand_twice_are_counted_once() -> None:
    names = '"a": 1,\n' * LONG
    assert len(read_json.faults(f'{{{names}"a": 1}}')) == LONG


def test_dots_within_a_path_are_read_once() -> None:
    assert protected(f"/a--{'.' * LONG}x").endswith("x")


@pytest.mark.slow
def test_a_secret_of_many_parts_is_read_once() -> None:
    assert [*assigned_in(f"<{'a_' * LONG}key")] == []


def test_only_so_many_groups_are_attributes() -> None:
    text, _ = split_attributes("{.a}" * LONG)
    assert text == "{.a}" * (LONG - MAX_GROUPS)


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield the expressions of all our modules, but for those that only fail2ban's Python can import."""
    for module in pkgutil.walk_packages(faircopy.__path__, "faircopy."):
        if module.name.endswith("__main__") or ".sandboxed." in module.name:
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                yield f"{module.name}.{name}", value


@pytest.mark.slow
def test_no_expression_of_ours_goes_back_over_a_line_of_one_sign() -> None:
    """From one place each: what is looked for anywhere has the tests above.

    A second for one sign is a square, an hour a cube: one cannot miss the second, and the first is in `--durations`.
    """
    names = []
    for name, pattern in patterns():
        names.append(name)
        for one in ONES:
            pattern.match(f"{one * LINE}\0")
    assert len(names) > 500
