"""What is hidden is at its own address, and named nowhere else."""

import gzip
from pathlib import Path
from typing import Any

import pytest

from anysite import EVERYTHING, built, write_all
from conftest import SITEURL

pytestmark = pytest.mark.slow

NAME = "zzhidden"
PLACES = {
    "post": "2020/02/{0}/index.html",
    "german": "2020/02/{0}/de/index.html",
    "translation": "2020/02/{0}/de/index.html",
    "page": "{0}/index.html",
    "german-page": "{0}/de/index.html",
}


def source(slug: str, status: str = "hidden", language: str = "en-nz") -> str:
    return (
        f"Title: Title {slug}\nSlug: {slug}\nDate: 2020-02-02\nCategory: Cat{slug}\nTags: tag{slug}, shared\n"
        f"Summary: Summary {slug}\nSeries: S\nStatus: {status}\nLang: {language}\n\nText {slug}.\n"
    )


def site(others: str) -> dict[str, str]:
    one = {name: source(f"{NAME}-{name}", language="en-nz" if name in ("post", "page") else "de") for name in PLACES}
    return {
        "posts/post.md": one["post"],
        "posts/german.md": one["german"],
        "posts/translation.md": one["translation"],
        "posts/original.md": one["translation"].replace("Lang: de", "Lang: en-nz"),
        "pages/page.md": one["page"],
        "pages/german-page.md": one["german-page"],
        "posts/open.md": source("open", others),
        "pages/open-page.md": source("open-page", others),
    }


@pytest.fixture(scope="module", params=["published", "hidden"])
def files(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> dict[str, bytes]:
    """Of a site with others that are listed, and of one in which nothing is."""
    folder: Path = tmp_path_factory.mktemp("site")
    write_all(folder, site(request.param))
    settings: dict[str, Any] = {**EVERYTHING, "STATIC_PATHS": ["extra"], "STATIC_EXCLUDE_SOURCES": True}
    found, written = built(folder, **settings, HOLD_BACK_FUTURE=True)
    assert found == []
    return {name: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for name, data in written.items()}


@pytest.mark.parametrize(("name", "place"), PLACES.items())
def test_it_is_where_it_belongs_and_asks_not_to_be_listed(files: dict[str, bytes], name: str, place: str) -> None:
    page = files[place.format(f"{NAME}-{name}")].decode()
    assert f"Text {NAME}-{name}." in page
    assert '<meta name="robots" content="noindex">' in page
    assert "data-pagefind-body" not in page
    # Who has its address may pass it on.
    assert f'<meta property="og:url" content="{SITEURL}/' in page
    assert 'name="robots"' not in files["index.html"].decode()


def test_it_is_named_nowhere_else(files: dict[str, bytes]) -> None:
    own = {place.format(f"{NAME}-{name}") for name, place in PLACES.items()}
    own.add(PLACES["post"].format(f"{NAME}-translation"))
    assert own <= files.keys()
    assert {name for name, data in files.items() if NAME.encode() in data} == own
    cards = {f"cards/{NAME}-post.png", f"cards/{NAME}-translation.png"}
    cards |= {f"cards/de/{NAME}-{name}.png" for name in ("german", "translation")}
    assert {name for name in files if NAME in name} == own | cards
