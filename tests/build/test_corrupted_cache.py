"""After any corruption of what is kept, a build is byte for byte the one that had nothing to go by."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from PIL import Image

from conftest import ROOT
from examples import SHARED_FIXTURE
from faircopy.cache import files, sealed
from faircopy.lint.cli import main as proofread
from faircopy.snippets.cli import main as snippets
from smallsite import tree
from snippetsite import build, post

pytestmark = pytest.mark.slow

BODY = """
Words, and a picture:

![A square]({attach}picture.png)

![Some, and more.]({attach}numbers.csv){.chart .bars}

```{.json file="/srv/a.json"}
{"a": 1}
```

```{.python file="/srv/a.py"}
a = 1
```
"""
# Each builds the site twice; the harms that are listed below are done each time.
EXAMPLES = max(1, settings().max_examples // 25)


def picture() -> bytes:
    image = Image.new("RGB", (700, 400), "white")
    image.paste("#1f55a5", (0, 0, 350, 400))
    written = BytesIO()
    image.save(written, "PNG")
    return written.getvalue()


@dataclass(frozen=True)
class KeptSite:
    """A small site with our theme, and all that its builds keep."""

    folder: Path
    clean: dict[str, bytes]  # what a build writes that finds nothing

    @property
    def cache(self) -> Path:
        return self.folder / ".cache"

    def build(self) -> dict[str, bytes]:
        made = {"ASSET_CACHE": self.cache / "assets", "INCREMENTAL_CACHE": self.cache / "incremental"}
        found = build(self.folder, {}, checkers=None, **made)  # type: ignore[arg-type]  # all that there are
        assert [str(one) for one in found if one.severity == "error"] == []
        return tree(self.folder / "output")

    def kept(self) -> list[Path]:
        return sorted(file for file in self.cache.rglob("*") if file.is_symlink() or not file.is_dir())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> KeptSite:
    folder = tmp_path_factory.mktemp("site")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder / ".cache/home"))
        sources: dict[str, str | bytes] = {
            "posts/2020/proven/index.md": post(BODY),
            "posts/2020/proven/picture.png": picture(),
            "posts/2020/proven/numbers.csv": (ROOT / "tests/media/cases/everything/numbers.csv").read_bytes(),
            "posts/2021/other/index.md": post("Other words.", "other"),
        }
        for name, content in sources.items():
            file = folder / "content" / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        first = KeptSite(folder, {}).build()
        assert any(name.endswith(".avif") for name in first)
        assert b"<svg" in first["2020/02/proven/index.html"]
        # What it keeps is all that follows is about.
        shutil.copytree(folder / ".cache", folder / "whole")
    return KeptSite(folder, first)


@pytest.fixture(autouse=True)
def _own_home(site: KeptSite, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(site.cache / "home"))


def flip(file: Path, place: int) -> None:
    data = bytearray(file.read_bytes())
    if data:
        data[place % len(data)] ^= 0x20
        file.write_bytes(data)


def cut(file: Path, place: int) -> None:
    os.truncate(file, place % (file.stat().st_size + 1))


def lengthen(file: Path, place: int) -> None:
    with file.open("ab") as stream:
        stream.write(b"x" * (place % 5000 + 1))


def replace_by(make: Callable[[Path], object]) -> Callable[[Path, int], None]:
    def harm(file: Path, _: int) -> None:
        file.unlink()
        make(file)

    return harm


def put_rows_in_each_others_place(file: Path, place: int) -> None:
    """Have two values of a database change their places; of any other file, flip a byte."""
    if file.suffix != ".sqlite":
        flip(file, place)
        return
    with closing(sqlite3.connect(file)) as database, database:
        rows = database.execute("SELECT kind, key, seal, value FROM kept ORDER BY kind, key").fetchall()
        if len(rows) > 1:
            (kind, key, *_), (_, _, seal, value) = rows[place % len(rows)], rows[(place + 1) % len(rows)]
            database.execute("UPDATE kept SET seal=?, value=? WHERE kind=? AND key=?", (seal, value, kind, key))


HARMS: dict[str, Callable[[Path, int], object]] = {
    "flip": flip,
    "cut": cut,
    "empty": lambda file, _: os.truncate(file, 0),
    "lengthen": lengthen,
    "remove": replace_by(lambda _: None),
    "a link to nothing": replace_by(lambda file: file.symlink_to("nowhere")),
    "a link to itself": replace_by(lambda file: file.symlink_to(file.name)),
    "a folder": replace_by(lambda file: (file / "x").mkdir(parents=True)),
    "a pipe": replace_by(os.mkfifo),
    "rows": put_rows_in_each_others_place,
    "no permission": lambda file, _: file.chmod(0),
    "a stranger's": lambda file, _: file.write_bytes(sealed.FORM + bytes(32) + b"forged"),
}


def harm(site: KeptSite, kind: str, number: int, place: int) -> None:
    """Do some harm to one of the files that are kept."""
    kept = [file for file in site.kept() if not file.is_symlink() and file.is_file()]
    if not kept:
        return
    file, other = kept[number % len(kept)], kept[place % len(kept)]
    if kind == "swap":
        beside = file.with_name("beside")
        shutil.move(file, beside)
        with suppress(shutil.SameFileError, FileNotFoundError):
            shutil.move(other, file)
            shutil.move(beside, other)
        if beside.exists():
            shutil.move(beside, file)
    elif kind == "a link to another":
        if file != other:
            file.unlink()
            file.symlink_to(other)
    else:
        HARMS[kind](file, place)


@settings(max_examples=EXAMPLES, suppress_health_check=SHARED_FIXTURE)
@given(
    harms=st.lists(
        st.tuples(
            st.sampled_from([*HARMS, "swap", "a link to another"]), st.integers(0, 100), st.integers(0, 1_000_000)
        ),
        min_size=1,
        max_size=12,
    ),
    has_output=st.booleans(),
)
@example(harms=[(kind, number, number) for number, kind in enumerate(HARMS)], has_output=True)
@example(harms=[("empty", number, 0) for number in range(40)], has_output=False)
@example(harms=[("swap", number, number + 1) for number in range(40)], has_output=False)
@example(harms=[("rows", number, number) for number in range(40)], has_output=True)
def test_the_output_is_as_from_nothing(site: KeptSite, harms: list[tuple[str, int, int]], *, has_output: bool) -> None:
    files.clear(site.cache)
    shutil.copytree(site.folder / "whole", site.cache)
    sealed.secret_in.cache_clear()
    for kind, number, place in harms:
        harm(site, kind, number, place)
    if not has_output:
        shutil.rmtree(site.folder / "output", ignore_errors=True)
    assert differences(site.build(), site.clean) == []
    # What was made anew is believed the next time.
    assert differences(site.build(), site.clean) == []


def differences(now: dict[str, bytes], clean: dict[str, bytes]) -> list[str]:
    return sorted(name for name in now.keys() | clean.keys() if now.get(name) != clean.get(name))


@pytest.mark.parametrize("kind", HARMS)
def test_the_commands_say_the_same(kind: str, site: KeptSite, capsys: pytest.CaptureFixture[str]) -> None:
    document = site.folder / "doc.md"
    document.write_text("```json\n[1,]\n```\n\n```python\na = 1\n```\n")
    files.clear(site.cache)
    (site.folder / "pelicanconf.py").write_text('PATH = "content"\nTIMEZONE = "UTC"\n')
    output = []
    for turn in range(3):
        for file in site.kept() if turn == 1 else ():
            HARMS[kind](file, 40)
        sealed.secret_in.cache_clear()
        assert snippets(["check", str(document)]) == 1
        output.append(capsys.readouterr().out)
        proofread([str(site.folder / "content")])
        output[-1] += capsys.readouterr().out
    assert output == [output[0]] * 3
