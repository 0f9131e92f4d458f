import pytest
from selectolax.lexbor import LexborHTMLParser

from faircopy.languages.words import OUR_WORDS
from markdown import Markdown

EXTENSIONS = ["tables", "footnotes", "toc", "attr_list", "faircopy.media.extension"]


def tree(text: str) -> LexborHTMLParser:
    return LexborHTMLParser(Markdown(extensions=EXTENSIONS, output_format="html").convert(text))


def test_a_heading_is_the_link_to_itself() -> None:
    found = tree("## One *and* `two`\n")
    (link,) = found.css("h2#one-and-two > a.anchor")
    assert link.attributes["href"] == "#one-and-two"
    assert found.css_first("h2").text() == "One and two"  # type: ignore[union-attr]


@pytest.mark.parametrize("text", ["# Title\n", "## A [link](https://example.org/)\n"])
def test_a_heading_that_cannot_be_a_link_is_none(text: str) -> None:
    assert tree(text).css(".anchor") == []


def test_a_table_scrolls_in_itself() -> None:
    found = tree("| a | b |\n| --- | --- |\n| 1 | 2 |\n\nAfter.\n")
    (box,) = found.css("div.table")
    assert box.attributes["tabindex"] == "0"
    assert len(box.css("table")) == 1
    assert found.css_first("div.table + p").text() == "After."  # type: ignore[union-attr]


def test_a_table_in_a_list_scrolls_too() -> None:
    assert len(tree("- item\n\n    | a |\n    | --- |\n    | 1 |\n").css("li > div.table > table")) == 1


def test_columns_are_aligned_by_class() -> None:
    found = tree("| a | b | c | d |\n| :-- | --: | :-: | --- |\n| 1 | 2 | 3 | 4 |\n")
    assert found.css("[style]") == []
    assert [node.attributes.get("class") for node in found.css("td")] == [
        "align-left",
        "align-right",
        "align-center",
        None,
    ]


def test_a_footnote_follows_the_block_that_calls_for_it() -> None:
    found = tree("One[^a] and two[^b].\n\nThree, and one again[^a].\n\n[^a]: First *note*.\n[^b]: Second.\n")
    assert found.css(".footnote ol") == []
    (box,) = found.css("p + div.margin")
    assert [node.text().split("\xa0")[0] for node in box.css(".footnote[role=doc-footnote]")] == [
        "1 First note.",
        "2 Second.",
    ]
    calls = {link.attributes["href"] for link in found.css("a.footnote-ref")}
    assert calls == {f"#{note.attributes['id']}" for note in found.css(".footnote")}
    backs = {str(link.attributes["href"])[1:] for link in found.css("a.footnote-backref")}
    assert backs <= {str(node.attributes["id"]) for node in found.css("[id]")}


def test_a_note_that_only_a_note_calls_for_is_at_the_end() -> None:
    found = tree("One[^a].\n\nEnd.\n\n[^a]: First[^b].\n[^b]: Second.\n")
    assert len(found.css(".footnote")) == 2
    assert found.css("p + div.margin:last-child .footnote")


def test_a_text_without_footnotes_has_no_room_for_them() -> None:
    assert tree("One.\n").css(".margin") == []


@pytest.mark.parametrize(
    "note",
    ["", "- one\n    - two", "\n\n    - one\n\n    - two", "\n\n        code", "> said", "words\n\n    - one"],
)
def test_a_footnote_of_any_form_stands_whole_with_its_number(note: str) -> None:
    found = tree(f"One[^a] and two[^b].\n\n[^a]: {note}\n\n[^b]: Second.\n")
    notes = found.css("p + div.margin > .footnote")
    assert [one.attributes["id"] for one in notes] == ["fn:a", "fn:b"]
    assert [one.css_first("p > .footnote-number").text() for one in notes] == ["1", "2"]  # type: ignore[union-attr]
    assert len(notes[0].css("li")) == note.count("- ")


def titles(text: str, language: str) -> list[str]:
    made = Markdown(
        extensions=["meta", "admonition", "faircopy.media.extension", "faircopy.markdown.extension"],
        extension_configs={"faircopy.media.extension": {"words": OUR_WORDS}},
    )
    found = LexborHTMLParser(made.convert(f"Title: x\nLang: {language}\n\n{text}"))
    return [node.text() for node in found.css(".admonition-title")]


KINDS = "note tip important warning caution attention danger error hint".split()  # noqa: SIM905


def test_an_admonition_without_a_title_is_called_in_the_language_of_its_text() -> None:
    text = "".join(f"!!! {kind}\n    Text.\n\n" for kind in KINDS)
    text += "".join(f"> [!{kind.upper()}]\n> Text.\n\n" for kind in KINDS[:5])
    assert titles(text, "en") == [kind.capitalize() for kind in (*KINDS, *KINDS[:5])]
    for language in ("de", "ar", "ja", "mi"):
        found = titles(text, language)
        assert len(found) == len(KINDS) + 5
        assert not {*found} & {*titles(text, "en")}
    assert titles("- item\n\n    > [!NOTE]\n    > Text.\n", "de-AT") == ["Hinweis"]


def test_a_title_that_the_author_wrote_stays() -> None:
    text = '!!! note "Note"\n    a\n\n!!! note ""\n    b\n\n!!! recipe\n    c\n\n!!! note "*Warning*"\n    d\n'
    assert titles(text, "de") == ["Note", "Recipe", "Warning"]
