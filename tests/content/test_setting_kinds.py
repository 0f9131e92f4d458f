"""A setting with a value of another kind than it needs is named where it stands, by a check and by a build."""

import contextlib
import sys
from pathlib import Path
from typing import Any

import pytest
from pelican.settings import DEFAULT_CONFIG

from conftest import ROOT
from faircopy.build.run import load_settings, run_pelican
from faircopy.cli import main
from faircopy.content.literals import literals_in
from faircopy.content.setting_kinds import kind_of, unfit_settings
from faircopy.content.settings_file import literal_settings

UNFIT = [
    ("KNOWN_CATEGORIES = 5", "KNOWN_CATEGORIES is 5, and not a list of texts"),
    ("KNOWN_CATEGORIES = 'Notes'", "KNOWN_CATEGORIES is 'Notes', and not a list of texts"),
    ("KNOWN_CATEGORIES = ['a', 5]", "KNOWN_CATEGORIES is ['a', 5], and not a list of texts"),
    ("STATIC_PATHS = 'images'", "STATIC_PATHS is 'images', and not a list of texts"),
    ("DEFAULT_LANG = 5", "DEFAULT_LANG is 5, and not a text"),
    ("THEME = 'a\\0b'", "THEME is 'a\\x00b', and not a text"),
    ("ARTICLE_URL = ['{slug}/']", "ARTICLE_URL is ['{slug}/'], and not a text"),
    ("FEED_ALL_ATOM = True", "FEED_ALL_ATOM is True, and not a text"),
    ("READERS = ['rst']", "READERS is ['rst'], and not a dictionary"),
    ("MARKDOWN = {'extensions': 5}", "MARKDOWN is {'extensions': 5}, and not a dictionary with a list 'extensions'"),
    ("EXTRA_PATH_METADATA = {'a': 'b'}", "EXTRA_PATH_METADATA is {'a': 'b'}, and not a dictionary of dictionaries"),
    ("FEED_MAX_ITEMS = 'ten'", "FEED_MAX_ITEMS is 'ten', and not a number"),
    ("PUBLISH_ALLOWED = ['/home/pi']", "PUBLISH_ALLOWED is ['/home/pi'], and not a dictionary"),
    ("PLUGINS = 'series'", "PLUGINS is 'series', and not a list"),
]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("posts", "pages", "extra"):
        (tmp_path / "content" / name).mkdir(parents=True)
    return tmp_path


@pytest.mark.parametrize(("line", "fact"), UNFIT)
def test_it_is_named_where_it_stands(site: Path, capsys: pytest.CaptureFixture[str], line: str, fact: str) -> None:
    (site / "pelicanconf.py").write_text(f"SITENAME = 'X'\nTIMEZONE = 'UTC'\n{line}\n")
    name = line.partition(" ")[0]
    assert main(["check"]) == 1
    said = capsys.readouterr().out
    assert f"pelicanconf.py:3:1: error PR803 {fact}\n" in said
    assert f"help: write {name} = " in said
    found = load_settings(Path("pelicanconf.py"), {})
    assert str(found).startswith(f"pelicanconf.py:3: error PR803 {fact}; write {name} = ")


def test_of_settings_for_production_those_that_they_take_over_are_looked_at(site: Path) -> None:
    (site / "pelicanconf.py").write_text("SITENAME = 'X'\n\nSTATIC_PATHS = 'images'\n")
    (site / "publishconf.py").write_text("from pelicanconf import *\n")
    with contextlib.chdir(site):
        found = load_settings(Path("publishconf.py"), {})
    assert str(found).startswith("pelicanconf.py:3: error PR803 STATIC_PATHS is 'images', and not a list of texts; ")


