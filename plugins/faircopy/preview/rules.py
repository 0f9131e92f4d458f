"""The rules of the preview."""

from faircopy.diagnostics.model import Rule, Severity

SITE_UNREADABLE = Rule(
    "PV801", Severity.ERROR, "the site cannot be read: its settings, a plugin or Faircopy itself is broken"
)
PAGE_CRASHED = Rule("PV802", Severity.ERROR, "a program raised an exception while it made a page")
WORKER_ENDED = Rule("PV803", Severity.ERROR, "the process that makes the pages has ended")
NOT_PROVEN = Rule(
    "PV804",
    Severity.WARNING,
    "a page is shown before its snippets were checked for the first time",
    "wait a moment; the panel then says what the check has found",
)
