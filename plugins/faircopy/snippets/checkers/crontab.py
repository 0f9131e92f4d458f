"""crontab and cron.d, by crontab's own test, and by a look at what cron leaves undone without a word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from posixpath import basename

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._cron_times import NEVER_RUN, doubtful_times
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, unparsed
from faircopy.snippets.checkers._plain.files import COMMANDS, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.text import is_as_written, kinds_of
from faircopy.snippets.checkers._version import debian_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN380", Severity.ERROR, "crontab refuses a line")
NO_USER = Rule("SN381", Severity.ERROR, "a line of a system crontab names no user")
PERCENT = Rule("SN383", Severity.WARNING, "a command is cut off at its first `%`")
SIXTH = Rule(
    "SN384",
    Severity.WARNING,
    "a command in a user's crontab begins with a sixth time field, or with a user name",
    "a user's crontab has five time fields, then the command",
)

LITERAL = Rule(
    "SN385",
    Severity.WARNING,
    "cron does not expand a variable or a `~` in a setting",
    "write the whole value, such as PATH=/usr/local/bin:/usr/bin:/bin",
)

# A line of a job: its times, and the rest.
JOB = re.compile(r"^(?P<start>[ \t]*(?:@\w+|(?:[^\s#@]\S*[ \t]+){4}\S+)[ \t]+)(?P<rest>\S.*)$")
SETTING = re.compile(r"^[ \t]*[A-Za-z_\"'][\w\"']*[ \t]*=")
# crontab(5): settings are no lines of a shell.
IN_VAIN = re.compile(r"=[^=\n]*?(?P<sign>\$(?:[A-Za-z_]\w*|\{\w+\})|(?<=[=:\"'])~(?=/|[\"']?$)|(?<=[= ])~(?=/))")
USER = re.compile(r"^(?P<user>[A-Za-z_][\w.-]*\$?)(?P<space>[ \t]+)(?=\S)")
# No program is called so. cron itself refuses a command that begins with `*`. `root` stands there in /etc/crontab.
NO_COMMAND = re.compile(r"(?P<time>\d[\d*/,-]*)(?=[ \t]+[^\s\d])|(?P<user>root|www-data|nobody)(?=[ \t]+\S)")
PERCENT_SIGN = re.compile(r"(?<!\\)%")
# cron(8): names of letters, digits, underscores and hyphens alone.
CRON_D_NAME = re.compile(r"[A-Za-z0-9_-]+")
MESSAGE = re.compile(rf'^"{re.escape(CHECKED)}":(?P<line>\d+): (?P<message>.*)$', re.MULTILINE)
MOST_LINES = re.compile(r"crontab is (?P<message>too long; maximum number of lines is (?P<number>\d{1,9}))\.")
ACCEPTED = "successfully checked"
FIELDS = {"minute": 0, "hour": 1, "day-of-month": 2, "month": 3, "day-of-week": 4, "too long": 5, "command": 5}
HINTS = {
    "minute": "minutes are 0 to 59, `*`, `*/5`, `0,30` or `10-20`",
    "hour": "hours are 0 to 23",
    "day-of-month": "days of the month are 1 to 31",
    "month": "months are 1 to 12, or jan to dec",
    "day-of-week": "days of the week are 0 to 7, or sun to sat",
    "time specifier": "use @reboot, @hourly, @daily, @weekly, @monthly, @yearly",
    "too long": "a command has 998 characters at most: put it into a script, and call that",
    "command": "five time fields, then the command",
    "newline": "end the last line with a newline",
}
OTHER_BEGINNINGS = kinds_of(
    (COMMANDS, "commands"),
    (r"[\w.-]+\(|@[A-Z]\w+|(?:const|let|var|def|class) ", "another language"),
)
DRAWING = re.compile(r"^[ \t]*(?:[-|│┌└├─┬*][ \t]+)*[-|│┌└├─┬][ \t]*(?:[-|│┌└├─┬]|$)", re.MULTILINE)
# Quartz and Spring: `?`, `L`, `W`, `#`, and seconds or years.
OTHER_TIMES = re.compile(r"\s[^\s?#LW]*[?#LW][^\s]*+\s|^[ \t]+[\d*?][\d*/,?-]*[ \t]")
# Each takes a process: crontab stops at the first.
MAX_FAULTS = 5


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    system = is_system(snippet)
    found = list(silent_faults(snippet, system=system))
    faulty = {finding.line for finding in found if finding.rule is NO_USER}
    lines = ["#" if number in faulty else line for number, line in enumerate(snippet.code.split("\n"), 1)]
    if system:
        # crontab knows only the form without a user.
        lines = [without_user(line) for line in lines]
    for _ in range(MAX_FAULTS):
        tested = run_crontab("\n".join(lines), sandbox)
        if tested.status == 0 and ACCEPTED in tested.stdout + tested.stderr:
            break
        if most := MOST_LINES.search(tested.stderr):
            number, message = int(most["number"]), most["message"]
            found.append(Finding(0, REFUSED, message, number + 1, 1, "split it into several files", message))
            lines[number:] = [""]
            continue
        fault = fault_of(tested, "\n".join(lines))
        if fault is None or lines[fault.line - 1] == "#":
            return Judgement(Level.PARSED, (unparsed("crontab", tested),))
        found.append(fault)
        # It stops at the first fault, so that line is made a comment and it reads again.
        lines[fault.line - 1] = "#"
        if fault.hint is HINTS["newline"]:
            lines.append("")
    return Judgement(Level.LOADED, tuple(sorted(found, key=lambda one: (one.line, one.column))))


def judge_plain(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing: lines of a crontab, or times alone."""
    if kind := kind_of_file(snippet.code, OTHER_BEGINNINGS):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    if DRAWING.search(snippet.code):
        return Judgement(Level.PARSED, (other_text(snippet, "a drawing"),))
    reading = reading_of(snippet.code)
    lines = [line if is_job_of_cron(line) or SETTING.match(line) else "#" for line in reading.code.split("\n")]
    judged = judge(replace(snippet, code="\n".join([*lines, ""])), files, sandbox)
    written = (one for one in judged.findings if is_as_written(snippet.code, reading.code, one.line))
    found = (one for one in written if is_filled_in(snippet.code, one.line))
    return replace(judged, findings=(*reading.findings, *found))