def test_what_only_a_build_knows_is_looked_at_there(site: Path) -> None:
    (site / "pelicanconf.py").write_text("import os\nTIMEZONE = 'UTC'\nKNOWN_CATEGORIES = len(os.sep)\nPLUGINS = []\n")
    assert literal_settings(Path("pelicanconf.py")) == {"TIMEZONE": "UTC", "PLUGINS": []}
    found = load_settings(Path("pelicanconf.py"), {})
    assert str(found).startswith("pelicanconf.py:3: error PR803 KNOWN_CATEGORIES is 1, and not a list of texts; ")


@pytest.mark.parametrize("line", [one for one, _ in UNFIT])
def test_commands_that_write_refuse_it(site: Path, capsys: pytest.CaptureFixture[str], line: str) -> None:
    (site / "pelicanconf.py").write_text(f"SITENAME = 'X'\n{line}\n")
    assert main(["new", "A text"]) == 1
    assert f"error: pelicanconf.py:2: {line.partition(' ')[0]} is " in capsys.readouterr().err
    assert not [*site.rglob("*.md")]


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        (b"X = 1\nY = = 2\n", "pelicanconf.py:2: it is not Python: "),
        (b"X = 1\n# \xff\n", "pelicanconf.py:2: it is not UTF-8 text; save it as UTF-8"),
        (b"X = 1\n\nY = '\0'\n", "pelicanconf.py:3: there is a NUL in it; remove it"),
        (b"X = " + b"-" * 50_000 + b"1", "pelicanconf.py:1: it is not Python: an expression is nested too deeply; "),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["new", "A"], ["rename", "a", "b"]])
def test_a_file_that_cannot_be_read_is_named_with_its_line(
    site: Path, capsys: pytest.CaptureFixture[str], text: bytes, fact: str, command: list[str]
) -> None:
    (site / "pelicanconf.py").write_bytes(text)
    assert main(command) in (1, 2)
    assert fact in capsys.readouterr().err


# Whose value may be one of several things, or is looked at elsewhere.
OPEN = {"ARTICLE_ORDER_BY", "PAGE_ORDER_BY", "PELICAN_CLASS"}


def defaults() -> dict[str, Any]:
    sys.modules.pop("faircopy.settings", None)
    import faircopy.settings  # noqa: PLC0415  # a build reads it anew

    return {name: value for name, value in vars(faircopy.settings).items() if name.isupper()}


def test_the_defaults_are_of_their_kinds() -> None:
    for settings in (DEFAULT_CONFIG, defaults(), literal_settings(ROOT / "pelicanconf.py")):
        assert list(unfit_settings(settings)) == []


def test_no_setting_of_pelican_is_forgotten() -> None:
    plain = {name for name, value in DEFAULT_CONFIG.items() if isinstance(value, str | list | tuple | dict)}
    assert {name for name in plain if kind_of(name, {}) is None} == OPEN


@pytest.mark.parametrize("line", ["FEED_ALL_ATOM = None", "SUMMARY_MAX_LENGTH = None", "DEFAULT_PAGINATION = False"])
def test_what_is_off_is_of_no_kind(line: str) -> None:
    assert list(unfit_settings(literals_in(line, "x.py").values)) == []


def test_another_theme_may_mean_something_else() -> None:
    assert list(unfit_settings({"NAV": 5})) == []
    assert [one.name for one in unfit_settings({"NAV": 5, "HOUSE_RULES": True})] == ["NAV"]


def test_a_list_of_words_that_is_not_utf_8_is_named(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "pelicanconf.py").write_text("SITENAME = 'X'\nPLUGINS = []\n")
    (site / "spelling.txt").write_bytes(b"colour\nna\xefve\n")
    assert main(["check"]) == 2
    assert "spelling.txt:2: it is not UTF-8 text; save it as UTF-8" in capsys.readouterr().err
    assert [
        str(one) for one in run_pelican(Path("pelicanconf.py"), site / "output", {"SITEURL": "https://example.org"})
    ] == ["spelling.txt:2: error PR803 it is not UTF-8 text; save it as UTF-8"]
