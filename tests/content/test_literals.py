"""Settings are read as they are written, without running them: what is read is what running them gives."""

import sys
from pathlib import Path

import pytest

from conftest import ROOT
from faircopy.content.literals import MAX_SOURCE, literals_in
from faircopy.content.settings_file import check_settings_file, literal_settings
from faircopy.lint.cli import main

WRITTEN = [
    "X = ('a', 'b')",
    "X: tuple = ('a', 'b')",
    "X: tuple[str, ...] = ('a',)\nX += ('b',)",
    "A = ['a']\nX = A + ['b']",
    "A = ('a',)\nX = (*A, 'b')",
    "A = {'a': 1}\nX = {**A, 'b': 2}",
    "X = {'a': 1} | {'b': 2}",
    "X = dict.fromkeys(('a', 'b'))",
    "X = dict.fromkeys(['a'], 1)",
    "X = dict(a=1)",
    "X = tuple('a b'.split())",
    "X = sorted({'b', 'a'})",
    "A = 'x/'\nX = f'{A}index.html'",
    "A = 'x'\nX = A + '/' + 'y'",
    "X = Y = 'a'",
    "X, Y = 'a', 'b'",
    "X = ['a']\nX.append('b')\nX.extend(['c', 'd'])",
    "X = {'a': 1}\nX.update({'b': 2})",
    "X = -1",
    "X = not True",
    "A = ['a', 'b']\nX = A[-1]",
    "X = 'a' 'b'",
    "X = 1\nX = 2",
    "X: str\nX = 'a'",
    "X = {'b': {'c': ('d', 1.5, None)}}",
]


@pytest.mark.parametrize("source", WRITTEN)
def test_what_is_written_is_what_running_gives(source: str) -> None:
    namespace: dict[str, object] = {}
    exec(source, namespace)  # noqa: S102  # the table above
    found = literals_in(source, "x.py")
    assert found.values["X"] == namespace["X"]
    assert "X" not in found.unknown


@pytest.mark.parametrize(
    "source",
    [
        "import os\nX = os.environ.get('X', 'a')",
        "X = open('x').read()",
        "X = 'a'\nif True:\n    X = 'b'",
        "X = ['a']\nfor one in range(3):\n    X.append(one)",
        "X = {'a': 1}\nX['b'] = 2",
        "X = 'a'\ntry:\n    X = 1\nexcept OSError:\n    X = 2",
        "X = 'a'\nX += unknown",
        "X = ['a']\nX.append(unknown)",
        "X = ['a']\nX.sort(key=len)",
        "X = [one for one in 'ab']",
        "def X(): pass",
        "X = 'a'\ndel X",
        "X = 'a' + 1",
        "X = ()[0]",
        "X = 'a' * 10 ** 10",
        "X = 1 / 0",
        "X = 'a'\n" + "X = X + X\n" * 60,
        "X = '%1000000000d' % 1",
        "X = '{:1000000000}'.format(1)",
        "X = " + "(" * 80 + "unknown" + ")" * 80,
        "X = f'{1:>5}'",
        "X = '{0.__class__}'.format(1).__class__",
        "a.b.X, X = 1, unknown",
    ],
)
def test_what_is_worked_out_is_unknown(source: str) -> None:
    found = literals_in(source, "x.py")
    assert "X" not in found.values
    assert "X" in found.unknown


def test_our_own_settings_are_all_known() -> None:
    settings = literal_settings(ROOT / "pelicanconf.py")
    assert settings["ARTICLE_SAVE_AS"] == "{date:%Y}/{date:%m}/{slug}/index.html"
    assert settings["READERS"]["rst"] is None
    assert list(check_settings_file(ROOT / "pelicanconf.py")) == []


OF_SETTINGS = [
    "from faircopy.settings import *",
    "from faircopy.settings import *\nARTICLE_URL = '{slug}/'\nNAV = (*NAV, ('More', 'more/'))",
    "from faircopy.settings import NAV, ARTICLE_URL as URL\nARTICLE_SAVE_AS = f'{URL}index.html'",
    "from faircopy.settings import *\nSTATIC_PATHS.append('more')\nREADERS.update(rst=None)",
]


@pytest.mark.parametrize("source", OF_SETTINGS)
def test_what_a_site_takes_from_our_settings_is_what_running_gives(source: str) -> None:
    """What no check asks for, as PLUGINS, is worked out there and unknown."""
    sys.modules.pop("faircopy.settings", None)
    namespace: dict[str, object] = {}
    exec(source, namespace)  # noqa: S102  # the table above
    # It changes lists of the module, which a build reads anew.
    sys.modules.pop("faircopy.settings", None)
    found = literals_in(source, "x.py")
    assert {name: namespace[name] for name in found.values} == found.values
    assert {name for name in namespace if name.isupper()} == {*found.values, *found.unknown}
    assert found.unknown.keys() <= {"PLUGINS", "THEME_STATIC_DIR"}


def test_what_our_settings_do_not_have_is_unknown() -> None:
    assert literals_in("from faircopy.settings import NOTHING", "x.py").unknown == {"NOTHING": 1}
    assert literals_in("from other.settings import *", "x.py").values == {}


def test_a_setting_with_a_type_counts_and_one_that_is_worked_out_is_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    post = tmp_path / "content" / "posts" / "2020" / "a" / "index.md"
    post.parent.mkdir(parents=True)
    post.write_text("Title: A\nDate: 2020-01-02\nSlug: a\nCategory: Other\nSummary: S\n\nBody.\n")
    settings = tmp_path / "pelicanconf.py"
    settings.write_text("KNOWN_CATEGORIES: tuple = ('One',)\n")
    assert main(["content"]) == 0
    assert "warning FM113" in capsys.readouterr().out
    settings.write_text("import os\n\nKNOWN_CATEGORIES = os.listdir()\nFOOT = os.getcwd()\n")
    assert main(["content"]) == 0
    output = capsys.readouterr().out
    assert "pelicanconf.py:3:1: note PR801 'KNOWN_CATEGORIES' is computed" in output
    assert "FOOT" not in output


@pytest.mark.parametrize(
    "value", ["-" * 200_000 + "1", "a" + ".b" * 50_000, "''" + "+''" * 50_000, "(" * 5000 + ")" * 5000]
)
def test_an_expression_that_is_too_deep_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], value: str
) -> None:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "pelicanconf.py").write_text(f"SITENAME = {value}\n")
    assert main([str(tmp_path / "content")]) == 2
    assert "pelicanconf.py:1: it is not Python: " in capsys.readouterr().err


def test_a_file_that_nobody_wrote_is_not_read() -> None:
    long = "A = [" + "1," * (MAX_SOURCE // 2) + "]"
    with pytest.raises(SyntaxError, match=r"it has 1,000,006 characters, and at most 1,000,000 are read"):
        literals_in(long, "x.py")
