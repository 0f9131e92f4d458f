"""The rules of settings and of scheduled posts."""

from faircopy.diagnostics.model import Rule, Severity

SETTING_UNREAD = Rule("PR801", Severity.NOTE, "a setting is computed, so only a build knows its value")
SETTING_UNFIT = Rule(
    "PR803",
    Severity.ERROR,
    "a setting has a value of the wrong kind: a text instead of a list, for example",
    "the message says what it needs",
)
SETTING_RENAMED = Rule("PR802", Severity.WARNING, "a setting has been renamed")
HELD_BACK = Rule("SC101", Severity.NOTE, "a post is held back until its date")
NOW_UNREADABLE = Rule("SC901", Severity.ERROR, "FAIRCOPY_NOW is not a date, or a date and a time")
CLOCK_WRONG = Rule("SC902", Severity.ERROR, "the time for which the site is built does not fit the dates of its posts")
ZONE_UNKNOWN = Rule(
    "SC903",
    Severity.ERROR,
    "`TIMEZONE` is not the name of a time zone",
    "correct it in `pelicanconf.py`, to a name like `Pacific/Auckland`",
)