def is_job_of_cron(line: str) -> bool:
    """Tell whether a line has times and a command, and not the sixth time or the signs that other schedulers have."""
    job = JOB.match(line)
    return job is not None and not OTHER_TIMES.search(job["start"]) and not OTHER_TIMES.match(f" {job['rest']} ")


def is_system(snippet: Snippet) -> bool:
    """Tell whether the lines have a user before the command."""
    if snippet.context:
        return snippet.context == "system"
    return snippet.file is not None and (snippet.file == "/etc/crontab" or snippet.file.startswith("/etc/cron.d/"))


def silent_faults(snippet: Snippet, *, system: bool) -> Iterator[Finding]:
    name = basename(snippet.file or "x")
    if (snippet.file or "").startswith("/etc/cron.d/") and not CRON_D_NAME.fullmatch(name):
        hint = "use only letters, digits, underscores and hyphens"
        yield Finding(0, NEVER_RUN, f"cron never reads '{name}' because of its name", hint=hint)
    for number, line in enumerate(snippet.code.split("\n"), 1):
        is_setting = SETTING.match(line) is not None
        job = None if is_setting else JOB.match(line)
        if is_setting and (vain := IN_VAIN.search(line)):
            fact = f"cron does not expand '{vain['sign']}'"
            yield Finding(0, LITERAL, fact, number, vain.start("sign") + 1, LITERAL.remedy)
        if not job:
            continue
        yield from doubtful_times(job["start"], number)
        user = USER.match(job["rest"]) if system else None
        column = len(job["start"]) + 1
        if system and not user:
            fact = "this line names no user"
            hint = "put a user such as `root` between the times and the command"
            yield Finding(0, NO_USER, fact, number, column, hint)
        is_users = snippet.context == "user" or (snippet.file or "").startswith("/var/spool/cron/")
        if is_users and (first := NO_COMMAND.match(job["rest"])):
            what = "a sixth time" if first["time"] else "the name of a user"
            fact = f"'{first[0]}' is {what}, and cron would run it as the command"
            yield Finding(0, SIXTH, fact, number, column, SIXTH.remedy)
        if percent := PERCENT_SIGN.search(job["rest"]):
            fact = "the command ends at this '%', and what follows becomes its input"
            yield Finding(0, PERCENT, fact, number, column + percent.start(), "write `\\%`")


def without_user(line: str) -> str:
    job = None if SETTING.match(line) else JOB.match(line)
    return job["start"] + USER.sub("", job["rest"]) if job else line


def run_crontab(code: str, sandbox: Sandbox) -> Completed:
    return sandbox.run(["crontab", "-n", CHECKED], SandboxRoot({CHECKED: code}, writable=("/var/spool/cron/crontabs",)))


def fault_of(tested: Completed, code: str) -> Finding | None:
    match = MESSAGE.search(tested.stderr)
    if tested.status == 0:
        return None
    if "missing newline" in tested.stderr:
        message = tested.stderr.strip().split("\n")[0]
        return Finding(0, REFUSED, "the last line has no newline", code.count("\n") + 1, 1, HINTS["newline"], message)
    if not match:
        return None
    lines = code.split("\n")
    # It counts from 0, but from 1 where it stops within a line; one that ends too early is told as the next one.
    line, message = int(match["line"]) + 1, match["message"]
    line -= "too long" in message or line > len(lines) or (line > 1 and ends_early(lines[line - 2]))
    field = next((field for field in HINTS if field in message), "")
    text = lines[line - 1]
    return Finding(0, REFUSED, message, line, column_of(text, FIELDS.get(field, 0)), HINTS.get(field, ""), message)


def ends_early(line: str) -> bool:
    words = line.split()
    is_job = bool(words) and not words[0].startswith("#") and not SETTING.match(line)
    return is_job and len(words) < (2 if words[0].startswith("@") else 6)


def column_of(line: str, field: int) -> int:
    fields = list(re.finditer(r"\S+", line))
    return fields[field].start() + 1 if field < len(fields) else len(line) + 1


def find_version(sandbox: Sandbox) -> str | None:
    # It does not tell its version, and other systems have other programs of that name.
    return debian_version("cron") if sandbox.find("crontab") else None


CHECKER = EachChecker(
    name="crontab",
    tool="cron",
    command="`crontab -n`",
    level=Level.LOADED,
    programs={"crontab": "cron"},
    judge=judge,
    find_version=find_version,
    version=5,
    files=("/etc/crontab", "/etc/cron.d/*", "/var/spool/cron/*", "*/crontab", "*.crontab", "*.cron"),
    languages=frozenset({"crontab", "cron"}),
    fragment_languages=frozenset({"crontab", "cron"}),
    contexts=frozenset({"system", "user"}),
    plain=judge_plain,
)
