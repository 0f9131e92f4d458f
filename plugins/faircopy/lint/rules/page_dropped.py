"""Sources that Pelican drops, which only a build finds out: see `faircopy.lint.plugin`."""

from faircopy.diagnostics.model import Rule, Severity

PAGE_DROPPED = Rule(
    "FM120",
    Severity.ERROR,
    "Pelican left a source out of the site",
    "its own message, beside this one, says why",
)
