"""JSON5, by the library of that name: JSON with comments, names without quotes, and commas at the end."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.json_text import divided
from faircopy.snippets.checkers._plain.readings import TypoTest, with_readings
from faircopy.snippets.checkers._plain.text import FenceReading, common_readings, without_omissions
from faircopy.snippets.checkers._plain.typos import TypoKinds
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge, slips_of
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN730", Severity.ERROR, "it is not JSON5", "check brackets, commas and quotes")
DUPLICATE = Rule("SN731", Severity.ERROR, "a JSON5 object has a name twice", "keep one of them")

HAND = TypoKinds(max_chars=30_000)  # the library is slow


def harms(snippet: Snippet, finding: Finding) -> bool:
    """A plain fence may be a part of an object, or have something left out."""
    is_part = not snippet.code.lstrip().startswith(("{", "[", "/"))
    return finding.rule is not SYNTAX or not (is_part or "..." in snippet.code or "…" in snippet.code)


def readings(code: str) -> Iterator[FenceReading]:
    """Yield what else a fence may show than one text: with omissions, and texts one below the other."""
    yield from common_readings(code)
    plain = divided(without_omissions(code))
    yield FenceReading(f"[{plain}]")


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("json5") if sandbox.kind else None


CHECKER = EachChecker(
    name="json5",
    tool="json5",
    command="json5 (wheel), and a search for duplicate names",
    level=Level.PARSED,
    judge=with_readings(
        parser_judge(
            "read_json5",
            {"syntax": (SYNTAX, ""), "duplicate": (DUPLICATE, "keep one of them")},
            package="json5",
            harms=harms,
        ),
        readings,
        slips=TypoTest(SYNTAX, slips_of("read_json5", HAND, package="json5")),
    ),
    find_version=find_version,
    version=2,
    files=("*.json5",),
    languages=frozenset({"json5"}),
)
