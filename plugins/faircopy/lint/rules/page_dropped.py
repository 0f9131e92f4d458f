"""Sources that Pelican leaves out of the site, which only a build sees: `faircopy.lint.plugin` looks."""

from faircopy.diagnostics.model import Rule, Severity

PAGE_DROPPED = Rule(
    "FM120",
    Severity.ERROR,
    "Pelican left a source out of the site",
    "its own message, beside this one, says why",
)
