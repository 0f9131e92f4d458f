"""Comments are in the language of the post, where giscus has it."""

import pytest
from jinja2 import Environment, FileSystemLoader
from selectolax.lexbor import LexborHTMLParser

from conftest import ROOT
from faircopy.languages.jinja import install
from faircopy.languages.words import site_words

GISCUS = {"repo": "a/b", "repo_id": "R", "category": "C", "category_id": "D"}


@pytest.mark.parametrize(
    ("page", "setting", "expected"),
    [
        ("de", "", "de"),
        ("de-AT", "", "de"),
        ("el", "", "gr"),
        ("zh-Hant-TW", "", "zh-CN"),
        ("zh-TW", "", "zh-TW"),
        ("mi", "", None),
        ("en-NZ", "", None),
        ("de", "fr", "fr"),
    ],
)
def test_comments_are_in_the_language_of_the_post(page: str, setting: str, expected: str | None) -> None:
    environment = Environment(loader=FileSystemLoader(ROOT / "theme/templates"), autoescape=True)
    install(environment, site_words({"DEFAULT_LANG": "en"}))
    giscus = {**GISCUS, **({"lang": setting} if setting else {})}
    html = environment.get_template("partials/discuss.html").render(GISCUS=giscus, lang=page, SITEURL="")
    (node,) = LexborHTMLParser(html).css("site-comments")
    assert node.attributes.get("data-lang") == expected
