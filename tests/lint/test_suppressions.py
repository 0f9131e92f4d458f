import pytest

from faircopy.lint.check import known_rules
from faircopy.lint.suppressions import read_suppressions
from faircopy.markdown.document import parse_document

HEAD = "Title: x\nSlug: x\n\n"
COMMENT = "<!-- proofread: ignore PR701 a quotation -->"


def suppressed(text: str) -> list[tuple[str, tuple[tuple[int, int], ...]]]:
    suppressions, wrong = read_suppressions(parse_document("a.md", HEAD + text), known_rules())
    assert wrong == []
    return [(one.code, one.lines) for one in suppressions]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        (f"First.\n\n{COMMENT}\n\nOne\ntwo.\n\nThree.", ((8, 9),)),
        (f"First.\n\n{COMMENT}\n\n```sh\nx\n```\n", ((8, 10),)),
        (f"First.\n\n{COMMENT}\n\n- a\n- b\n\nc", ((8, 10),)),
        (f"First.\n\n{COMMENT}\n\n## Heading\n\nText", ((8, 8),)),
        (f"First {COMMENT}\nsecond", ((4, 4),)),
        (f"- a\n- b {COMMENT}\n", ((5, 5),)),
        (f"{COMMENT}\n\nText", ((6, 6), (1, 3))),  # before all text: the front matter, too
        (f"First.\n\n{COMMENT}\n", ()),
        (f"First.\n\n{COMMENT}\n{COMMENT}\n\nText", ((9, 9),)),
        ("First.\n\n<!-- # proofread: ignore pr701\n     a quotation -->\n\nText", ((9, 9),)),
    ],
)
def test_a_comment_is_about_the_next_block_or_its_own_line(text: str, lines: tuple[tuple[int, int], ...]) -> None:
    assert set(suppressed(text)) == {("PR701", lines)}


@pytest.mark.parametrize(
    "text", [f"`{COMMENT}`", f"```\n{COMMENT}\n```", f"    {COMMENT}", "<!-- proofreading is fun -->"]
)
def test_what_only_looks_like_a_comment_is_none(text: str) -> None:
    assert suppressed(text) == []


@pytest.mark.parametrize(
    ("comment", "code", "hint"),
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
def test_a_comment_that_will_not_do_is_told(comment: str, code: str, hint: str) -> None:
    suppressions, (wrong,) = read_suppressions(
        parse_document("a.md", f"{HEAD}a <!-- proofread: {comment} -->"), known_rules()
    )
    assert suppressions == []
    assert (wrong.line, wrong.column, wrong.code, wrong.hint) == (4, 3, code, hint)
