"""A setting's old name holds for one version more, and is told of."""

from pathlib import Path

import pytest

from faircopy.content.deprecated import RENAMED, take_renamed, value_of
from faircopy.media.plugin import asset_cache
from snippetsite import build, post


@pytest.mark.parametrize(("old", "new"), RENAMED.items())
def test_the_old_name_gives_way_to_the_new_one(old: str, new: str) -> None:
    settings = {old: "value"}
    assert value_of(settings, new) == "value"
    (warning,) = take_renamed(settings, "pelicanconf.py")
    assert (warning.path, warning.severity, warning.message) == (
        "pelicanconf.py",
        "warning",
        f"'{old}' is called '{new}' now",
    )
    assert settings == {new: "value"}
    assert list(take_renamed(settings, "pelicanconf.py")) == []
    both = {old: "old", new: "new"}
    assert value_of(both, new) == "new"
    assert len(list(take_renamed(both, "pelicanconf.py"))) == 1
    assert both == {new: "new"}
    assert value_of({}, new) is None


@pytest.mark.slow
def test_a_build_says_so(tmp_path: Path) -> None:
    found = build(tmp_path, {"posts/2020/a/index.md": post("Words.")}, MADE_BEFORE=tmp_path / "made")
    assert [one.code for one in found] == ["PR802"]


def test_a_plugin_alone_goes_by_the_old_name() -> None:
    assert asset_cache({"MADE_BEFORE": "made"}) == Path("made")
    assert asset_cache({}) == Path(".cache/assets")
