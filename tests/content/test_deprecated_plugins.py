"""What people have in their settings from 0.1 still holds, and a warning says what to write."""

import importlib
import re
from pathlib import Path
from typing import Any

import pytest

from conftest import ROOT
from faircopy.content.deprecated import EXTENSIONS, PACKAGES, PLUGINS, RENAMED, hint_for, take_renamed


def taken(settings: dict[str, Any]) -> list[str]:
    return [f"{one.code} {one.message}; {one.hint}" for one in take_renamed(settings, "pelicanconf.py")]


@pytest.mark.parametrize("old", RENAMED)
def test_a_setting(old: str) -> None:
    settings = {old: "x"}
    assert taken(settings) == [f"PR802 '{old}' is called '{RENAMED[old]}' now; write '{RENAMED[old]}'"]
    assert settings == {RENAMED[old]: "x"}
    settings = {old: "x", RENAMED[old]: "y"}
    assert len(taken(settings)) == 1
    assert settings == {RENAMED[old]: "y"}


@pytest.mark.parametrize("old", PLUGINS)
@pytest.mark.parametrize("form", ["{}", "{}.plugin"])
def test_a_plugin(old: str, form: str) -> None:
    module = object()
    settings: dict[str, Any] = {"PLUGINS": ["before", form.format(old), module]}
    (warning,) = taken(settings)
    first, *between, last = settings["PLUGINS"]
    assert (first, last) == ("before", module)
    assert between == [f"{one}.plugin" for one in PLUGINS[old]]
    assert all(f"'{one}'" in warning for one in between)
    assert taken(settings) == []
    assert all(Path(ROOT, "plugins", *one.split(".")).with_suffix(".py").is_file() for one in between)


def test_old_and_new_beside_each_other_are_one() -> None:
    settings: dict[str, Any] = {"PLUGINS": ["incremental.plugin", "faircopy.incremental.plugin", "incremental"]}
    assert len(taken(settings)) == 2
    assert settings["PLUGINS"] == ["faircopy.incremental.plugin"]


@pytest.mark.parametrize("paths", ["mine", ["other", "mine"]])
def test_a_plugin_of_ones_own_keeps_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, paths: Any) -> None:
    monkeypatch.chdir(tmp_path)
    importlib.invalidate_caches()  # Python remembers where a relative path has led, which was another folder
    Path("mine").mkdir()
    Path("mine/snippets.py").write_text("", encoding="utf-8")
    settings: dict[str, Any] = {"PLUGINS": ["snippets", "sitemap", "proofreader"], "PLUGIN_PATHS": paths}
    assert taken(settings) == []
    assert settings["PLUGINS"] == ["snippets", "sitemap", "proofreader"]


@pytest.mark.parametrize("old", EXTENSIONS)
@pytest.mark.parametrize("form", ["{}.extension", "{}.extension:AnExtension"])
def test_an_extension(old: str, form: str) -> None:
    name, new = form.format(old), form.format(PACKAGES[old])
    before = {"extensions": ["tables", name], "extension_configs": {name: {"a": 1}, "tables": {}}}
    settings: dict[str, Any] = {"MARKDOWN": before}
    assert taken(settings) == [f"PR802 '{name}' is called '{new}' now; write '{new}'"]
    assert settings["MARKDOWN"] == {"extensions": ["tables", new], "extension_configs": {new: {"a": 1}, "tables": {}}}
    assert before["extensions"] == ["tables", name]  # which may be Pelican's own defaults
    assert Path(ROOT, "plugins", *new.partition(":")[0].split(".")).with_suffix(".py").is_file()


@pytest.mark.parametrize("settings", [{}, {"PLUGINS": None, "MARKDOWN": {}}, {"PLUGINS": ["x.plugin", object()]}])
def test_what_has_no_old_name_is_left_alone(settings: dict[str, Any]) -> None:
    before = dict(settings)
    assert taken(settings) == []
    assert settings == before


@pytest.mark.parametrize("name", [*PACKAGES, "theming.assets"])
def test_an_import_of_an_old_module(name: str) -> None:
    hint = hint_for(ModuleNotFoundError(f"No module named '{name}'", name=name))
    assert PACKAGES[name.partition(".")[0]] in hint
    assert (ROOT / "docs" / "upgrading.md").is_file()


@pytest.mark.parametrize(
    "error", [ModuleNotFoundError("x", name="themes"), ImportError("x", name="theming"), OSError()]
)
def test_another_error(error: BaseException) -> None:
    assert hint_for(error) == ""


def test_the_page_about_upgrading_has_them_all() -> None:
    page = (ROOT / "docs" / "upgrading.md").read_text(encoding="utf-8")
    cells = [line.split("|") for line in page.splitlines() if line.startswith("|")]
    named = {name: new for *_, old, new, _ in cells for name in re.findall(r"`([\w.]+)`", old)}
    for old, new in PLUGINS.items():
        assert re.findall(r"`([\w.]+)`", named[f"{old}.plugin"]) == [f"{one}.plugin" for one in new]
    for old in EXTENSIONS:
        assert named[f"{old}.extension"].strip() == f"`{PACKAGES[old]}.extension`"
    # Either by itself or by its modules.
    assert {old for old in PACKAGES if old not in {name.partition(".")[0] for name in named}} == set()
