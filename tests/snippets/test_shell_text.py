"""What in a shell fence is not shell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.snippets.checkers._shell.lookalikes import lookalikes
from faircopy.snippets.checkers._shell.text import (
    NAME_IN_BRACKETS,
    WORDS_IN_BRACKETS,
    broken_continuations,
    commands_of,
    is_session,
    placeholders,
)

EN_DASH = "\N{EN DASH}"
PIECES = (
    "$ ",
    "> ",
    "ls",
    "\n",
    "'",
    '"',
    "\\",
    "#",
    "<<E",
    "E",
    "<name>",
    EN_DASH + "x",
    " ",
    "a@b:~# ",
    "<<-'x y'",
    "é",
)
TEXTS = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)


@pytest.mark.parametrize(
    "prompt",
    [
        *("$ ls", "  $ ls", "ada@host:~$ ls", "ada@host:/srv/a b$ ls", "[root@host ~]# ls", "root@host:~# ls"),
        *("(venv) $ ls", "(base) ada@host:~$ ls", "sh-5.2$ ls", "bash-5.1# ls", "ada@mac % ls", "# first\n\n$ ls"),
    ],
)
def test_prompts_are_known(prompt: str) -> None:
    assert is_session(prompt + "\na b c\n")
    assert commands_of(prompt + "\na b c\n").split() == ["ls"]


@pytest.mark.parametrize(
    "script",
    ["ls\n$ ls", "$HOME/x", "# a comment\nls", "#!/bin/sh\nls", "ssh ada@host ls", "$(which ls) -l", "", "echo $ a"],
)
def test_scripts_are_no_sessions(script: str) -> None:
    assert not is_session(script)


def test_a_command_of_several_lines_is_one_and_output_is_none() -> None:
    session = "$ for i in 1; do\n>   ls\n> done\n> quoted output\n1\n> more\n$ cat <<E\n$ a\nE\nE\n$ ls \\\n  -l\nx\n"
    assert [line.strip() for line in commands_of(session).split("\n") if line] == [
        *("for i in 1; do", "ls", "done", "cat <<E", "$ a", "E", "ls \\", "-l")
    ]


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("a <name>", ["<name>"]),
        ("a <your name>/x <name> <name>", ["<your name>"]),  # told once
        ("a 'b <name>' \"<name>\" \\<name> # <name>", []),
        ("a <in >out", []),
        ("a <in>out", []),
        ("a <<name>b\n", []),
        ("cat <<E\n<name>\nE\na <host>:80", ["<host>"]),
        ("cat <<-'E' >f\n\t<name>\n\tE\na <host>", ["<host>"]),
        ("cat <<E\na <host>", ["<host>"]),  # has no end, so bash would say so
        ("a <(b) >(c) <&1 2>&1", []),
        ("a <one|two>", ["<one|two>"]),
    ],
)
def test_placeholders_are_told_from_files_that_are_read(code: str, names: list[str]) -> None:
    plain, found = placeholders(code, NAME_IN_BRACKETS)
    assert [finding.message.split("'")[1] for finding in found] == names
    assert len(plain) == len(code)


@pytest.mark.parametrize(
    ("code", "columns"), [("a _b", [3]), ("a __b _1 _ b a_b", [3]), ("a '_b' # _b", []), ("_a", [1])]
)
@pytest.mark.parametrize("dash", [EN_DASH, "\N{EM DASH}", "\N{MINUS SIGN}", "\N{NON-BREAKING HYPHEN}"])
def test_dashes_where_an_option_begins(code: str, columns: list[int], dash: str) -> None:
    assert [finding.column for finding in lookalikes(code.replace("_", dash))] == columns


@pytest.mark.parametrize(
    ("code", "columns"),
    [
        ("run \\ # why\n  --name a", [5]),
        ("run \\\n  -a \\\t#why\n-b \\ # c\nimage", [6, 4]),
        ("run \\ # why\n\n  --name a", []),
        ("run \\ # why\n# more", []),
        ("run \\ # why", []),
        ("run \\\n  # why\n", []),
        ("run 'a \\ # b\nc'", []),
        ("# run \\ # b\nc", []),
        ("cat <<X\na \\ # b\nc\nX", []),
        ("grep a\\ #b\nls", []),
    ],
)
def test_a_backslash_with_a_comment_behind_it(code: str, columns: list[int]) -> None:
    assert [finding.column for finding in broken_continuations(code)] == columns


@given(TEXTS)
def test_each_line_and_each_place_stays(code: str) -> None:
    commands = commands_of(code)
    assert commands.count("\n") == code.count("\n")
    assert all(
        own.strip() == ""
        or (len(own) == len(given) and given.endswith(own.lstrip()))
        or own == given.lstrip().removeprefix("> ").removeprefix(">\t")  # the end of a here-document
        for own, given in zip(commands.split("\n"), code.split("\n"), strict=True)
    )
    plain, found = placeholders(code, WORDS_IN_BRACKETS)
    assert len(plain) == len(code)
    assert all(code.split("\n")[one.line - 1][one.column - 1] == "<" for one in found)
    assert placeholders(plain, WORDS_IN_BRACKETS)[1] == []
    assert all(code.split("\n")[one.line - 1][one.column - 1] == EN_DASH for one in lookalikes(code))
