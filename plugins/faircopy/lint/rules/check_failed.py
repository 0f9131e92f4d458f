"""A check that raised an exception, which `faircopy.lint.guard` collects."""

from faircopy.diagnostics.model import Rule, Severity

CHECK_FAILED = Rule(
    "PR951",
    Severity.ERROR,
    "a document could not be checked because of a fault in Faircopy",
    "report it with the text, please; `--debug` shows where it happened. "
    "All other checks, and the other documents, are reported all the same",
)
