"""What a run says of all that it has found."""

from faircopy.diagnostics.formats import totals
from faircopy.diagnostics.model import Diagnostic, Severity


def test_what_stops_a_build_is_counted_apart_from_advice() -> None:
    found = [Diagnostic("a.md", 1, 1, "FM112", severity, "m") for severity in (*Severity, Severity.WARNING)]
    assert totals(found) == "1 error, 2 warnings"
    assert totals([]) == "0 errors, 0 warnings"
