"""Times of jobs that cron takes, and that mean another time than they seem to, or none."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

NEVER_RUN = Rule("SN382", Severity.ERROR, "cron never runs a line, or never reads a file of cron.d")
STEP_TOO_LONG = Rule(
    "SN386",
    Severity.WARNING,
    "a time's step is longer than its field, so only the first value counts: `*/90` means minute 0 of each hour",
    "list the times; cron's steps start again in each hour, day or month",
)

RANGE = re.compile(r"(?<![^\s,])(?P<first>\d{1,3})-(?P<last>\d{1,3})(?!\d)")
STEP = re.compile(r"(?<![^\s,])\*/(?P<step>\d{1,6})(?![\d/])")
# How many values each field has, and what they are of: crontab(5).
FIELDS = ((60, "an hour", "minutes"), (24, "a day", "hours"), (31, "a month", "days"), (12, "a year", "months"))


def doubtful_times(start: str, number: int) -> Iterator[Finding]:
    """Yield what is wrong with the times at the beginning of a job; `number` is that of its line."""
    for field in RANGE.finditer(start):
        if int(field["first"]) > int(field["last"]):
            fact = f"'{field[0]}' is empty, so cron never runs this line: its first number is greater than its last"
            yield Finding(0, NEVER_RUN, fact, number, field.start() + 1, "write two ranges, as 17-23,0-9")
    for word, (size, whole, unit) in zip(re.finditer(r"\S+", start), FIELDS, strict=False):
        for found in STEP.finditer(word[0]):
            if int(found["step"]) > size:
                fact = f"{whole} has {size} {unit}, so '{found[0]}' means only its first value"
                column = word.start() + found.start() + 1
                yield Finding(0, STEP_TOO_LONG, fact, number, column, STEP_TOO_LONG.remedy)
