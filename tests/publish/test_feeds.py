from pathlib import Path

import pytest

from faircopy.publish.guards.feeds import check_feeds
from faircopy.publish.site import BuiltSite

ENTRY = "<entry><id>{id}</id><title>t</title><updated>2020-01-01T00:00:00Z</updated></entry>"
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><id>f</id><title>t</title><updated>2020-01-01T00:00:00Z</updated>'
    f"{ENTRY.format(id='a')}{ENTRY.format(id='b')}</feed>"
)
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "t", "items": [{"id": "a"}, {"id": "b"}]}'
SITEMAP = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://example.org/</loc></url>'
    "<url><loc>https://example.org/a%20b/</loc></url><url><loc>https://example.org/c.html</loc></url></urlset>"
)
GOOD = {
    "feeds/all.atom.xml": ATOM, "feeds/all.json": JSON, "sitemap.xml": SITEMAP, "index.html": "", "a b/index.html": "",
    "c.html": "", "other.json": "[1]", "other.xml": "<x/>", "config.json": '{"version": 1}',
}  # fmt: skip


def faults(folder: Path, files: dict[str, str]) -> list[str]:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    found = check_feeds(BuiltSite(folder), "https://example.org", ["feeds/all.atom.xml", "feeds/all.json"])
    return [diagnostic.message for diagnostic in found]


def test_good_feeds_are_good(tmp_path: Path) -> None:
    assert faults(tmp_path, GOOD) == []


@pytest.mark.parametrize("name", ["feeds/all.atom.xml", "feeds/all.json", "sitemap.xml"])
def test_what_the_settings_promise_is_there(tmp_path: Path, name: str) -> None:
    assert faults(tmp_path, {other: text for other, text in GOOD.items() if other != name}) == ["it is not there"]


@pytest.mark.parametrize(
    ("name", "old", "new", "fact"),
    [
        ("feeds/all.atom.xml", "</feed>", "", "it cannot be read: no element found"),
        ("feeds/all.atom.xml", "<id>b</id>", "<id>a</id>", "two entries share the id 'a'"),
        ("feeds/all.atom.xml", "<id>b</id>", "", "an entry has no id"),
        ("feeds/all.atom.xml", "<id>f</id>", "<id> </id>", "an feed has no id"),
        ("feeds/all.json", "]}", "]", "it cannot be read: Expecting"),
        ("feeds/all.json", '"id": "b"', '"id": "a"', "two entries share the id 'a'"),
        ("feeds/all.json", '"id": "b"', '"id": ""', "an entry has no id"),
        ("feeds/all.json", '"title": "t", ', "", "a JSON feed has a title and items"),
        ("sitemap.xml", "/c.html", "/d.html", "'https://example.org/d.html' is not a page of this site"),
        ("sitemap.xml", "https://example.org/c", "https://example.com/c", "is not a page of this site"),
        ("feeds/all.json", '{"id": "a"}', "1", "a JSON feed has a title and items"),
        ("other.json", "[1]", "[" * 100_000 + "]" * 100_000, "it cannot be read: maximum recursion depth"),
        ("other.xml", "<x/>", "<x>&nbsp;</x>", "it cannot be read: undefined entity"),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, name: str, old: str, new: str, fact: str) -> None:
    assert old in GOOD[name]
    found = faults(tmp_path, {**GOOD, name: GOOD[name].replace(old, new)})
    assert found
    assert fact in found[0]
