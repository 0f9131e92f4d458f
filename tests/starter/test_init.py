"""`faircopy init`: what is typed is what the settings say; all of a folder is written, or nothing of it."""

import datetime as dt
import errno
import json
import os
import pty
import re
import select
import shutil
import subprocess
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from children import AS_FROM_A_TERMINAL
from faircopy.cli import main
from faircopy.content.literals import literals_in
from faircopy.markdown.files import alone_in
from faircopy.starter.answers import (
    Answers,
    address_from,
    language_from,
    name_from,
    timezone_from,
)
from faircopy.starter.guesses import guessed
from faircopy.starter.skeleton import NewSite, as_record, begun_from, files_of, first_texts
from faircopy.starter.write import UNFINISHED, NotEmptyError, write_new
from killed import killed_everywhere

ADA = Answers("Ada's notes", "Ada", "https://ada.example.org/notes", "Europe/Berlin", "de")
DAY = dt.date(2026, 11, 29)
QUESTION = re.compile(rb"(?:\]|not known yet\)): ")
NAMES = [
    'Ada\'s "notes"',
    "{{ SITEURL }} {% raw %} ${x} $y %s {0}",
    "\\n \\x41 \\N{DASH} '''",
    "<script>alert(1)</script> & co.",
    "مدوّنة آدا",
    "日記 🎈👩‍👩‍👧",
    "]]> --> */ #",
    "-n",
]


def namespace_of(text: str, folder: Path) -> dict[str, Any]:
    namespace: dict[str, Any] = {"__file__": str(folder / "pelicanconf.py")}
    exec(compile(text, "pelicanconf.py", "exec"), namespace)  # noqa: S102  # as Pelican does
    return namespace


def check_settings(answers: Answers) -> None:
    """Compare what settings files say with what was answered, run and unrun."""
    files = files_of(NewSite(answers, DAY))
    run, read = namespace_of(files["pelicanconf.py"], Path()), literals_in(files["pelicanconf.py"], "x").values
    for name, answer in (
        ("SITENAME", answers.name),
        ("AUTHOR", answers.author),
        ("TIMEZONE", answers.timezone),
        ("DEFAULT_LANG", answers.language),
    ):
        assert run[name] == read[name] == answer
    assert run["TAG_AUTHORITY"] == (answers.host or None)
    assert [address for _, address in run["NAV"]] == ["archives/", "categories/", "tags/", "about/", "search/"]
    assert f' or "{answers.address or "https://blog.example"}"\n' in files["publishconf.py"]


