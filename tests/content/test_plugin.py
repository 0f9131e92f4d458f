"""A post of the future in a whole build: held back in production, marked in a preview."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pelican import signals
from PIL import Image

import faircopy.checklists.plugin
import faircopy.feeds.plugin
import faircopy.lint.plugin
import faircopy.media.plugin
import faircopy.metadata.plugin
import faircopy.related.plugin
from faircopy.build.build import BuildFailedError
from faircopy.content.moment import MOMENT, Moment
from faircopy.content.plugin import holds_back, leave_out_files, leave_out_posts
from snippetsite import build, post

pytestmark = pytest.mark.slow

NOW = Moment(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("Pacific/Auckland"))
PRODUCTION: dict[str, Any] = {"HOLD_BACK_FUTURE": True, MOMENT: NOW}
TOML = '```{.toml file="/etc/secret.toml"}\nname = "hush"\n```\n'


def to_come() -> str:
    links = "![A plan]({attach}plan.png)", "[notes]({attach}notes.csv)", "![A rack]({attach}shared.png)"
    text = "\n\n".join([TOML, *links, ""])
    return post(text, "to-come").replace("2020-02-02", "2026-12-01")


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """The files beside the posts."""
    for slug, name, colour in (
        ("to-come", "plan", "red"),
        ("to-come", "shared", "green"),
        ("there", "shared", "green"),
    ):
        file = tmp_path / f"content/posts/2020/{slug}/{name}.png"
        file.parent.mkdir(parents=True, exist_ok=True)
        Image.new("RGB", (8, 8), colour).save(file)
    (tmp_path / "content/posts/2020/to-come/notes.csv").write_text("a,b\n1,2\n")
    return tmp_path


@pytest.fixture
def unpublished() -> Iterator[dict[str, object]]:
    """Which posts a template would be told of as held back, by slug."""
    found: dict[str, object] = {}

    def look(generator: object) -> None:
        for article in (*generator.articles, *generator.drafts):  # type: ignore[attr-defined]
            found[article.slug] = getattr(article, "held_until", None)

    signals.article_generator_finalized.connect(look)
    yield found
    signals.article_generator_finalized.disconnect(look)


def built(folder: Path, **settings: Any) -> dict[str, bytes]:
    documents = {
        "posts/2020/to-come/index.md": to_come(),
        "posts/2020/there/index.md": post("![A rack]({attach}shared.png)\n", "there"),
    }
    build(folder, documents, **settings)
    files = (path for path in (folder / "output").rglob("*") if path.is_file())
    return {path.relative_to(folder / "output").as_posix(): path.read_bytes() for path in files}


def test_in_production_nothing_of_it_is_there(content: Path, unpublished: dict[str, object]) -> None:
    files = built(content, **PRODUCTION)
    assert "2020/02/there/shared.png" in files
    assert not [name for name in files if "to-come" in name or "plan" in name or "notes" in name or "secret" in name]
    assert not [name for name, data in files.items() if b"to-come" in data or b"hush" in data]
    assert unpublished == {"there": None}


def test_pelican_by_itself_would_copy_its_files(content: Path) -> None:
    """What a draft links, and the draft."""
    document = to_come().replace("Slug:", "Status: draft\nSlug:")
    without = {
        **PRODUCTION,
        "PLUGINS": [
            faircopy.media.plugin,
            faircopy.metadata.plugin,
            faircopy.related.plugin,
            faircopy.feeds.plugin,
            faircopy.checklists.plugin,
            faircopy.lint.plugin,
        ],
    }
    signals.static_generator_finalized.disconnect(leave_out_files)
    signals.article_generator_pretaxonomy.disconnect(leave_out_posts)
    with pytest.raises(BuildFailedError, match=r"PB306 'notes\.csv'"):  # the build looks for it, too
        build(content, {"posts/2020/to-come/index.md": document}, **without)
    build(content, {"posts/2020/to-come/index.md": document}, **PRODUCTION)
    assert not list((content / "output").rglob("notes.csv"))


def test_when_its_time_has_come_all_of_it_is_there(content: Path, unpublished: dict[str, object]) -> None:
    files = built(content, **{**PRODUCTION, MOMENT: Moment(datetime(2026, 11, 30, 11, 0, tzinfo=UTC), NOW.zone)})
    assert {f"2026/12/to-come/{name}" for name in ("index.html", "plan.png", "notes.csv")} <= files.keys()
    assert [name for name in files if name.startswith("2026/12/to-come/") and name.endswith("secret.toml")]
    assert unpublished["to-come"] is None


def test_in_a_preview_it_is_there_and_marked(content: Path, unpublished: dict[str, object]) -> None:
    assert "2026/12/to-come/index.html" in built(content, **{MOMENT: NOW})
    assert str(unpublished["to-come"]) == "2026-12-01 00:00:00+13:00"
    assert unpublished["there"] is None


@pytest.mark.parametrize(
    ("settings", "is_held"),
    [
        ({}, True),
        ({"LAZY_OUTPUT": True}, False),
        ({"HOLD_BACK_FUTURE": False}, False),
        ({"HOLD_BACK_FUTURE": True, "LAZY_OUTPUT": True}, True),
    ],
)
def test_what_nobody_wants_to_see_is_held_back(settings: dict[str, Any], is_held: bool) -> None:
    assert holds_back(settings) is is_held
