import pytest

from faircopy.checklists.pages.page import environment_of, form
from faircopy.checklists.reading.parse import parse_checklists
from faircopy.markdown.document import parse_document
from lists import CASES, TOP, list_of
from markdown import Markdown

LIST = "## One\n\n- [ ] Is *it* so? {#is-it}\n  - **Why:** two spaces\n"


def convert(text: str) -> str:
    extensions = [
        "meta",
        "toc",
        "smarty",
        "attr_list",
        "footnotes",
        "faircopy.checklists.extension",
        "faircopy.snippets.extension",
    ]
    return Markdown(extensions=extensions, output_format="html").convert(text)


def test_the_list_of_a_post_becomes_the_form() -> None:
    made = form(environment_of({}), list_of(TOP + LIST))
    assert convert(f"{TOP}Intro's.\n\n{LIST}") == f"<p>Intro&rsquo;s.</p>\n{made}"
    assert convert(f"{TOP}Intro\n{LIST}") == f"<p>Intro</p>\n{made}"


def test_code_above_the_list_keeps_its_place() -> None:
    html = convert(f"{TOP}Text\n```sh\necho\n```\nmore\n\n{LIST}")
    assert html.index("<code") < html.index("more") < html.index("<checklist-app")


@pytest.mark.parametrize(
    "text",
    [
        "- [ ] a box\n- [ ] with an id {#id}\n    - **Why:** nested\n",
        "Title: x\n\n## One\n\n- [ ] Is it so? {#is-it}\n",
    ],
)
def test_lists_elsewhere_are_left_alone(text: str) -> None:
    assert convert(text) == Markdown(extensions=["meta", "toc", "smarty", "attr_list"], output_format="html").convert(
        text
    )


def test_a_list_with_errors_is_not_made_into_a_form() -> None:
    for file in sorted(CASES.glob("bad/*.md")):
        text = file.read_text(encoding="utf-8")
        lists = parse_checklists(parse_document("", text))
        assert ("<checklist-app" in convert(text)) == all(each.checklist for each in lists), file.name


def test_a_converter_can_be_used_again() -> None:
    markdown = Markdown(extensions=["meta", "faircopy.checklists.extension"])
    pages = []
    for text in (TOP + LIST, "no list", TOP + LIST):
        markdown.reset()
        pages.append(markdown.convert(text))
    assert pages[0] == pages[2]
    assert pages[1] == "<p>no list</p>"
