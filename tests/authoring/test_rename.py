import re
import shutil
from pathlib import Path

import pytest

from faircopy.authoring import renaming
from faircopy.authoring.existing import UserError, existing_content
from faircopy.authoring.rename import rename_post
from faircopy.authoring.renaming import carry_out
from faircopy.cli import main as faircopy
from faircopy.content.settings import Site
from faircopy.lint.check import check_content
from faircopy.markdown.files import alone_in
from faircopy.snippets.jobs import Settings
from killed import killed_everywhere, visible_files

OLD = "Title: Old\nDate: 2018-03-04\nSlug: old\nSummary: x\n\n[mine](%s) and [other]({filename}../other/index.md)\n"
OTHER = (
    "Title: Other\r\nDate: 2018-03-05\r\nSlug: other\r\nSummary: x\r\n\r\n"
    "[a]({filename}../old/index.md#part) [b]({attach}/posts/2018/old/a.csv) `{filename}../old/index.md`\r\n"
    "[c](https://site.org/2018/03/old/)\r\n"
)


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for slug, text in (("old", OLD % "{attach}a.csv" + "\n## Part\n"), ("other", OTHER)):
        Path(f"content/posts/2018/{slug}").mkdir(parents=True)
        Path(f"content/posts/2018/{slug}/index.md").write_bytes(text.encode())
    Path("content/posts/2018/old/a.csv").touch()
    Path("content/pages").mkdir()
    Path("content/pages/taken.md").write_text(
        "Title: x\nSlug: taken\nSummary: x\nRedirect_from: /2018/03/gone/\n\nText.\n"
    )
    return Path("content")


def renamed(content: Path, old: str, new: str) -> tuple[str, ...]:
    renaming = rename_post(existing_content(content, Site(roots=("https://site.org",))), old, new)
    carry_out(renaming)
    return renaming.notes


def test_the_folder_moves_and_its_old_address_is_recorded(content: Path) -> None:
    messages = renamed(content, "old", "new")
    assert not Path("content/posts/2018/old").exists()
    assert Path("content/posts/2018/new/a.csv").exists()
    assert Path("content/posts/2018/new/index.md").read_text() == (
        "Title: Old\nDate: 2018-03-04\nSlug: new\nRedirect_from: /2018/03/old/\nFeed_slug: old\nSummary: x\n\n"
        "[mine]({attach}a.csv) and [other]({filename}../other/index.md)\n\n## Part\n"
    )
    assert messages[:2] == (
        "moved content/posts/2018/old to content/posts/2018/new",
        "/2018/03/old/ leads to it from now on",
    )


def test_links_to_it_follow_and_nothing_else_changes(content: Path) -> None:
    messages = renamed(content, "old", "new")
    changed = OTHER.replace("{filename}../old/index.md#", "{filename}../new/index.md#").replace(
        "/posts/2018/old/a.csv", "/posts/2018/new/a.csv"
    )
    assert Path("content/posts/2018/other/index.md").read_bytes().decode() == changed
    assert messages[2:] == (
        (
            "content/posts/2018/other/index.md:7: 'https://site.org/2018/03/old/' names the old address; "
            "it works by the redirect"
        ),
        "content/posts/2018/other/index.md:6: corrected a link",
        "content/posts/2018/other/index.md:6: corrected a link",
    )
    assert check_content(content, Settings(), Site()).diagnostics == []


def test_its_own_links_by_their_whole_path_follow_too(content: Path) -> None:
    Path("content/posts/2018/old/index.md").write_text(OLD % "{attach}/posts/2018/old/a.csv")
    renamed(content, "old", "new")
    assert "({attach}/posts/2018/new/a.csv)" in Path("content/posts/2018/new/index.md").read_text()


def test_there_and_back_leaves_a_redirect_and_no_loop(content: Path) -> None:
    renamed(content, "old", "new")
    renamed(content, "content/posts/2018/new", "old")
    text = Path("content/posts/2018/old/index.md").read_text()
    assert "Slug: old\nRedirect_from: /2018/03/new/\nFeed_slug: old\n" in text
    assert check_content(content, Settings(), Site()).diagnostics == []


