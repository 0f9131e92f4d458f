import json
import shutil
from pathlib import Path

import pytest

from faircopy.lint.cli import main, parser

GOOD = "Title: One\nDate: 2018-03-04\nSlug: one\nSummary: A post.\n\nText.\n"


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.delenv("SITEURL", raising=False)


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site with a good post, and one with an error and a warning."""
    (tmp_path / "pelicanconf.py").write_text('"""Settings."""\nSITEURL = "https://site.example"\nNAME = str(1)\n')
    for slug, text in (("one", GOOD), ("two", GOOD.replace("one", "two").replace("Text", "A teh <HOST>"))):
        (tmp_path / f"content/posts/2018/{slug}").mkdir(parents=True)
        (tmp_path / f"content/posts/2018/{slug}/index.md").write_text(text)
    monkeypatch.chdir(tmp_path)
    return tmp_path


TWO = "content/posts/2018/two/index.md"


@pytest.mark.usefixtures("site")
def test_an_error_is_status_1_and_shown_with_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content"]) == 1
    assert capsys.readouterr().out == (
        f"{TWO}:6:3: warning PR701 'teh' is a known misspelling\n"
        " 6 | A teh <HOST>.\n"
        "   |   ^\n"
        "   = help: did you mean 'the'? a word that is right goes into 'spelling.txt'\n"
        "\n"
        f"{TWO}:6:7: error FM132 '<HOST>' is not an HTML element, and a browser shows nothing of it\n"
        " 6 | A teh <HOST>.\n"
        "   |       ^\n"
        "   = help: write `<HOST>`, in backticks, or &lt;HOST&gt;\n"
        "\n"
        "2 documents, 0 snippets, 1 error, 1 warning\n"
    )


@pytest.mark.parametrize("paths", [["content/posts/2018/one/index.md"], ["content/posts/2018/one"]])
@pytest.mark.usefixtures("site")
def test_only_what_is_named_is_told(paths: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(paths) == 0
    assert capsys.readouterr().out == "1 document, 0 snippets, 0 errors, 0 warnings\n"


@pytest.mark.parametrize("path", [".", "content", "content/posts"])
@pytest.mark.usefixtures("site")
def test_a_site_is_found_from_any_of_its_folders(path: str) -> None:
    assert main([path]) == 1


def test_paths_are_relative_when_they_were_given_so(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(site / "content" / "posts")
    assert main(["2018", "--format", "github"]) == 1
    assert (
        capsys.readouterr()
        .out.splitlines()[1]
        .startswith("::error file=../posts/2018/two/index.md,line=6,col=7,title=FM132::'<HOST>' is not an HTML element")
    )
    assert main([str(site / "content"), "--format", "github"]) == 1
    assert f"file={site}/{TWO},line=6" in capsys.readouterr().out


@pytest.mark.usefixtures("site")
def test_json_has_the_shape_of_the_contract(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "--format", "json"]) == 1
    value = json.loads(capsys.readouterr().out)
    assert set(value) == {"version", "tools", "diagnostics", "snippets", "fences"}
    assert set(value["diagnostics"][0]) == {"path", "line", "column", "code", "severity", "message", "hint"}


@pytest.mark.usefixtures("site")
def test_sarif_names_the_program_and_its_rules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content", "--format", "sarif"]) == 1
    (run,) = json.loads(capsys.readouterr().out)["runs"]
    assert run["tool"]["driver"]["name"] == "proofread"
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["FM132", "PR701"]


@pytest.mark.usefixtures("site")
def test_without_a_path_content_is_checked(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == main(["content"])
    output = capsys.readouterr().out
    assert output[: len(output) // 2] == output[len(output) // 2 :] != ""


@pytest.mark.parametrize("arguments", [["content", "--format", "xml"], ["content", "--jobs", "0"], ["--fixx", "."]])
@pytest.mark.usefixtures("site")
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


@pytest.mark.parametrize(
    ("make", "paths", "expected"),
    [
        ("", ["none"], "there is no 'none'"),
        ("README.md", ["README.md"], "'README.md' is in no content folder, which has posts/ or pages/ in it"),
        ("empty/x.md", ["empty"], "'empty' is in no content folder, which has posts/ or pages/ in it; name a content "),
        ("other/posts/a.md", ["content", "other"], "these paths belong to more than one content folder; "),
    ],
)
def test_what_cannot_be_checked_is_status_2(
    site: Path, make: str, paths: list[str], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if make:
        (site / make).parent.mkdir(parents=True, exist_ok=True)
        (site / make).touch()
    assert main(paths) == 2
    assert capsys.readouterr().err.startswith(f"proofread: {expected}")


def test_settings_that_do_not_parse_are_status_2(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "pelicanconf.py").write_text("SITEURL = (")
    assert main(["content"]) == 2
    assert "pelicanconf.py:1: it is not Python: " in capsys.readouterr().err


@pytest.mark.parametrize("path", ["/etc", "..", "../..", "content/../.."])
def test_settings_lead_out_of_no_site(site: Path, path: str, capsys: pytest.CaptureFixture[str]) -> None:
    (site / "pelicanconf.py").write_text(f"PATH = {path!r}\n")
    assert main([str(site)]) == 2
    assert "pelicanconf.py' leads out of the site; name a folder below it" in capsys.readouterr().err


def test_nothing_of_the_settings_is_run(site: Path) -> None:
    (site / "pelicanconf.py").write_text('from pathlib import Path\nPath("ran").touch()\n')
    main(["content"])
    assert not (site / "ran").exists()


def test_a_folder_of_content_needs_no_settings(site: Path) -> None:
    (site / "pelicanconf.py").unlink()
    assert main(["content/posts/2018/one"]) == 0


def test_fix_corrects_files_and_tells_of_the_rest(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    post = site / TWO
    text = "\ufeff" + GOOD.replace("one", "two").replace("Text.", "Run `ls\u00a0-l` and “this” <HOST>\n\nText `“x”`.")
    post.write_bytes(text.replace("\n", "\r\n").encode())
    assert main(["content", "--fix"]) == 1
    fixed = text.replace("ls\u00a0-l", "ls -l").replace("`“x”`", '`"x"`').replace("\n", "\r\n")
    assert post.read_bytes().decode() == fixed
    captured = capsys.readouterr()
    assert captured.err == "proofread: 3 places corrected\n"
    assert captured.out.splitlines()[-1] == "2 documents, 0 snippets, 1 error, 0 warnings"
    assert main(["content", "--fix"]) == 1
    assert post.read_bytes().decode() == fixed


def test_fix_makes_links_follow_the_site(site: Path) -> None:
    post = site / TWO
    (post.parent / "rack.png").write_bytes(
        (Path(__file__).parent / "cases/faults/content/posts/2018/images/plain.png").read_bytes()
    )
    (post.parent / "log.csv").touch()
    links = (
        "![A rack](Rack.PNG) [a]({attach}./Rack.png) [b](https://site.example/2018/03/one/) [c](../one/index.md#x) "
        "[d](log.csv) [e]({filename}/posts/2018/One/index.md)"
    )
    corrected = (
        "![A rack](rack.png) [a]({attach}./rack.png) [b]({filename}/posts/2018/one/index.md) "
        "[c]({filename}../one/index.md#x) [d]({attach}log.csv) [e]({filename}/posts/2018/one/index.md)"
    )
    (site / "content/posts/2018/one/index.md").write_text(f"{GOOD}\n## X\n")
    post.write_text(GOOD.replace("one", "two").replace("Text.", links))
    assert main([TWO, "--fix"]) == 0
    assert post.read_text() == GOOD.replace("one", "two").replace("Text.", corrected)


def test_fix_leaves_alone_what_is_silenced(site: Path) -> None:
    text = GOOD.replace("Text.", "<!-- proofread: ignore PR601 it is what the program printed -->\n\nA `“x”`.")
    (site / "content/posts/2018/one/index.md").write_text(text, encoding="utf-8")
    assert main(["content/posts/2018/one", "--fix"]) == 0
    assert (site / "content/posts/2018/one/index.md").read_text(encoding="utf-8") == text


def test_the_address_of_a_build_is_our_own_too(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (site / "content/posts/2018/one/index.md").write_text(f"{GOOD}[x](https://www.site.example/blog/2018/03/two/)\n")
    assert main(["content/posts/2018/one"]) == 0
    monkeypatch.setenv("SITEURL", "https://www.site.example/blog")
    capsys.readouterr()
    assert main(["content/posts/2018/one"]) == 0
    assert "PR205 'https://www.site.example/blog/2018/03/two/' names our own site" in capsys.readouterr().out


@pytest.mark.slow
def test_a_tree_with_faults_is_left_as_it_is_without_fix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(Path(__file__).parent / "cases" / "faults", tmp_path / "site")
    monkeypatch.chdir(tmp_path / "site")
    before = {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()}
    assert main(["content"]) == 1
    assert {file: file.read_bytes() for file in Path().rglob("*") if file.is_file()} == before


def test_the_help_has_examples() -> None:
    assert "proofread content --fix" in parser().format_help()
    assert "faircopy check content --fix" in parser("faircopy check").format_help()


def test_what_is_held_back_is_told(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FAIRCOPY_NOW", "2018-03-03")
    assert main([str(site / "content/posts/2018/one")]) == 0
    assert "note SC101 this post is held back until 2018-03-04 00:00" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("name", "now", "zone"), [("FAIRCOPY_NOW", "soon", "UTC"), ("'Middle/Earth'", "", "Middle/Earth")]
)
def test_a_time_that_there_is_not_is_status_2(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, now: str, zone: str
) -> None:
    monkeypatch.setenv("FAIRCOPY_NOW", now)
    (site / "pelicanconf.py").write_text(f'TIMEZONE = "{zone}"\n')
    assert main(["content"]) == 2
    assert name in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"&#{'9' * 5000};", 6),
        (f"[a](http://a.example/&#x{'f' * 9})", 6),
        (f"<a href='&#{'0' * 5000}12345678;'>x</a>", 6),
    ],
)
def test_a_reference_to_no_character_ends_nothing(
    site: Path, capsys: pytest.CaptureFixture[str], text: str, line: int
) -> None:
    (site / TWO).write_text(GOOD.replace("one", "two").replace("Text.", text))
    (site / "content/posts/2018/one/index.md").write_text(GOOD.replace("Text", "A teh"))
    assert main(["content"]) == 1
    out = capsys.readouterr().out
    assert f"{TWO}:{line}:" in out
    assert "error FM141 '&#" in out
    assert "'teh' is a known misspelling" in out


def test_a_reference_in_code_may_stand(site: Path) -> None:
    (site / TWO).write_text(GOOD.replace("one", "two").replace("Text.", f"```\n&#{'9' * 5000};\n```"))
    assert main(["content/posts/2018/two"]) == 0


@pytest.mark.slow
def test_what_a_build_keeps_is_used_and_an_edit_is_seen(site: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["content"]) == 1
    without = capsys.readouterr().out
    assert not (site / ".cache").exists()  # nothing was built here: nothing is left here
    kept = site / ".cache/incremental"
    kept.mkdir(parents=True)
    said = []
    for _ in range(2):
        main(["content"])
        said.append(capsys.readouterr().out)
    assert said == [without, without]
    assert [*kept.iterdir()]
    (site / TWO).write_text(GOOD.replace("one", "two"))
    assert main(["content"]) == 0
    (site / TWO).write_text(GOOD.replace("one", "two").replace("Text", "A langauge"))
    (site / "spelling.txt").write_text("langauge\n")
    assert main(["content"]) == 0
    capsys.readouterr()
    (site / "spelling.txt").unlink()
    main(["content"])
    assert "'langauge' is a known misspelling" in capsys.readouterr().out
