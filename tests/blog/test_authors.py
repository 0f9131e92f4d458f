"""Who wrote what of this blog, as its feeds say it."""

import json
import warnings
from pathlib import Path

import pytest

from conftest import SITEURL

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # of feedparser's own use of the standard library
    import feedparser

pytestmark = pytest.mark.slow


def test_who_wrote_what_is_said(built_site: Path) -> None:
    json_feed = json.loads((built_site / "feeds/all.json").read_text(encoding="utf-8"))
    atom = feedparser.parse((built_site / "feeds/all.atom.xml").read_bytes())
    assert json_feed["authors"] == [{"name": "Dave Moskovitz"}]
    ours = {item["url"]: item["authors"] for item in json_feed["items"] if "authors" in item}
    assert ours == {f"{SITEURL}/2026/11/before-you-publish-a-fail2ban-rule/": [{"name": "Faircopy"}]}
    assert [entry.author for entry in atom.entries] == ["Faircopy", *["Dave Moskovitz"] * 6]
