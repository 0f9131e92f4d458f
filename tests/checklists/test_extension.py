import pytest
from markdown import Markdown


def convert(text: str) -> str:
    return Markdown(extensions=["checklists.extension", "smarty"]).convert(text)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("- [ ] Tested? {#tested}", '<ul>\n<li id="tested">Tested?</li>\n</ul>'),
        ("- [ ] Is *it* <b>so</b>? {#is-it}", '<ul>\n<li id="is-it">Is <em>it</em> <b>so</b>?</li>\n</ul>'),
        ("- plain {#no-box}", "<ul>\n<li>plain {#no-box}</li>\n</ul>"),
        ("- [ ] no id", "<ul>\n<li>[ ] no id</li>\n</ul>"),
        (
            "- [ ] a {#a}\n\n- [ ] b {#b}",
            '<ul>\n<li id="a">\n<p>a</p>\n</li>\n<li id="b">\n<p>b</p>\n</li>\n</ul>',
        ),
        ("- [ ] a {#a}\n    - hint", '<ul>\n<li id="a">a<ul>\n<li>hint</li>\n</ul>\n</li>\n</ul>'),
        ("- \n\n    - x", "<ul>\n<li>\n<ul>\n<li>x</li>\n</ul>\n</li>\n</ul>"),
    ],
)
def test_items(text: str, html: str) -> None:
    assert convert(text) == html
