import pytest

from faircopy.lint.check import known_rules
from faircopy.lint.ignores import read_ignores
from faircopy.markdown.document import parse_document

HEAD = "Title: x\nSlug: x\n\n"
REMARK = "<!-- proofread: ignore PR701 a quotation -->"


def ignored(text: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    ignores, wrong = read_ignores(parse_document("a.md", HEAD + text), known_rules())
    assert wrong == []
    return [(ignore.code, ignore.lines) for ignore in ignores]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"First.\n\n{REMARK}\n\nOne\ntwo.\n\nThree.", ((8, 9),)),
        (f"First.\n\n{REMARK}\n\n```sh\nx\n```\n", ((8, 10),)),
        (f"First.\n\n{REMARK}\n\n- a\n- b\n\nc", ((8, 10),)),
        (f"First.\n\n{REMARK}\n\n## Heading\n\nText", ((8, 8),)),
        (f"First {REMARK}\nsecond", ((4, 4),)),
        (f"- a\n- b {REMARK}\n", ((5, 5),)),
        (f"{REMARK}\n\nText", ((6, 6), (1, 3))),  # before all text: the front matter, too
        (f"First.\n\n{REMARK}\n", ()),
        (f"First.\n\n{REMARK}\n{REMARK}\n\nText", ((9, 9),)),
        ("First.\n\n<!-- # proofread: ignore pr701\n     a quotation -->\n\nText", ((9, 9),)),
    ],
)
def test_a_remark_is_about_the_next_block_or_its_own_line(text: str, lines: tuple[tuple[int, int], ...]) -> None:
    assert set(ignored(text)) == {("PR701", lines)}


@pytest.mark.parametrize(
    "text", [f"`{REMARK}`", f"```\n{REMARK}\n```", f"    {REMARK}", "<!-- proofreading is fun -->"]
)
def test_what_only_looks_like_a_remark_is_none(text: str) -> None:
    assert ignored(text) == []


@pytest.mark.parametrize(
    ("remark", "code", "hint"),
    [
        ("ignore PR701", "PR902", "write <!-- proofread: ignore CODE reason -->"),
        ("ignore PR701 - ", "PR902", "write <!-- proofread: ignore CODE reason -->"),
        ("ignore spelling please", "PR901", "write <!-- proofread: ignore CODE reason -->"),
        ("", "PR901", "write <!-- proofread: ignore CODE reason -->"),
        ("ignore PR7O1 x", "PR901", "write <!-- proofread: ignore CODE reason -->"),
        ("ignore XX000 x", "PR903", "docs/diagnostics.md lists all codes"),
        ("ignore SN204 x", "PR903", 'write check="none" reason="…" at the fence'),
        ("ignore CL309 x", "PR903", "a list must be right for its readers"),
        ("ignore FM141 x", "PR903", "no build can read it"),
        ("ignore PR951 x", "PR903", "it is a fault of ours: please report it"),
    ],
)
def test_a_remark_that_will_not_do_is_told(remark: str, code: str, hint: str) -> None:
    ignores, (wrong,) = read_ignores(parse_document("a.md", f"{HEAD}a <!-- proofread: {remark} -->"), known_rules())
    assert ignores == []
    assert (wrong.line, wrong.column, wrong.code, wrong.hint) == (4, 3, code, hint)
