"""An address that is looked up once has the answer that it would have had each time."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.build.link_answers import LinkAnswers
from faircopy.build.page_links import BuiltPage, PageLink

SITE = "https://example.org/blog"
PAGES = {
    name: BuiltPage((), frozenset(anchors))
    for name, anchors in {"index.html": ["a"], "post/index.html": ["a", "b c"], "post/other.html": ["b"]}.items()
}
PARTS = ("https:", "http:", "HTTPS:", "//", "/", "example.org", "blog", "post", "other.html", "index.html", "..", ".")
ADDRESSES = st.lists(st.sampled_from((*PARTS, "?x=1", "#", "a", "b%20c", ":~:text=x", "%2e%2e", "mailto:", "\t", " ")))


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("site")
    for name in PAGES:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("")
    return root


@pytest.mark.slow
@given(st.lists(st.tuples(ADDRESSES.map("".join), st.booleans(), st.sampled_from([*PAGES])), max_size=20))
def test_what_is_known_is_what_would_be_found(root: Path, asked: list[tuple[str, bool, str]]) -> None:
    answers = LinkAnswers(root, SITE, PAGES)
    for address, fetched, page in asked:
        fresh = LinkAnswers(root, SITE, PAGES).look_up(f"{SITE}/{page}", PageLink(address, fetched=fetched))
        assert answers.fault_in(PageLink(address, fetched=fetched), page) == fresh, (address, page)


def test_a_page_whose_name_looks_encoded_has_its_own_anchors(tmp_path: Path) -> None:
    pages = {"a%62.html": BuiltPage((), frozenset(["here"]))}
    answers = LinkAnswers(tmp_path, SITE, pages)
    assert answers.fault_in(PageLink("#here", fetched=False), "a%62.html") is None
    assert answers.fault_in(PageLink("#none", fetched=False), "a%62.html")
