"""Dead links to other sites, checked only with `--external`, by `faircopy.lint.external`."""

from faircopy.diagnostics.model import Severity
from faircopy.lint.rule import LintRule

EXTERNAL_DEAD = LintRule(
    "PR210",
    Severity.ERROR,
    "a page on another site is gone",
    "link to where it is now, or to a copy in an archive",
    bad="See [a page](▶{server}/gone).\n",
    good="See [a page]({server}/here).\n",
)
EXTERNAL_SILENT = LintRule(
    "PR211",
    Severity.WARNING,
    "another site did not say whether the page exists",
    "look at it in a browser, or try later",
    bad="See [a page](▶{server}/silent).\n",
    good="See [a page]({server}/here).\n",
)
EXTERNAL_MOVED = LintRule(
    "PR212",
    Severity.WARNING,
    "a page on another site has moved for good",
    "link to the new address, which the message names",
    bad="See [a page](▶{server}/moved).\n",
    good="See [a page]({server}/here).\n",
)
