"""The rules of snippets that are independent of a checker, which defines its own."""

from faircopy.diagnostics.model import Rule, Severity

FENCE_UNCLOSED = Rule("SN101", Severity.ERROR, "a fence has no end, so programs disagree about where it ends")
FORM_UNUSABLE = Rule("SN102", Severity.ERROR, "attributes are not in the form that Markdown programs agree on")
ATTRIBUTE_UNKNOWN = Rule("SN103", Severity.ERROR, "an attribute is unknown")
VALUE_UNKNOWN = Rule("SN104", Severity.ERROR, "an attribute has a value that it cannot have")
ATTRIBUTE_ALONE = Rule(
    "SN105", Severity.ERROR, "an attribute lacks one that it needs, or stands beside one that it excludes"
)
CHECKER_UNKNOWN = Rule("SN106", Severity.ERROR, "`check=` names an unknown checker, or no checker handles the file")
PATH_UNUSABLE = Rule("SN107", Severity.ERROR, "a `file=` path leaves the group's folder, or cannot be a file")
FILE_TWICE = Rule("SN108", Severity.ERROR, "two snippets of one group claim to be the same file")
CONTEXT_UNKNOWN = Rule("SN109", Severity.ERROR, "`context=` names a place that the checker does not know")
CHECK_REFUSED = Rule("SN110", Severity.ERROR, "checking it would mean running it, which is refused")
SETUP_UNUSABLE = Rule("SN111", Severity.ERROR, "a `snippet-setup` comment cannot be read")
INCLUDE_OUTSIDE = Rule("SN112", Severity.ERROR, "a file includes another that is not part of the group")
NAMED_PATH_UNUSABLE = Rule("SN115", Severity.ERROR, "code names a file by a path that no file can have")
OTHER_TEXT = Rule(
    "SN122",
    Severity.NOTE,
    "a plain fence holds output, a log or another language, not the language that it names",
    "mark it as what it is, or as `text` if no program reads it; it was not checked",
)
UNCERTAIN = Rule(
    "SN129",
    Severity.NOTE,
    "a program finds a fault in a plain fence, but the text around says that the fence is output, or that this is not "
    "supported: nobody copies that",
    "mark it as `text`, or as `console` with the command",
)

SNIPPET_CHANGED = Rule("SN180", Severity.ERROR, "a page or feed shows code that differs from what was checked")
SNIPPET_LOST = Rule("SN181", Severity.ERROR, "a page or feed lacks a snippet that its source has")
DOWNLOAD_DIFFERS = Rule("SN182", Severity.ERROR, "a download differs from what was checked, or no link leads to it")
PLACE_UNREADABLE = Rule("SN183", Severity.ERROR, "a page or feed that should show snippets cannot be read")
SETUP_SHOWN = Rule("SN184", Severity.ERROR, "a hidden file is visible in a page or feed")
WARNING_LOST = Rule("SN185", Severity.ERROR, "a page or feed does not say that a snippet is broken")

TOOL_MISSING = Rule(
    "SN190", Severity.WARNING, "the program that would check it is not installed, or there is no sandbox to run it in"
)
TIMED_OUT = Rule("SN191", Severity.ERROR, "the check took too long")
PASSED_UNEXPECTEDLY = Rule("SN192", Severity.ERROR, "a snippet that was expected to fail has passed")
FAILED_OTHERWISE = Rule("SN193", Severity.ERROR, "a snippet that was expected to fail failed with another message")
TOOL_OUTPUT_UNPARSED = Rule("SN194", Severity.ERROR, "a tool gave an answer that its checker cannot read")
CHECKER_FAILED = Rule("SN195", Severity.ERROR, "a checker itself failed")
CHECKER_UNUSABLE = Rule(
    "SN196",
    Severity.WARNING,
    "a checker from another package cannot be used, so it checks nothing",
    "correct or remove that package",
)
TOO_LONG = Rule("SN197", Severity.ERROR, "a snippet is too long to be checked")
TOO_DEEP = Rule("SN198", Severity.ERROR, "a snippet is nested too deeply")
