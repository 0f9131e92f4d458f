import re
from pathlib import Path

import pytest

from faircopy.publish.guards.site_address import address_at_github
from faircopy.publish.settings import NAME


@pytest.mark.parametrize("name", ["gh-pages", "origin", "pages/live", "a.b", "v1"])
def test_names_of_branches(name: str) -> None:
    assert NAME.fullmatch(name)


@pytest.mark.parametrize(
    "name",
    ["", "-f", "a b", "a..b", ".a", "a/", "/a", "a.lock", "a//b", "a~1", "a:b", "x/.y", "@{u}", "HEAD", "refs/heads/a"],
)
def test_what_is_no_name_of_a_branch(name: str) -> None:
    assert not NAME.fullmatch(name)


@pytest.mark.parametrize(
    ("remote", "address"),
    [
        ("https://github.com/Ada/Notes.git", "https://ada.github.io/notes"),
        ("git@github.com:ada/notes.git", "https://ada.github.io/notes"),
        ("ssh://git@github.com/ada/notes", "https://ada.github.io/notes"),
        ("https://token@github.com/ada/ada.github.io", "https://ada.github.io"),
        ("../remote.git", None),
        ("https://gitlab.com/ada/notes.git", None),
    ],
)
def test_where_github_shows_a_repository(remote: str, address: str | None) -> None:
    assert address_at_github(remote) == address


def test_every_setting_is_documented_and_no_other(root: Path) -> None:
    set_there = set(re.findall(r"^(PUBLISH_\w+)\b", (root / "publishconf.py").read_text(), re.MULTILINE))
    read = set(re.findall(r'"(PUBLISH_\w+)"', (root / "plugins/faircopy/publish/settings.py").read_text()))
    rows = set(re.findall(r"^\| `(PUBLISH_\w+)` \|", (root / "docs/publishing.md").read_text(), re.MULTILINE))
    assert rows == set_there == read
    assert rows
