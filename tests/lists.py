"""Lists to test with."""

from pathlib import Path

from hypothesis import strategies as st

from faircopy.checklists.model import Checklist
from faircopy.checklists.reading.parse import ParsedChecklist, parse_checklists
from faircopy.markdown.document import parse_document

CASES = Path(__file__).parent / "cases" / "checklists"
TOP = "Title: A list\nDate: 2026-11-22\nSlug: a-list\nChecklist: a-list\n\n"


def parsed(text: str, path: str = "a.md") -> ParsedChecklist:
    """What is found of the one list of a source."""
    (found,) = parse_checklists(parse_document(path, text))
    return found


def list_of(text: str) -> Checklist:
    """The list of a source without errors."""
    found = parsed(text)
    assert found.checklist is not None, found.diagnostics
    return found.checklist


def source(sections: dict[str, dict[str, str]]) -> str:
    """The source of a list: section title -> id -> question."""
    parts = (
        "\n".join([f"## {title}\n", *(f"- [ ] {question} {{#{id_}}}" for id_, question in items.items())])
        for title, items in sections.items()
    )
    return TOP + "\n\n".join(parts) + "\n"


IDS = st.from_regex(r"[a-z]{1,3}(-[a-z0-9]{1,3})?", fullmatch=True)
WORDS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Zl", "Zp"], exclude_characters="<>&[]{}\\`*_!#"),
    min_size=1,
    max_size=40,
).filter(lambda text: any(letter.isalnum() for letter in text))
TITLES = ("Alpha section", "Beta section", "Gamma section")


@st.composite
def sections(draw: st.DrawFn) -> dict[str, dict[str, str]]:
    """Sections as for `source`, ids unique in all of them."""
    questions = draw(st.dictionaries(IDS, WORDS, min_size=1, max_size=8))
    made: dict[str, dict[str, str]] = {}
    for id_, question in questions.items():
        made.setdefault(draw(st.sampled_from(TITLES)), {})[id_] = question
    return made


# Text that authors write, put together as no author would.
FRAGMENTS = st.sampled_from(
    ["## A", "## B {#b}", "### C", "- [ ] Q? {#q}", "- [ ] Q?", "* [ ] R `x`? {#r-1}", "- [x] S", "    - **Why:** w",
     "  - **Evidence:** e", "\t- **Red flag:** r", "        - deep", "1. [ ] n", "text", "", "", "> - [ ] quoted {#z}",
     "```", "<!-- c", "-->", "<b>", "[a]: b",
     "---", "- ", "{#id}", "- [ ] {#e}", "  went on {#f}", "- [ ] `open", "- [ ] <a", "***", "\f", "- [ ] \\"]
)  # fmt: skip
FREE_TEXT = st.lists(FRAGMENTS | st.text(max_size=12), max_size=14).map(lambda lines: TOP + "\n".join(lines))