def test_a_second_renaming_keeps_the_first(content: Path) -> None:
    renamed(content, "old", "new")
    renamed(content, "new", "newer")
    text = Path("content/posts/2018/newer/index.md").read_text()
    assert "Slug: newer\nRedirect_from: /2018/03/old/, /2018/03/new/\nFeed_slug: old\n" in text


FIELDS = (
    "Title: Old",
    "Date: 2018-03-04",
    "Slug: old",
    "Category: Notes",
    "Tags: a, b",
    "Redirect_from: /x/,\n    /y/",
)


@pytest.mark.parametrize("fields", [FIELDS, FIELDS[::-1], (*FIELDS[3:], *FIELDS[:3]), (*FIELDS[2:], *FIELDS[:2])])
def test_all_other_fields_stay_whatever_their_order(content: Path, fields: tuple[str, ...]) -> None:
    Path("content/posts/2018/old/index.md").write_text("\n".join([*fields, "Summary: x", "", "Text."]))
    renamed(content, "old", "new")
    text = Path("content/posts/2018/new/index.md").read_text()
    expected = {*FIELDS[:2], *FIELDS[3:5], "Summary: x", "Slug: new", "Feed_slug: old"}
    assert {*text.partition("\n\n")[0].split("\n")} == expected | {"Redirect_from: /x/, /y/, /2018/03/old/"}


def test_a_draft_needs_no_redirect(content: Path) -> None:
    post = Path("content/posts/2018/old/index.md")
    post.write_text(post.read_text().replace("Slug: old", "Slug: old\nStatus: draft"))
    assert renamed(content, "old", "new")[1:] != ()
    assert "Redirect_from" not in Path("content/posts/2018/new/index.md").read_text()


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("none", "new", "there is no post 'none'; name it by its slug, or by its folder"),
        ("taken", "new", "there is no post 'taken'"),  # a page
        ("", "new", "it needs both slugs, as in: make rename OLD=my-post NEW=better-name"),
        ("old", "", "it needs both slugs"),
        ("old", "🎉", "'🎉' is no slug; write lower-case letters, digits and single hyphens"),
        ("old", "New one", "'New one' is no slug; write lower-case letters, digits and single hyphens: 'new-one'"),
        ("old", "old", "its slug is 'old' already"),
        ("old", "other", "the slug 'other' is that of content/posts/2018/other/index.md"),
        ("old", "gone", "the address '/2018/03/gone/' is that of the redirect at content/pages/taken.md:4"),
        ("old", "folder", "'content/posts/2018/folder' is there already"),
        ("loose", "new", "'content/posts/loose.md' is no 'index.md' in a folder of its own; move it by hand"),
        ("nameless", "new", "there is no post 'nameless'"),
    ],
)
def test_what_is_taken_or_not_there_is_refused(content: Path, old: str, new: str, why: str) -> None:
    (content / "posts/2018/folder").mkdir()
    (content / "posts/loose.md").write_text("Title: x\nDate: 2018-03-06\nSlug: loose\n\n")
    before = {file: file.read_bytes() for file in content.rglob("*.md")}
    with pytest.raises(UserError) as refused:
        renamed(content, old, new)
    assert str(refused.value).startswith(why)
    assert {file: file.read_bytes() for file in content.rglob("*.md")} == before


def test_a_post_without_a_slug_is_mended_first(content: Path) -> None:
    Path("content/posts/2018/old/index.md").write_text("Title: x\n\nText.\n")
    with pytest.raises(UserError, match="has no slug to change; give it one first"):
        renamed(content, "content/posts/2018/old", "new")


@pytest.mark.parametrize(("where", "name"), [(renaming, "staged"), (Path, "replace")])
@pytest.mark.parametrize("fails_at", [1, 2])
def test_when_a_file_cannot_be_written_everything_is_put_back(
    content: Path, monkeypatch: pytest.MonkeyPatch, where: object, name: str, fails_at: int
) -> None:
    before = {file: file.read_bytes() for file in content.rglob("*") if file.is_file()}
    calls = 0
    real = getattr(where, name)

    def fail_once(path: Path, *given: object) -> object:
        nonlocal calls
        calls += 1
        if calls == fails_at:
            raise OSError(28, "No space left on device", str(path))
        return real(path, *given)

    monkeypatch.setattr(where, name, fail_once)
    with pytest.raises(OSError, match="No space left"):
        renamed(content, "old", "new")
    assert {file: file.read_bytes() for file in content.rglob("*") if file.is_file()} == before


