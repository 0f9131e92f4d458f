"""Readers of our own of lines that a tool takes in silence: whatever is written, they end, and name a place that is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import missing
from faircopy.snippets.checkers._fail2ban.impossible import fault_of
from faircopy.snippets.checkers._shell.block_repairs import block_repairs
from faircopy.snippets.checkers._shell.faults import TRY_EACH
from faircopy.snippets.checkers._systemd.commands import shell_syntax
from faircopy.snippets.checkers.zone import names_and_texts
from faircopy.snippets.model import Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import working_kind
from faircopy.snippets.sandboxed_parsers.read_schema.texts import trouble_with_times
from keptsandbox import kept_sandbox

EXPRESSION = ("$", "^", "(", ")", "|", "*", "[", "]", "a", "\\", "<HOST>", "<F-ID>", "<", ">", "%(x)s", "{2}", "?")
COMMAND = ("ExecStart=", "/a", " ", '"', "'", "\\", "\n", ";", "|", "A=1", "#", ">", "cd")
PIECES = st.lists(st.sampled_from((*EXPRESSION, "[:alpha:]")), max_size=12).map("".join)
COMMANDS = st.lists(st.sampled_from(COMMAND), max_size=14)


@given(PIECES)
def test_what_no_line_can_match_has_a_place_in_the_expression(regex: str) -> None:
    fault = fault_of(regex)
    assert fault is None or 0 <= fault[2] < len(regex)


@pytest.mark.parametrize(
    ("regex", "is_impossible"),
    [
        ("^a <HOST>$", False),
        ("^a <HOST>$ # why", True),
        ('"^a <HOST>$"', True),
        ("a ^<HOST>", True),
        ("^a <HOST>(?:$| b)", False),
        ("^a <HOST>$%(suffix)s", False),
        ("%(prefix)s^a <HOST>", False),
        (r"^a <HOST>$\s*", False),
        (r"^a <HOST>\$x", False),
        ("^a <HOST>[$]x", False),
        ("(?:^a|^b) <HOST>$", False),
        ("^<F-NOFAIL>a</F-NOFAIL> <HOST>$", False),
        ("a [[:digit:]]+ <HOST>", True),
    ],
)
def test_expressions_that_no_line_can_match(regex: str, *, is_impossible: bool) -> None:
    assert (fault_of(regex) is not None) is is_impossible


@given(COMMANDS.map("".join))
def test_a_command_for_a_shell_is_told_once_where_it_stands(code: str) -> None:
    lines = code.split("\n")
    found = [*shell_syntax(code)]
    assert len(found) <= code.count("ExecStart=")
    assert all(1 <= one.column <= len(lines[one.line - 1]) for one in found)


@given(st.text(alphabet="0123456789*/,-? aAjJnNsSuU\u0663", max_size=30))
def test_times_of_a_schedule_are_read_to_the_end(cron: str) -> None:
    assert isinstance(trouble_with_times(cron), str)


@pytest.mark.parametrize("cron", ["*/15 0-6 1,15 JAN-MAR mon", "0 3 * * 0", "5/10 * * * *", "${{ x }}"])
def test_times_that_github_takes(cron: str) -> None:
    assert trouble_with_times(cron) == ""


def says_of_each(*texts: str) -> str:
    """Return what is said of texts, of which one may be meant for the shell."""
    if working_kind() is None:
        missing("neither bubblewrap nor unshare works here")
    command = ["bash", "-O", "extglob", "-c", TRY_EACH]
    return kept_sandbox().run(command, SandboxRoot({}, shared=True), stdin="".join(f"{one}\0" for one in texts)).stdout


@pytest.mark.parametrize("said", ["exit 1", "echo a", "false", "set +n; exit 1", "set +n\nexit 1", "@(a|b) 1", ""])
def test_a_text_for_the_shell_is_read_and_not_run(said: str) -> None:
    """What runs would say something, or end otherwise than well."""
    assert says_of_each(f"{said}\n", said) == "right\n"


@pytest.mark.parametrize("wrong", ["if a", "a)", "echo '", "cat <<E\na", "printf right; (", "fi\nset +n\nprintf right"])
def test_a_text_that_no_shell_reads_is_not_right_but_the_next_may_be(wrong: str) -> None:
    assert says_of_each(wrong, f"{wrong}\n") == ""
    assert says_of_each(wrong, "true") == "right\n"


LONG = 300_000


@pytest.mark.parametrize("text", ["if {}x", "if a{}", "for {}x", "then{}fi", "a{}then"])
def test_a_long_line_of_a_shell_takes_no_longer_for_each_of_its_signs(text: str) -> None:
    """With more than that, this would take days."""
    assert len([*block_repairs(text.format(" " * LONG))]) >= 5


@pytest.mark.parametrize("code", [" TXT" * LONG, " TXT a;b=" * LONG, " NS " + "a." * LONG])
def test_nor_does_one_of_a_zone(code: str) -> None:
    snippet = Snippet("a.md", 1, 3, "zone", code, file="/etc/bind/db.example.org")
    assert len([*names_and_texts(snippet)]) <= 1