@pytest.mark.parametrize(
    ("address", "is_example"),
    [("https://ada.example/notes", True), ("https://ada.github.io/notes", False)],
)
def test_an_address_for_examples_is_told_at_once(
    address: str, is_example: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", str(tmp_path / "blog"), "--defaults", "--address", address]) == 0
    assert ("which is an example: write your own into publishconf.py" in capsys.readouterr().out) is is_example


@pytest.mark.parametrize("name", NAMES)
def test_settings_say_what_was_typed(name: str) -> None:
    check_settings(Answers(name, name[::-1], "https://example.org", "UTC", "de"))


FIT = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Cn", "Co", "Zl", "Zp"]), min_size=1, max_size=60)


@pytest.mark.slow
@settings(max_examples=40)
@given(FIT.filter(str.strip), FIT.filter(str.strip))
def test_settings_say_whatever_one_can_type(name: str, author: str) -> None:
    answers = Answers(name_from(name), name_from(author), "", "UTC", "en")
    check_settings(answers)
    begun = NewSite(answers, DAY)
    assert begun_from(json.loads(json.dumps(as_record(begun)))) == begun


@pytest.mark.slow
def test_a_name_is_one_line_of_text() -> None:
    unseen = [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in {"Cc", "Cf", "Zl", "Zp"}]
    for bad in ("", "  ", "\x1b[31m", "\udcff", "a" * 201, *(f"a{one}b" for one in unseen)):
        with pytest.raises(ValueError, match=r"it is|it has a character that nobody sees, U\+"):
            name_from(bad)


def test_joiners_of_other_scripts_are_part_of_a_name() -> None:
    for name in ("\u0646\u200c\u062f", "क्\u200dष", "👩\u200d🌾 farm"):
        assert name_from(name) == name
    for bad in ("\u200c\u0646", "\u0646\u200d", "\u0646\u200c\u200c\u0646", "\u0646\u202e\u0646"):
        with pytest.raises(ValueError, match="nobody sees"):
            name_from(bad)


@pytest.mark.parametrize(
    ("read", "given", "expected"),
    [
        (address_from, "https://example.org/blog/", "https://example.org/blog"),
        (address_from, "", ""),
        (timezone_from, "europe/berlin", "Europe/Berlin"),
        (timezone_from, "America/New York", "America/New_York"),
        (timezone_from, "utc", "UTC"),
        (language_from, "DE", "de"),
        (language_from, "zh-hant-tw", "zh-Hant-TW"),
        (language_from, "pt_br", "pt-BR"),
        (language_from, "mi", "mi"),
        (language_from, "es-419", "es-419"),
        (name_from, "  Ada  ", "Ada"),
    ],
)
def test_an_answer_is_brought_into_its_usual_form(read: Callable[[str], str], given: str, expected: str) -> None:
    assert read(given) == expected


@pytest.mark.parametrize(
    ("read", "given", "said"),
    [
        (address_from, "example.org/blog", "'example.org/blog' is not the address of a site; write it whole, as https://example.org/blog"),
        (address_from, "bücher.example/b", "write it as browsers do: https://xn--bcher-kva.example/b"),
        (address_from, "https://münchen.example", "write it as browsers do: https://xn--mnchen-3ya.example"),
        (address_from, "https://日本" + "語" * 70 + ".example", "is not the address"),
        (address_from, "blog", "as https://example.org/blog"),
        (address_from, "https://example.org/?a", "is not the address"),
        (address_from, "javascript:alert(1)", "is not the address"),
        (timezone_from, "Berlin", "'Berlin' is not a time zone; did you mean 'Europe/Berlin'?"),
        (timezone_from, "Europe/Berlni", "did you mean 'Europe/Berlin'?"),
        (timezone_from, "../../etc/passwd", "is not a time zone"),
        (timezone_from, "", "'' is not a time zone, such as 'Europe/Berlin'"),
        (language_from, "German", "'German' is not a language tag, such as 'en', 'de' or 'pt-BR'"),
        (language_from, "xx", "'xx' is not a language tag"),
        (language_from, "", "'' is not a language tag"),
    ],
)  # fmt: skip
def test_an_answer_that_no_site_can_have_is_refused(read: Callable[[str], str], given: str, said: str) -> None:
    with pytest.raises(ValueError) as refused:
        read(given)
    assert said in str(refused.value)


def test_what_the_machine_says_is_guessed(tmp_path: Path) -> None:
    told = guessed(tmp_path / "my-hobby", {"TZ": ":Pacific/Auckland", "LANG": "de_AT.UTF-8@euro"})
    assert (told.name, told.timezone, told.language) == ("my hobby", "Pacific/Auckland", "de-AT")
    told = guessed(Path("/"), {"TZ": "EST5EDT,M3.2.0", "LC_ALL": "C.UTF-8"})
    assert (told.name, told.timezone, told.language) == ("My blog", "UTC", "en")


def test_the_first_texts_are_in_the_language_of_the_blog() -> None:
    for language, title in (
        ("de", "Wie dieses Blog"),
        ("de-AT", "Wie dieses Blog"),
        ("en", "How"),
        ("mi", "Me"),
        ("fr", "How"),
    ):
        answers = Answers("A", "B", "", "UTC", language)
        (post, page) = first_texts(NewSite(answers, DAY)).items()
        assert post[1].startswith(f"Title: {title}")
        assert f"`{post[0]}`" in post[1]
        assert page[0] == "content/pages/about.md"


def test_new_posts_begin_in_the_language_of_the_blog() -> None:
    def begun(language: str) -> dict[str, str]:
        return files_of(NewSite(Answers("A", "B", "", "UTC", language), DAY))

    english = begun("en")
    names = sorted(name for name in english if name.startswith("archetypes/"))
    assert names == ["archetypes/checklist.md", "archetypes/note.md", "archetypes/post.md"]
    assert [begun("fr")[name] for name in names] == [english[name] for name in names]
    for language in ("de-AT", "mi", "ar", "ja"):
        for name in names:
            ours, theirs = begun(language)[name].split("\n\n"), english[name].split("\n\n")
            assert (len(ours), ours[0]) == (len(theirs), theirs[0])
            assert ours[1] not in theirs


def test_a_post_without_a_category_has_that_of_the_first_post() -> None:
    for language, category in (("de", "Notizen"), ("fr", "Notes"), ("ja", "メモ")):
        settings = files_of(NewSite(Answers("A", "B", "", "UTC", language), DAY))["pelicanconf.py"]
        assert literals_in(settings, "x").values["DEFAULT_CATEGORY"] == category


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "de", "mi", "ar", "ja"])
def test_a_new_blog_is_whole_and_nothing_is_wrong_with_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)
    assert main(["init", "a blog", "--name", "Ada's", "--language", language, "--defaults"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("made a blog: 'Ada's' by ")
    assert "\n  cd 'a blog'\n" in said
    assert len(said.splitlines()) == 8
    assert "\n  git init -b main && git add -A && git commit -m Begin\n" in said
    monkeypatch.chdir("a blog")
    # With `archives/` and such in it, the settings of the package are known.
    assert main(["check", "content"]) == 0
    assert capsys.readouterr().out.endswith("2 documents, 2 snippets, 0 errors, 0 warnings\n")
    for kind in ("post", "note", "checklist"):
        assert main(["new", f"--kind={kind}", "--", f"My first {kind}"]) == 0
    assert main(["check", "content"]) == 0
    assert main(["upgrade"]) == 0
    assert capsys.readouterr().err.endswith(": nothing is new\n")
    assert Path(".gitignore").read_text().splitlines()[0] == "/.venv/"
    assert re.search(r"^pelican==4\.12", Path("requirements.txt").read_text(), re.MULTILINE)
    assert oct(Path().stat().st_mode) == oct((tmp_path / "cache").stat().st_mode)


@pytest.mark.slow
def test_a_folder_in_a_repository_needs_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    assert main(["init", "below/blog", "--defaults"]) == 0
    said = capsys.readouterr().out
    assert "\n  git add -A && git commit -m Begin\n  (it is in a git repository already;" in said
    assert "git init" not in said
    # Beside one, as the README has it, it is in none.
    (tmp_path / ".git").rename(tmp_path / "below" / ".git")
    monkeypatch.chdir("below")
    assert main(["init", "../my-blog", "--defaults"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("made ../my-blog: 'my blog' by ")
    assert "\n  git init -b main && " in said


@pytest.mark.slow
def test_a_new_repository_may_be_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "blog" / ".git").mkdir(parents=True)
    (tmp_path / "blog" / ".git" / "HEAD").write_text("ref: refs/heads/main")
    monkeypatch.chdir(tmp_path)
    assert main(["init", "blog", "--defaults"]) == 0
    assert (tmp_path / "blog" / ".git" / "HEAD").read_text() == "ref: refs/heads/main"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["full"], "'full' is not empty: 'mine' is in it; name a new folder"),
        (["full/mine"], "'full/mine' is there, and is no folder; name a new one"),
        (["full/mine/blog"], "'full/mine': not a directory; a file is where a folder should be"),
        (["dangling"], "'dangling' is there, and is no folder"),
        (["new", "--timezone", "Berlin"], "--timezone: 'Berlin' is not a time zone; did you mean"),
        (["new", "--name", "a\nb"], "--name: it has a character that nobody sees, U+000A"),
        (["n" * 300], "file name too long; use a shorter name"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("mine")
    (tmp_path / "dangling").symlink_to("nowhere")
    before = sorted(tmp_path.rglob("*"))
    assert main(["init", "--defaults", *arguments]) == 1
    assert said in capsys.readouterr().err
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.skipif(os.geteuid() == 0 and not Path("/usr/bin/setpriv").exists(), reason="root may write anywhere")
def test_a_folder_that_may_not_be_written_is_said(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o555)
    code = "import sys; from pathlib import Path; from faircopy.starter.write import write_new\n"
    code += "try: write_new(Path(sys.argv[1]), {'a': b''})\nexcept PermissionError: print('refused')"
    drop = ["setpriv", "--bounding-set=-dac_override", "--inh-caps=-dac_override"] if os.geteuid() == 0 else []
    done = subprocess.run(
        [*drop, sys.executable, "-c", code, folder / "blog"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("refused\n", "")


class Interrupting(Mapping[str, bytes]):
    """Files, of which the one with this number interrupts the writing."""

    def __init__(self, number: int) -> None:
        self.number = number

    def __getitem__(self, name: str) -> bytes:
        if name == f"{self.number}/x":
            raise KeyboardInterrupt
        return b"text"

    def __iter__(self) -> Iterator[str]:
        return (f"{number}/x" for number in range(3))

    def __len__(self) -> int:
        return 3


@pytest.mark.parametrize("number", [0, 2])
@pytest.mark.parametrize("there", [True, False])
def test_an_interruption_while_files_are_written_leaves_nothing(tmp_path: Path, number: int, there: bool) -> None:
    folder = tmp_path / "above" / "blog"
    if there:
        folder.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(KeyboardInterrupt):
        write_new(folder, Interrupting(number))
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("after", [True, False])
@pytest.mark.parametrize("number", [1, 3])
def test_an_interruption_while_they_are_moved_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, after: bool
) -> None:
    moves = []
    link = Path.hardlink_to

    def move(target: Path, source: Path) -> None:
        moves.append(source)
        if len(moves) == number and not after:
            raise KeyboardInterrupt
        link(target, source)
        if len(moves) == number:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "hardlink_to", move)
    with pytest.raises(KeyboardInterrupt):
        write_new(tmp_path / "blog", {f"{number}/x": b"" for number in range(3)})
    assert list(tmp_path.iterdir()) == []


def test_what_comes_into_the_folder_meanwhile_is_left_alone(tmp_path: Path) -> None:
    class Late(Interrupting):
        def __getitem__(self, name: str) -> bytes:
            (tmp_path / "blog" / "theirs").write_text("theirs")
            return b""

    with pytest.raises(NotEmptyError, match="'theirs' has come"):
        write_new(tmp_path / "blog", Late(9))
    assert [file.name for file in (tmp_path / "blog").iterdir()] == ["theirs"]


POSTS = ("posts/one.md", "posts/two.md")
FILES = {**dict.fromkeys(POSTS, b"text"), ".hidden": b"", "settings.py": b"NAME = 1\n"}


def files_below(folder: Path) -> dict[str, bytes]:
    return {f"{file.relative_to(folder)}": file.read_bytes() for file in folder.rglob("*") if file.is_file()}


@pytest.mark.parametrize("has_repository", [False, True])
@pytest.mark.parametrize("links", [True, False])
def test_what_was_killed_is_made_again_by_the_next_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, has_repository: bool, links: bool
) -> None:
    folder = tmp_path / "blog"
    theirs = {".git/HEAD": b"ref: refs/heads/main"} if has_repository else {}
    if not links:
        monkeypatch.setattr(Path, "hardlink_to", without_hard_links)

    def begin() -> None:
        shutil.rmtree(folder, ignore_errors=True)
        for name, text in theirs.items():
            (folder / name).parent.mkdir(parents=True)
            (folder / name).write_bytes(text)

    other = {**FILES, "settings.py": b"NAME = 2\n"}
    for _ in killed_everywhere(lambda: write_new(folder, FILES), begin):
        left = files_below(folder)
        # All was in place; or, without hard links, a name was taken and nothing more.
        if left.items() >= FILES.items() or (not links and b"" in {left.get(name) for name in ("settings.py", *POSTS)}):
            with suppress(NotEmptyError):
                write_new(folder, other)
                left = {**theirs, **other}
            assert files_below(folder) == left
        else:
            write_new(folder, other)
            assert files_below(folder) == {**theirs, **other}


def without_hard_links(path: Path, _: Path) -> None:
    raise OSError(errno.EPERM, os.strerror(errno.EPERM), str(path))


@pytest.mark.parametrize("name", ["posts/one.md", "posts/three.md", "mine", "posts/.new-note.tmp"])
def test_what_an_author_has_written_beside_a_killed_call_keeps_all_of_it(tmp_path: Path, name: str) -> None:
    begin = partial(shutil.rmtree, tmp_path / "blog", ignore_errors=True)
    for _ in killed_everywhere(lambda: write_new(tmp_path / "blog", FILES), begin):
        (tmp_path / "blog" / "posts").mkdir(parents=True, exist_ok=True)
        (tmp_path / "blog" / name).write_text("mine")
        before = files_below(tmp_path / "blog")
        with pytest.raises(NotEmptyError, match="is not empty: '"):
            write_new(tmp_path / "blog", FILES)
        assert files_below(tmp_path / "blog") == before


@pytest.mark.parametrize("name", [UNFINISHED, "posts", f"{UNFINISHED}/posts"])
def test_no_link_leads_the_next_call_to_files_elsewhere(tmp_path: Path, name: str) -> None:
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "blog"
    write_new(elsewhere, FILES)
    if name != UNFINISHED:
        write_new(folder / UNFINISHED, FILES)
        shutil.rmtree(folder / name, ignore_errors=True)
    folder.mkdir(exist_ok=True)
    (folder / "posts").mkdir(exist_ok=True)
    if name == "posts":
        (folder / "posts").rmdir()
    (folder / name).symlink_to(elsewhere / Path(name).name if name != UNFINISHED else elsewhere)
    with pytest.raises(NotEmptyError):
        write_new(folder, FILES)
    assert files_below(elsewhere) == FILES


def test_two_calls_at_once_are_told(tmp_path: Path) -> None:
    with alone_in(tmp_path), pytest.raises(OSError, match="another command is writing there"):
        write_new(tmp_path, FILES)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_terminal_is_asked_until_an_answer_fits_and_may_be_left(tmp_path: Path) -> None:
    """Once through all questions, with a wrong answer and with Enter for a guess; once to Ctrl-C."""
    whole, broken_off = ["Notizen 🎈", "Ada", "", "Berlin", "Europe/Berlin", "de"], ["Notizen", "\x03"]
    for answers, status in ((whole, 0), (broken_off, 130)):
        folder = tmp_path / f"blog{status}"
        ended, said = typed(["init", str(folder)], answers)
        assert ended == status
        if status:
            assert "interrupted; nothing was written" in said
            assert not folder.exists()
            continue
        assert "'Berlin' is not a time zone; did you mean 'Europe/Berlin'?" in said
        told = literals_in((folder / "pelicanconf.py").read_text("utf-8"), "x").values
        assert (told["SITENAME"], told["TIMEZONE"], told["DEFAULT_LANG"]) == ("Notizen 🎈", "Europe/Berlin", "de")


def typed(arguments: list[str], answers: list[str]) -> tuple[int, str]:
    """Run faircopy on a terminal, answer each question when it is asked; return its status, and what was shown."""
    process, ours = pty.fork()
    if not process:
        command = [sys.executable, "-m", "faircopy", *arguments]
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", AS_FROM_A_TERMINAL, str(os.getppid()), *command])  # noqa: S606
    shown = b""
    try:
        for answer in answers:
            asked = len(QUESTION.findall(shown))
            while len(QUESTION.findall(shown)) == asked and (data := read(ours)):
                shown += data
            os.write(ours, answer.encode() if answer == "\x03" else f"{answer}\n".encode())
        # A Ctrl-C just before the question is waited for is one that CPython does not see: a person presses it again.
        again = answers[-1].encode() if answers[-1] == "\x03" else b""
        while data := read(ours, again):
            shown += data
    finally:
        os.close(ours)  # which ends what still waits for an answer
        _, status = os.waitpid(process, 0)
    return os.waitstatus_to_exitcode(status), shown.decode("utf-8", "replace")


def read(terminal: int, again: bytes = b"") -> bytes:
    while not select.select([terminal], [], [], 1)[0]:
        os.write(terminal, again)
    try:
        return os.read(terminal, 4096)
    except OSError:  # the other end is closed
        return b""