def test_what_was_saved_meanwhile_is_kept(content: Path) -> None:
    renaming = rename_post(existing_content(content, Site()), "old", "new")
    other = content / "posts/2018/other/index.md"
    other.write_text(other.read_text() + "A sentence of its author's.\n")
    before = visible_files(content)
    with pytest.raises(OSError, match="was changed while we worked on it"):
        carry_out(renaming)
    assert visible_files(content) == before


def test_the_same_twice_at_once_takes_nothing_back(content: Path) -> None:
    first, second = (rename_post(existing_content(content, Site()), "old", "new") for _ in range(2))
    carry_out(first)
    right = visible_files(content)
    with pytest.raises(FileNotFoundError):
        carry_out(second)
    assert visible_files(content) == right


def test_two_at_once_exclude_each_other(content: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("pelicanconf.py").touch()
    before = visible_files(content)
    with alone_in(content):
        assert faircopy(["rename", "old", "new"]) == 1
    assert "error: 'content': another command is writing there" in capsys.readouterr().err
    assert visible_files(content) == before


def test_what_was_killed_goes_on_when_it_is_called_again(content: Path) -> None:
    own = content / "posts/2018/old/index.md"
    own.write_text(own.read_text() + "\n[d]({attach}/posts/2018/old/a.csv)\n")
    shutil.copytree(content, "before")

    def begin() -> None:
        shutil.rmtree(content)
        shutil.copytree("before", content)

    renamed(content, "old", "new")
    right = visible_files(content)
    for _ in killed_everywhere(lambda: renamed(content, "old", "new"), begin):
        if "Slug: new\n" not in visible_files(content).get("posts/2018/new/index.md", b"").decode():
            renamed(content, "old", "new")
        assert visible_files(content) == right


def test_a_folder_that_has_the_name_already_stays(content: Path) -> None:
    Path("content/posts/2018/old").rename("content/posts/2018/new")
    shutil.copytree("content/posts/2018/other", "content/posts/2018/old")  # the links lead there now
    messages = renamed(content, "content/posts/2018/new", "new")
    assert "Slug: new\n" in Path("content/posts/2018/new/index.md").read_text()
    assert not any("moved" in one or "corrected" in one for one in messages)


@pytest.mark.parametrize(
    "settings",
    [
        "x = = 1",
        "KNOWN_CATEGORIES = 1",
        "THEME = 5",
        f"X = {'-' * 50_000}1",
    ],
)
@pytest.mark.parametrize(
    "typed", ["new A", "rename old new", "import . --from pelican --into content", "check content"]
)
def test_settings_that_cannot_be_read_are_told(
    content: Path, capsys: pytest.CaptureFixture[str], settings: str, typed: str
) -> None:
    Path("pelicanconf.py").write_text(f"{settings}\n")
    before = visible_files(content)
    assert faircopy(typed.split()) in {1, 2}
    said = "".join(capsys.readouterr())
    told = r"pelicanconf.py:1:(1:)? (it is not Python|(error PR803 )?(KNOWN_CATEGORIES|THEME) is )"
    assert re.search(told, said), said
    assert visible_files(content) == before


# What zoneinfo makes of each is an error of another kind: no file, a folder, no path, a file of another kind.
@pytest.mark.parametrize("zone", ["No/Where", "Europe", "../x", "/etc/passwd", "a\\0b", "tzdata.zi", "x" * 300, " "])
@pytest.mark.parametrize(
    "typed", ["new A", "rename old new", "import . --from pelican --into content", "check content"]
)
def test_a_time_zone_that_there_is_not_is_told(
    content: Path, capsys: pytest.CaptureFixture[str], zone: str, typed: str
) -> None:
    Path("pelicanconf.py").write_text(f'TIMEZONE = "{zone}"\n')
    before = visible_files(content)
    assert faircopy(typed.split()) in {1, 2}
    said = "".join(capsys.readouterr())
    if "\\0" in zone:
        assert "TIMEZONE is 'a\\x00b', and not a text" in said
    else:
        assert re.search(r"pelicanconf.py(:1)?: there is no time zone '", said), said
        assert "correct TIMEZONE, to a name like Pacific/Auckland" in said, said
    assert visible_files(content) == before
