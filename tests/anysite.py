"""A small site with our settings, built without proofreading: a plugin is right whatever it is given."""

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from conftest import ROOT, SITEURL
from faircopy.build.run import build, load_settings
from faircopy.content.moment import MOMENT, Moment
from faircopy.diagnostics.model import Diagnostic
from snippetsite import same_locale

NOW = Moment(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("Pacific/Auckland"))

FEEDS = {
    "FEED": "feeds/articles",
    "FEED_ALL": "feeds/all",
    "CATEGORY_FEED": "feeds/category/{slug}",
    "AUTHOR_FEED": "feeds/author/{slug}",
    "TAG_FEED": "feeds/tag/{slug}",
    "TRANSLATION_FEED": "feeds/in/{lang}",
}
# Whatever Pelican can be told to write.
EVERYTHING: dict[str, Any] = {
    **{f"{name}_ATOM": f"{path}.atom" for name, path in FEEDS.items()},
    **{f"{name}_RSS": f"{path}.rss" for name, path in FEEDS.items()},
    **{f"{name}_ARCHIVE_SAVE_AS": f"when/{{date:{form}}}.html" for name, form in (("YEAR", "%Y"), ("DAY", "%Y-%m-%d"))},
    "DRAFT_SAVE_AS": "drafts/{slug}.html",
    "DRAFT_LANG_SAVE_AS": "drafts/{lang}/{slug}.html",
    "DRAFT_PAGE_SAVE_AS": "drafts/page-{slug}.html",
    "DRAFT_PAGE_LANG_SAVE_AS": "drafts/page-{lang}-{slug}.html",
    "DRAFTS_SAVE_AS": "drafts/index.html",
    "AUTHOR_SAVE_AS": "author/{slug}.html",
    "AUTHOR_URL": "author/{slug}.html",
    "AUTHORS_SAVE_AS": "authors.html",
    "DIRECT_TEMPLATES": ["index", "archives", "categories", "tags", "search", "drafts", "404", "authors"],
    "RSS_FEED_SUMMARY_ONLY": False,
    "OUTPUT_SOURCES": True,
    "STATIC_EXCLUDE_SOURCES": False,
    "STATIC_PATHS": ["posts", "pages", "images"],
    "WITH_FUTURE_DATES": True,
}


def write_all(folder: Path, sources: Mapping[str, str | bytes]) -> None:
    """Write files below the content, by their paths."""
    for name, source in sources.items():
        file = folder / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(source if isinstance(source, bytes) else source.encode())


def built(folder: Path, **settings: Any) -> tuple[list[Diagnostic], dict[str, bytes]]:
    """Return what is said of a build of `folder`, and the files that it has written."""
    overrides = {
        "PATH": str(folder / "content"),
        "OUTPUT_PATH": str(folder / "output"),
        "INCREMENTAL_CACHE": str(folder / "cache"),
        "ASSET_CACHE": str(folder / "made"),
        "SITEURL": SITEURL,
        "FEED_DOMAIN": SITEURL,
        MOMENT: NOW,
    }
    with same_locale():
        read = load_settings(ROOT / "pelicanconf.py", {**overrides, **settings})
        assert not isinstance(read, Diagnostic)
        found = build(read, ROOT / "pelicanconf.py")
    files = (file for file in (folder / "output").rglob("*") if file.is_file())
    return found, {file.relative_to(folder / "output").as_posix(): file.read_bytes() for file in files}
