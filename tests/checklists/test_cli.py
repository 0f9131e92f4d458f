import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from faircopy.checklists.cli import main
from faircopy.markdown.files import alone_in, write_whole
from lists import source

OLD = {"Alpha": {"a": "Is A so?", "b": "Is B so?"}, "Beta": {"c": "Is C so?"}}


@pytest.fixture
def post(tmp_path: Path) -> Path:
    file = tmp_path / "index.md"
    file.write_text(source(OLD), encoding="utf-8")
    return file


def lock_of(post: Path) -> dict[str, dict[str, dict[str, object]]]:
    value: dict[str, dict[str, dict[str, object]]] = json.loads(post.with_name("checklist.lock.json").read_text())
    return value


def edit(post: Path, old: str, new: str) -> None:
    text = post.read_text(encoding="utf-8")
    assert old in text
    post.write_text(text.replace(old, new), encoding="utf-8")


def test_a_list_is_written_recorded_edited_and_recorded_again(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(post, " {#a}", "")
    assert main(["ids", str(post)]) == 0
    assert capsys.readouterr().out == f"{post}:8: is-a-so\n"
    assert main(["check", str(post)]) == 1
    assert main(["record", str(post)]) == 0
    assert main(["check", str(post)]) == 0
    assert lock_of(post)["items"]["is-a-so"]["first"] == "2026-11-22"
    capsys.readouterr()

    edit(post, "- [ ] Is B so? {#b}", "- [ ] Is B like that? {#b}\n- [ ] Is N new? {#n}")
    edit(post, "- [ ] Is C so? {#c}", "- [ ] Is D so? {#d}")
    assert main(["check", str(post.parent)]) == 1
    assert re.findall(r"error (CL\d+)", capsys.readouterr().out) == ["CL326", "CL324", "CL323", "CL323"]
    before = post.with_name("checklist.lock.json").read_bytes()
    assert main(["record", str(post)]) == 1
    assert "CL326 the question 'c' is gone: 'Is C so?'" in capsys.readouterr().out
    assert post.with_name("checklist.lock.json").read_bytes() == before
    assert main(["record", str(post), "--replace", "c=d", "--date", "2026-12-24"]) == 0
    assert capsys.readouterr().out == "reworded b\nadded n\nadded d\nreplaced-by c -> d\n"
    assert main(["check", str(post)]) == 0
    assert lock_of(post)["retired"]["c"] == {
        "fate": "replaced-by", "into": ["d"], "gone": "2026-12-24", "first": "2026-11-22", "revision": "2026-11-22",
        "hash": lock_of(post)["retired"]["c"]["hash"], "section": "beta", "question": "Is C so?",
    }  # fmt: skip


def test_recording_nothing_writes_nothing(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["record", str(post)])
    lock = post.with_name("checklist.lock.json")
    before = lock.stat().st_mtime_ns
    assert main(["record", str(post)]) == 0
    assert lock.stat().st_mtime_ns == before
    assert "nothing has changed since revision 2026-11-22" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--split", "a=b,n"], ["split-to a -> b, n"]),
        (["--merge", "a,b=b"], ["merged-to a -> b"]),
        (["--retire", "a"], ["retired a"]),
    ],
)
def test_each_fate_has_its_option(
    post: Path, options: list[str], expected: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    main(["record", str(post)])
    edit(post, "- [ ] Is A so? {#a}", "- [ ] Is N new? {#n}")
    capsys.readouterr()
    assert main(["record", str(post), *options, "--date", "2026-12-01"]) == 0
    assert capsys.readouterr().out.splitlines() == ["added n", *expected]


def test_a_list_that_was_recorded_for_a_day_to_come_can_be_recorded_again(post: Path) -> None:
    main(["record", str(post), "--date", "2999-01-01"])
    edit(post, "Is A so?", "Is A thus?")
    assert main(["record", str(post)]) == 0
    assert str(lock_of(post)["items"]["a"]["revision"]).startswith("2999-01-01")


def test_the_first_revision_has_the_date_of_the_post_or_todays(post: Path) -> None:
    edit(post, "Date: 2026-11-22\n", "Date: soon\n")
    main(["record", str(post)])
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", str(lock_of(post)["items"]["a"]["first"]))
    post.with_name("checklist.lock.json").unlink()
    edit(post, "Date: soon\n", "")
    main(["record", str(post), "--date", "2020-02-29"])
    assert lock_of(post)["items"]["a"]["first"] == "2020-02-29"


@pytest.mark.parametrize(
    ("change", "options", "code"),
    [
        (("## Alpha", "## Alpha\n\n- No box.\n- [ ] A? {#x}\n"), [], "CL306"),
        (("Checklist: a-list", "Checklist: another"), [], "CL322"),
        (("Is A so?", "Is A thus?"), ["--date", "2001-01-01"], "CL329"),
        (("Is A so?", "Is A thus?"), ["--retire", "b"], "CL328"),
        (("Checklist: a-list\n", ""), [], "CL301"),
    ],
)
def test_what_stands_against_recording_is_said_and_nothing_is_written(
    post: Path, change: tuple[str, str], options: list[str], code: str, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["record", str(post)])
    before = post.with_name("checklist.lock.json").read_bytes()
    edit(post, *change)
    capsys.readouterr()
    assert main(["record", str(post), *options]) == 1
    assert f"error {code} " in capsys.readouterr().out
    assert post.with_name("checklist.lock.json").read_bytes() == before


def test_nothing_can_be_gone_from_a_list_without_a_record(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["record", str(post), "--retire", "z"]) == 1
    assert "CL328 nothing of 'z' is on record yet" in capsys.readouterr().out
    assert not post.with_name("checklist.lock.json").exists()


def test_ids_of_questions_that_are_gone_are_not_given_again(post: Path) -> None:
    edit(post, "- [ ] Is A so? {#a}", "- [ ] Is A so? {#alpha-question}")
    main(["record", str(post)])
    edit(post, "- [ ] Is A so? {#alpha-question}", "- [ ] Alpha question?")
    main(["ids", str(post)])
    assert "- [ ] Alpha question? {#alpha-question-2}" in post.read_text()


@pytest.mark.parametrize("command", ["ids", "check", "record"])
def test_a_file_that_cannot_be_used_is_said(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "plain.md").write_text("Title: No list\n\n- [ ] a\n")
    (tmp_path / "binary.md").write_bytes(b"\xff")
    assert main([command, str(tmp_path / "plain.md")]) == 1
    assert "plain.md:1: error CL301 there is no field 'Checklist'" in capsys.readouterr().out
    assert main([command, str(tmp_path / "binary.md")]) == 1
    assert "MD002" in capsys.readouterr().out


def test_a_broken_lock_stops_the_writing_of_ids(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edit(post, " {#a}", "")
    post.with_name("checklist.lock.json").write_text("{")
    before = post.read_bytes()
    assert main(["ids", str(post)]) == 1
    assert "CL321" in capsys.readouterr().out
    assert post.read_bytes() == before
    post.with_name("checklist.lock.json").write_bytes(b"\xff")
    assert main(["check", str(post)]) == 1


def test_two_lists_of_one_name_are_found_in_a_folder(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "index.md").write_text(source(OLD))
        main(["record", str(tmp_path / name / "index.md")])
    (tmp_path / "article.md").write_text("Title: No list\n\n")
    assert main(["check", str(tmp_path / "one"), str(tmp_path / "one/index.md")]) == 0
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert "CL302 the name 'a-list' is taken by" in out
    assert err == "2 checklists, 1 problem\n"


def test_the_report_for_programs(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["record", str(post)])
    capsys.readouterr()
    assert main(["check", "--format", "json", str(post)]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "version": 1,
        "diagnostics": [],
        "checklists": [{"path": str(post), "id": "a-list", "revision": "2026-11-22", "sections": 2, "questions": 3}],
    }
    edit(post, "Is C so?", "Is C 100% so, or not?")
    edit(post, "## Alpha\n", "## Empty\n\n## Alpha\n")
    assert main(["check", "--format", "json", str(post)]) == 1
    value = json.loads(capsys.readouterr().out)
    assert value["diagnostics"] == [
        {
            "path": str(post), "line": 6, "column": 1, "code": "CL304", "severity": "error",
            "message": "section 'Empty' has no question",
            "hint": "write one as '- [ ] …?', or take the heading away",
        }
    ]  # fmt: skip
    assert value["checklists"][0]["questions"] is None


def test_the_report_for_github(post: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(post.parent)
    main(["record", "index.md"])
    edit(post, "Is C so?", "Is C 100% so?")
    edit(post, "- [ ] Is A so? {#a}\n", "- [ ] Is A so? {#a}\n  - **Why:** w\n")
    capsys.readouterr()
    assert main(["check", "--format", "github", "index.md"]) == 1
    warning, error = capsys.readouterr().out.splitlines()
    assert warning.startswith("::warning file=index.md,line=9,col=5,title=CL308::from here on 1 line")
    assert error == (
        "::error file=index.md,line=14,col=3,title=CL324::the question 'c' is reworded, which is not recorded; "
        "it was 'Is C so?'; run 'checklists record index.md'"
    )


def test_a_warning_stops_nothing(post: Path) -> None:
    edit(post, "- [ ] Is A so? {#a}\n", "- [ ] Is A so? {#a}\n  - **Why:** w\n")
    assert main(["record", str(post)]) == 0
    assert main(["check", str(post)]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["bettter"],
        ["check"],
        ["check", "no-such-file.md"],
        ["check", "--format", "xml", "."],
        ["record", ".", "--split", "a=b"],
        ["record", ".", "--split", "a=b,b"],
        ["record", ".", "--split", "a,b=c,d"],
        ["record", ".", "--merge", "a=b"],
        ["record", ".", "--replace", "a"],
        ["record", ".", "--replace", "a="],
        ["record", ".", "--replace", "a=b,c"],
        ["record", ".", "--date", "2026-02-30"],
    ],
)
def test_wrong_usage_is_status_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: checklists" in capsys.readouterr().err


def test_the_documentation_names_every_command_and_option(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "docs/checklists.md").read_text(encoding="utf-8")
    with pytest.raises(SystemExit):
        main(["--help"])
    commands = set(re.findall(r"^    (\w+) ", capsys.readouterr().out, re.MULTILINE))
    assert commands == {"adopt", "ids", "check", "record"}
    for command in commands:
        assert f"checklists {command}" in text
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        output = capsys.readouterr().out
        assert "example" in output
        for option in set(re.findall(r"(?<![\w-])--[a-z]+", output)) - {"--help"}:
            assert option in text, option


def test_the_walk_through_is_true(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = (root / "docs/checklists.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```markdown\n(Title: .*?)```", text, re.DOTALL)
    post = tmp_path / "index.md"
    post.write_text(example, encoding="utf-8")
    assert main(["ids", str(post)]) == 0
    messages = re.findall(r"index\.md:(\d+: [a-z-]+)$", text, re.MULTILINE)
    assert [line.removeprefix(f"{post}:") for line in capsys.readouterr().out.splitlines()] == messages
    assert main(["record", str(post)]) == 0
    assert main(["check", str(post)]) == 0


@pytest.mark.slow
def test_the_command_is_installed(root: Path) -> None:
    command = Path(sys.executable).parent / "checklists"
    done = subprocess.run([command, "check", "content"], cwd=root, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert done.stderr == "2 checklists, 0 problems\n"


def test_a_file_is_written_whole_through_links_and_keeps_its_mode(tmp_path: Path) -> None:
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old")
    target.chmod(0o640)
    link.symlink_to(target)
    write_whole(link, "new\r\n")
    assert target.read_bytes() == b"new\r\n"
    assert link.is_symlink()
    assert target.stat().st_mode & 0o777 == 0o640
    with pytest.raises(UnicodeEncodeError):
        write_whole(target, "\ud800")
    assert target.read_bytes() == b"new\r\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "target"]


def test_a_file_that_was_saved_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "target"
    target.write_text("new")
    with pytest.raises(OSError, match="was changed while we worked on it"):
        write_whole(target, "ours", "old")
    write_whole(target, "ours", "new")
    assert target.read_text() == "ours"
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


def test_two_records_at_once_exclude_each_other(post: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["ids", str(post)])
    with alone_in(post.parent):
        assert main(["record", str(post)]) == 1
    assert "another command is writing there" in capsys.readouterr().err
    assert [one.name for one in post.parent.iterdir()] == [post.name]


def test_two_lists_of_one_folder_have_a_record_each(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first, second = tmp_path / "a.md", tmp_path / "b.md"
    first.write_text(source(OLD), encoding="utf-8")
    second.write_text(
        source({"Other": {"o": "Is O so?"}}).replace("Checklist: ", "Checklist: other-"), encoding="utf-8"
    )
    for post in (first, second):
        assert main(["record", str(post)]) == 0
    assert sorted(file.name for file in tmp_path.glob("*.json")) == ["b.checklist.lock.json", "checklist.lock.json"]
    assert main(["check", str(tmp_path)]) == 0
    # A record stays with its list when the other one goes, and a list that is renamed does not begin anew.
    first.unlink()
    assert main(["check", str(tmp_path)]) == 0
    edit(second, "Checklist: ", "Checklist: an")
    capsys.readouterr()
    assert main(["check", str(tmp_path)]) == 1
    assert "CL322" in capsys.readouterr().out
