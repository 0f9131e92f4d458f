"""Comments that silence a finding: `faircopy.lint.ignores` reads them, and `faircopy.lint.check` uses them last."""

from faircopy.diagnostics.model import Severity
from faircopy.lint.rule import LintRule

IGNORE_UNREADABLE = LintRule(
    "PR901",
    Severity.ERROR,
    "a remark to proofread cannot be read",
    "write `<!-- proofread: ignore CODE reason -->`",
    bad="Words. ▶<!-- proofread: silence PR701 please -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
IGNORE_WITHOUT_REASON = LintRule(
    "PR902",
    Severity.ERROR,
    "a finding is silenced without a reason",
    "say why; the next person will ask",
    bad="Words. ▶<!-- proofread: ignore PR701 -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
IGNORE_REFUSED = LintRule(
    "PR903",
    Severity.ERROR,
    "what is to be silenced does not exist, or cannot be silenced here",
    'correct the code; a snippet is excused with `check="none" reason="…"` at its fence',
    bad="Words. ▶<!-- proofread: ignore PR000 a quotation -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
IGNORE_UNUSED = LintRule(
    "PR904",
    Severity.WARNING,
    "there is nothing to silence",
    "take the remark out",
    bad="Words. ▶<!-- proofread: ignore PR701 a quotation -->\n",
    good="Teh word. <!-- proofread: ignore PR701 a quotation -->\n",
)
