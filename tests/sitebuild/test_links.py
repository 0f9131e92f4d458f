from pathlib import Path

import pytest

from sitebuild.linkcheck import check_links
from sitebuild.links import faults_of
from sitebuild.places import Written

SITE = "https://example.org/blog"


def make(root: Path, body: str) -> None:
    """A site of a page at `post/`, with `body`, and one at `about/`."""
    for name, text in {
        "post/index.html": body,
        "about/index.html": "<h1 id='top-of-it'>About</h1><a name='old'></a><h2 id='Māori'>M</h2>",
        "post/pic.png": "",
        "theme/style.css": "",
        "post/log sample.txt": "",
    }.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def faults(root: Path, body: str) -> list[tuple[str, str]]:
    make(root, body)
    return [(fault.rule.code, fault.why) for fault in faults_of(root, SITE)]


@pytest.mark.parametrize(
    "body",
    [
        f"<a href='{SITE}/about/'>",
        f"<a href='{SITE}/about'>",  # a web host leads on to about/
        "<a href='../about/#top-of-it'>",
        "<a href='/blog/about/?x=1#old'>",
        "<a href='../about/#M%C4%81ori'>",
        "<a href='../about/#:~:text=About'>",
        "<a href='#'><a href='#top'><a href='#here' id=here>",
        "<a href='mailto:me@example.org'><a href='tel:1'><img src='data:image/png;base64,AA=='>",
        "<a href='https://elsewhere.example/'><link rel=license href='https://elsewhere.example/'>",
        "<img src='pic.png' srcset='pic.png 1x, ./pic.png 2x,'>",
        "<link rel=stylesheet href='/blog/theme/style.css'>",
        "<a href='log%20sample.txt'>",
        "<a>",
    ],
)
def test_what_leads_somewhere_is_left_alone(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == []


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<a href='/blog/abuot/'>", "leads nowhere"),
        ("<img src='pict.png'>", "leads nowhere"),
        ("<img srcset='pic.png 1x, pict.png 2x'>", "leads nowhere"),
        ("<video poster='none.png'>", "leads nowhere"),
        (f"<a href='{SITE}/about/#none'>", "leads to a page without '#none'"),
        ("<a href='#none'>", "leads to a page without '#none'"),
        ("<a href='/about/'>", f"leads out of the site, which begins at {SITE}/"),
        (f"<a href='{SITE}ger/'>", f"leads out of the site, which begins at {SITE}/"),
        ("<a href='../../../etc/passwd'>", f"leads out of the site, which begins at {SITE}/"),
        ("<a href='{attach}pic.png'>", "leads nowhere"),
    ],
)
def test_what_leads_nowhere_is_found(tmp_path: Path, body: str, why: str) -> None:
    assert faults(tmp_path, body) == [("SB904", why)]


@pytest.mark.parametrize(
    "body",
    [
        "<img src='https://elsewhere.example/x.png'>",
        "<script src='//elsewhere.example/x.js'></script>",
        "<link rel='preload stylesheet' href='https://elsewhere.example/x.css'>",
        "<object data='http://example.org/blog/x.svg'>",
    ],
)
def test_what_is_fetched_from_elsewhere_is_found(tmp_path: Path, body: str) -> None:
    assert faults(tmp_path, body) == [("SB907", "is fetched from another site")]


def test_a_fault_is_told_where_its_author_wrote_it(tmp_path: Path) -> None:
    make(tmp_path / "site", "<a href='x.png'><a href='/blog/nav/'><a href='../about/#none'>")
    source = tmp_path / "post.md"
    source.write_text("Title: x\n\n![x](x.png)\n\n[about]({filename}about.md#none)\n")
    pages = {(tmp_path / "site/post/index.html").resolve(): Written(source, "x.png ../about/#none")}
    settings = tmp_path / "conf.py"
    found = [
        (Path(one.path).name, one.line, one.message) for one in check_links(tmp_path / "site", SITE, pages, settings)
    ]
    assert found == [
        ("conf.py", 1, "'/blog/nav/' in 'post/index.html' leads nowhere"),
        ("post.md", 3, "'x.png' in 'post/index.html' leads nowhere"),
        ("post.md", 5, "'../about/#none' in 'post/index.html' leads to a page without '#none'"),
    ]
