"""Ignore comments, which `faircopy.lint.suppressions` reads and applies last."""

from faircopy.diagnostics.model import Severity
from faircopy.lint.rule import LintRule

IGNORE_UNREADABLE = LintRule(
    "PR901",
    Severity.ERROR,
    "an ignore comment cannot be read",
    "write `<!-- proofread: ignore CODE reason -->`",
    bad="Words. ▶<!-- proofread: silence PR701 please -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
IGNORE_WITHOUT_REASON = LintRule(
    "PR902",
    Severity.ERROR,
    "a finding is ignored without a reason",
    "say why; the next person will ask",
    bad="Words. ▶<!-- proofread: ignore PR701 -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
IGNORE_REFUSED = LintRule(
    "PR903",
    Severity.ERROR,
    "an ignore comment names a code that does not exist, or that it cannot ignore",
    'correct the code; a snippet is excused with `check="none" reason="…"` at its fence',
    bad="Words. ▶<!-- proofread: ignore PR000 a quotation -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
IGNORE_UNUSED = LintRule(
    "PR904",
    Severity.WARNING,
    "an ignore comment ignores nothing",
    "take the comment out",
    bad="Words. ▶<!-- proofread: ignore PR701 a quotation -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
