"""Another site of Pelican's is read where its settings say, and not by the rules of our house."""

from pathlib import Path

import pytest

from faircopy.lint.cli import main

TEXTS = {
    "content/2014-one.md": "Title: One\nDate: 2014-02-13\nCategory: x\nMood: calm\n\n"
    "[Two]({filename}/notes/two.markdown)\n\n<script src='https://elsewhere.example/x.js'></script>\n",
    "content/notes/two.markdown": "Title: Two\nDate: 2014-02-30\n\nText.\n",
    "content/notes/three.rst": "Three\n=====\n\nText.\n",
    "content/about/me.md": "Title: Me\n\n[gone]({filename}/gone.md)\n",
    "content/CNAME": "example.org\n",
}


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name, text in TEXTS.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    (tmp_path / "pelicanconf.py").write_text("PAGE_PATHS = ['about']\nSTATIC_PATHS = ['CNAME']\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize("path", ["content", ".", "content/notes"])
def test_what_is_wrong_anywhere_is_told_and_no_more(capsys: pytest.CaptureFixture[str], path: str) -> None:
    assert main([path]) == 1
    told = [line for line in capsys.readouterr().out.splitlines() if ": error " in line]
    found = [f"{line.partition(':')[0]} {line.partition(' error ')[2][:5]}" for line in told]
    expected = ["content/about/me.md PR201", "content/notes/two.markdown FM103"]
    assert found == (expected[1:] if path.endswith("notes") else expected)


def test_the_rules_of_our_house_can_be_kept_to(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with (site / "pelicanconf.py").open("a") as settings:
        settings.write("HOUSE_RULES = True\n")
    assert main(["content"]) == 1
    told = capsys.readouterr().out
    for code in ("FM105", "FM108", "FM134", "FM135"):
        assert f" {code} " in told
    assert "content/notes/three.rst:1:1: error FM135 nothing reads a file that ends in '.rst'" in told
    assert "ARTICLE_PATHS, PAGE_PATHS and STATIC_PATHS name what is used" in told
