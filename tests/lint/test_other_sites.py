"""Another site of Pelican's is read where its settings say, and not by our own rules."""

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


ELSEWHERE = {
    "content/2014-02-03-named.md": "Title: A\n\nText.\n",
    "content/b.md": "Title: B\nDate: 2014-2-3 9:00\nSlug: Some_Thing.2\n\nText.\n",
    "content/c.md": "Title: C\nDate: 3 February 2014\nModified: 2015-01-02 9:00\nSlug: wörter\n\nText.\n",
    "content/d.md": "Title: D\nDate: May 2014\nSlug: a b\n\nText.\n",
    "content/e.md": "Title: E\nDate: someday\nSlug: ../e\n\nText.\n",
    "content/f.md": "Title: F\n\nText.\n",
    "content/g.rst": "G\n=\n",
    "content/h.rst": "H\n=\n",
    "content/i.html": "<title>I</title>",
}


@pytest.mark.parametrize(
    ("settings", "undated"),
    [
        ("", ["content/f.md FM102"]),
        ("DEFAULT_DATE = 'fs'\n", []),
        ("DEFAULT_METADATA = {'Date': '2014-01-01'}\n", []),
        ("FILENAME_METADATA = '(?P<date>x).*'\n", []),
        ("FILENAME_METADATA = '(?P<slug>.*)'\n", ["content/2014-02-03-named.md FM102", "content/f.md FM102"]),
    ],
)
def test_what_pelican_takes_is_right_there(
    site: Path, capsys: pytest.CaptureFixture[str], settings: str, undated: list[str]
) -> None:
    for name in TEXTS:
        (site / name).unlink()
    for name, text in ELSEWHERE.items():
        (site / name).write_text(text)
    (site / "pelicanconf.py").write_text(f"SITENAME = 'Other'\n{settings}")
    assert main(["content"]) == 1
    output = capsys.readouterr().out
    told = [line for line in output.splitlines() if ": error " in line]
    found = [f"{line.partition(':')[0]} {line.partition(' error ')[2][:5]}" for line in told]
    wrong = ["content/d.md FM103", "content/d.md FM106", "content/e.md FM103", "content/e.md FM106"]
    assert sorted(found) == sorted([*wrong, *undated])
    assert "content/g.rst:1:1: note FM156 2 texts in '.rst' are not read here; this is the first" in output
    assert "content/i.html:1:1: note FM156 1 text in '.html' is not read here" in output


@pytest.mark.parametrize("slug", ["/etc/x", "a//b", "../x", "a/../b", "."])
def test_a_slug_that_leads_out_is_named(site: Path, capsys: pytest.CaptureFixture[str], slug: str) -> None:
    """Pelican joins it to the output folder, and drops the text."""
    (site / "pelicanconf.py").write_text("SITENAME = 'Other'\n")
    (site / "content/z.md").write_text(f"Title: Z\nDate: 2014-01-01\nSlug: {slug}\n\nText.\n")
    main(["content"])
    output = capsys.readouterr().out
    assert f"content/z.md:3:7: error FM106 '{slug}' cannot stand in an address as it is" in output
    assert "FM122" not in output
