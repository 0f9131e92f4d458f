"""The rules of pictures and charts."""

from faircopy.diagnostics.model import Rule, Severity

CHART_MISSING = Rule("TH101", Severity.ERROR, "a chart names a data file that is not there")
CHART_BROKEN = Rule("TH102", Severity.ERROR, "a chart cannot be drawn from its data")
ACTIVE_FILE = Rule("TH103", Severity.ERROR, "a file beside the texts would run or fetch something when it is opened")
