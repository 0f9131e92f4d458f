"""The rules of source files that cannot be read."""

from faircopy.diagnostics.model import Rule, Severity

UNREADABLE = Rule("MD001", Severity.ERROR, "the file cannot be opened")
NOT_UTF8 = Rule("MD002", Severity.ERROR, "the file is not UTF-8 text")
TOO_LARGE = Rule("MD003", Severity.ERROR, "the file is too large for a text")
LEADS_OUT = Rule("MD011", Severity.ERROR, "a symbolic link leads out of the site, into '.git' or in a circle")
