"""Texts of a workflow that have a form of their own, which no schema describes."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from .values import UNKNOWN, Path, YamlDocument

Fault = tuple[str, int, int, str, str]  # as in `read_schema`

# Of a schedule: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows#schedule
FIELDS = (
    ("minutes", 0, 59, ()),
    ("hours", 0, 23, ()),
    ("days of the month", 1, 31, ()),
    ("months", 1, 12, ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")),
    ("days of the week", 0, 6, ("sun", "mon", "tue", "wed", "thu", "fri", "sat")),
)
STEP = re.compile(r"(?P<range>\*|\w+(?:-\w+)?)(?:/(?P<step>[1-9]\d*))?")
# A text in quotes may have braces of its own: format('{{{0}}}', x).
EXPRESSION = re.compile(r"\$\{\{((?>(?:[^'}$]{1,4000}+|'[^']{0,4000}+'|'|\}(?!\})|\$(?!\{\{)){0,99}))\}\}")
QUOTED = re.compile(r"'[^']*'")
# https://docs.github.com/en/actions/reference/workflows-and-actions/expressions#literals, and #operators
NO_EXPRESSION = (
    (re.compile(r'"'), "write text in an expression in single quotes, 'like this'"),
    (re.compile(r"(?<![=!<>])=(?!=)"), "an expression compares with '=='"),
    (re.compile(r"(?<=[\s)])(?:and|or)(?=[\s(])"), "an expression uses '&&' and '||', not 'and' and 'or'"),
)
NAMED = re.compile(r"(?<![\w.\])'-])([A-Za-z_][\w-]*)(?=[.\[])")
# https://docs.github.com/en/actions/reference/workflows-and-actions/contexts
CONTEXTS = (
    *("github", "env", "vars", "job", "jobs", "steps", "runner", "secrets", "strategy", "matrix", "needs", "inputs"),
)
# https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsuses
PUBLIC_ACTION = re.compile(r"[A-Za-z0-9][\w-]*/[\w.-]+(?:/[\w./-]+)?")
# https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstepsshell
SHELLS = ("bash", "cmd", "powershell", "pwsh", "python", "sh")
SHELL = re.compile(rf"^(?:{'|'.join(SHELLS)})$|\{{0\}}|\$\{{")
FILLED_IN = re.compile(r"[$<>{}]|\.\.\.")


def faults(document: YamlDocument, schema: str) -> Iterator[Fault]:
    value = document.value
    if schema == "github-workflows":
        yield from wrong_expressions(document)
        yield from actions_without_version(document)
        triggers = value.get("on") if isinstance(value, dict) else None
        schedules = triggers.get("schedule") if isinstance(triggers, dict) else None
        for index, one in enumerate(schedules if isinstance(schedules, list) else ()):
            cron = one.get("cron") if isinstance(one, dict) else None
            if isinstance(cron, str) and (trouble := trouble_with_times(cron)):
                yield "", *document.position_of(("on", "schedule", index, "cron")), trouble, ""
        yield from wrong_steps(document)


def wrong_expressions(document: YamlDocument) -> Iterator[Fault]:
    for path, text in texts(document.value, (), set()):
        if "}}" not in text.rpartition("${{")[2] and "${{" in text:
            yield "", *document.position_of(path), "an expression begins with '${{' but has no '}}'", ""
        # Up to the last end: from each beginning without one, all that follows would be looked through.
        found = EXPRESSION.findall(text[: text.rfind("}}") + 2])
        if path[:1] == ("jobs",) and path[-1] == "if":
            if found and EXPRESSION.sub("", text).strip():
                fact = "the condition is always true, because '${{ }}' is around only a part: put it around all of it"
                yield "", *document.position_of(path), fact, ""
            found = found or [text]
        for expression in (QUOTED.sub("''", one) for one in found):
            for pattern, fact in NO_EXPRESSION:
                if pattern.search(expression):
                    yield "", *document.position_of(path), fact, ""
            for name in NAMED.findall(expression):
                if name.lower() not in CONTEXTS:
                    near = get_close_matches(name, CONTEXTS, n=1)
                    fact = f"an expression names '{name[:60]}', which is not a GitHub context"
                    yield "", *document.position_of(path), "\n".join([fact, *near]), ""


def actions_without_version(document: YamlDocument) -> Iterator[Fault]:
    for path, text in texts(document.value, (), set()):
        if path[:1] == ("jobs",) and path[-1] == "uses" and PUBLIC_ACTION.fullmatch(text):
            fact = f"'{text[:60]}' names no version; write {text[:60]}@, and a tag, a branch or a commit"
            yield "", *document.position_of(path), fact, ""


def texts(value: Any, path: Path, seen: set[int]) -> Iterator[tuple[Path, str]]:
    """Yield each text of a document, with its path; of what stands there twice, the first."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict | list) and id(value) not in seen:
        seen.add(id(value))
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts(inner, (*path, key), seen)


def trouble_with_times(cron: str) -> str:
    words = cron.split()
    if FILLED_IN.search(cron):
        return ""
    if len(words) != len(FIELDS):
        return f"'{cron[:60]}' has {len(words)} fields; a schedule has five: minute, hour, day, month, weekday"
    for word, (name, least, most, names) in zip(words, FIELDS, strict=True):
        for part in word.split(","):
            found = STEP.fullmatch(part)
            ends = found["range"].lower().split("-") if found and found["range"] != "*" else []
            if found is None or any(not least <= number_of(end, least, names) <= most for end in ends):
                return f"'{part[:60]}' is outside the {name}, which are {least} to {most}"
    return ""


def number_of(end: str, least: int, names: tuple[str, ...]) -> int:
    """Return an end of a range as a number; -1 where it is none."""
    if end in names:
        return names.index(end) + least
    return int(end[:9]) if end.isdecimal() else -1


def wrong_steps(document: YamlDocument) -> Iterator[Fault]:
    """Yield shells that GitHub does not know, ids that stand twice in a job, and values that YAML takes for a tag."""
    jobs = document.value.get("jobs") if isinstance(document.value, dict) else None
    for name, job in jobs.items() if isinstance(jobs, dict) else ():
        yield from tags_at(document, ("jobs", name), job)
        steps = job.get("steps") if isinstance(job, dict) else None
        seen: set[str] = set()
        for index, step in enumerate(steps if isinstance(steps, list) else ()):
            path = ("jobs", name, "steps", index)
            yield from tags_at(document, path, step)
            shell, own = (step.get("shell"), step.get("id")) if isinstance(step, dict) else (None, None)
            if isinstance(shell, str) and not SHELL.search(shell):
                near = get_close_matches(shell, SHELLS, n=1)
                fact = f"'{shell[:60]}' is not a shell that GitHub knows; your own shell needs '{{0}}' for the script"
                yield "", *document.position_of((*path, "shell")), "\n".join([fact, *near]), ""
            if isinstance(own, str) and own in seen:
                yield (
                    "",
                    *document.position_of((*path, "id")),
                    f"the id '{own[:60]}' is already that of a step above",
                    "",
                )
            seen |= {own} if isinstance(own, str) else set()


def tags_at(document: YamlDocument, path: Path, value: Any) -> Iterator[Fault]:
    """Yield each condition that begins with `!`, which YAML reads as a tag."""
    if isinstance(value, dict) and value.get("if") is UNKNOWN:
        fact = "YAML takes text that begins with '!' as a tag, not a condition; write it within ${{ }}"
        yield "", *document.position_of((*path, "if")), fact, ""
