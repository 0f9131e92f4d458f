import os
import pty
import shutil
import subprocess
import sys
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest

from conftest import code_of, run_task
from faircopy.authoring.existing import UserError, existing_content, today_at
from faircopy.authoring.new import archetype, kinds_in, new_post, write_new
from faircopy.content.settings import Site
from faircopy.lint.check import check_content
from faircopy.markdown.document import parse_document
from faircopy.snippets.jobs import Settings
from killed import killed_everywhere, visible_files
from ownsite import own_site

TODAY = date(2018, 3, 4)
POST = "Title: One\nDate: 2018-03-04\nSlug: one\nCategory: Notes\nTags: linux, web\nRedirect_from: /2018/03/old/\n\n"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    (tmp_path / "content/posts/2018/one").mkdir(parents=True)
    (tmp_path / "content/posts/2018/one/index.md").write_text(POST)
    (tmp_path / "content/posts/2017").mkdir()
    (tmp_path / "content/posts/2017/two.md").write_text(
        "Title: Two\nDate: 2017-03-04\nSlug: two\nTags: linux\n\nText.\n"
    )
    return tmp_path / "content"


@pytest.mark.parametrize("kind", ["checklist", "note", "post"])
def test_what_an_archetype_makes_passes_the_checks(content: Path, root: Path, kind: str) -> None:
    for file in content.rglob("*.md"):
        file.unlink()
    assert kind in kinds_in(root / "archetypes")
    post = new_post(
        existing_content(content, Site()), archetype(root / "archetypes", kind), "Don't panic, Māori", TODAY
    )
    write_new(post)
    assert post.path == content / "posts/2018/dont-panic-maori/index.md"
    document = parse_document("", post.path.read_text(encoding="utf-8"))
    fields = {field.key: field.value for field in document.fields}
    assert fields.pop("checklist", "dont-panic-maori") == "dont-panic-maori"
    assert fields == {
        "title": "Don't panic, Māori",
        "date": "2018-03-04",
        "slug": "dont-panic-maori",
        "category": "misc",
        "status": "draft",
        "summary": "",
    }
    found = check_content(content, Settings()).diagnostics
    assert [str(one.severity) for one in found] == (["note"] if kind == "checklist" else [])


def test_tags_and_category_are_those_that_are_given_or_usual(content: Path) -> None:
    known = existing_content(content, Site())
    assert known.tags == ("linux", "web")
    model = "Title: $title\nDate: $date\nSlug: $slug\nCategory: $category\nTags: $tags\n\n$5"
    assert new_post(known, model, "A", TODAY, tags=" a ,b,, ").text.endswith("Category: Notes\nTags: a, b\n\n$5")
    assert "Category: Other\n" in new_post(known, model, "A", TODAY, category="Other").text
    assert existing_content(content, Site(categories=("Travel", "Notes"))).categories == ("Notes", "Travel")


@pytest.mark.parametrize(
    ("title", "why"),
    [
        ("", "it needs a title, as in: make new"),
        ("  ", "it needs a title"),
        ("🎉", "nothing of the title '🎉' can stand in an address"),
        ("a\x07b", "the title has a character that nobody sees, U+0007"),
        ("Con", "Windows keeps the name 'con' for a device"),
        ("One!", "'{content}/posts/2018/one' is there already"),
        ("Two", "the slug 'two' is that of {content}/posts/2017/two.md"),
        ("Old", "the address '/2018/03/old/' is that of the redirect at {content}/posts/2018/one/index.md:6"),
        ('"Quoted"', 'it would be wrong from the start: Pelican takes "Quoted" literally'),
    ],
)
def test_what_is_taken_or_cannot_be_is_refused(content: Path, title: str, why: str) -> None:
    model = "Title: $title\nDate: $date\nSlug: $slug\n\nText.\n"
    with pytest.raises(UserError) as refused:
        new_post(existing_content(content, Site()), model, title, TODAY)
    assert str(refused.value).startswith(why.replace("{content}", str(content)))


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("TCP/IP \N{EN DASH} snake_case", "tcp-ip-snake-case"),
        ("*emph* _x_", "emph-x"),
        ("-leading dash", "leading-dash"),
        ("../../etc", "etc"),
        ("日本語", "ri-ben-yu"),
        ("long " * 80, "-".join(["long"] * 16)),
        ("l" * 300, "l" * 80),
    ],
)
def test_a_slug_has_words_and_an_end(content: Path, title: str, slug: str) -> None:
    post = new_post(existing_content(content, Site()), "Title: $title\nDate: $date\nSlug: $slug\n\n", title, TODAY)
    assert post.path == content / "posts/2018" / slug / "index.md"


def test_tags_are_spelt_as_the_site_spells_them(content: Path) -> None:
    known = existing_content(content, Site())
    post = new_post(
        known, "Title: $title\nDate: $date\nSlug: $slug\nTags: $tags\n\n", "A", TODAY, tags="Linux, WEB, linux, New"
    )
    assert "Tags: linux, web, New\n" in post.text


def test_a_post_in_another_language_says_so(content: Path) -> None:
    model = "Title: $title\nDate: $date\nSlug: $slug\n\nText.\n"
    known = existing_content(content, Site(unicode_slugs=True))
    own = new_post(known, model, "رسالة", TODAY, language="ar")
    assert own.path == content / "posts/2018/رسالة/index.md"
    assert own.text == "Title: رسالة\nDate: 2018-03-04\nSlug: رسالة\nLang: ar\n\nText.\n"
    assert "Lang" not in new_post(known, model, "Three", TODAY, language="EN").text
    translated = new_post(known, model, "Tahi", TODAY, language="mi", original="one")
    assert translated.path == content / "posts/2018/one.mi/index.md"
    assert "Slug: one\nLang: mi\nTranslation: true\n" in translated.text
    write_new(translated)
    assert existing_content(content, Site()).languages == ("mi",)
    for language, original, why in [
        ("mi", "none", "no post has the slug 'none'"),
        ("", "one", "needs its language"),
        ("mi", "one", "is there already"),
        ("no tag", "", "wrong from the start"),
        ("../x", "one", "wrong from the start"),
    ]:
        with pytest.raises(UserError, match=why):
            new_post(existing_content(content, Site()), model, "Rua", TODAY, language=language, original=original)


def test_a_language_may_have_an_archetype_of_its_own(tmp_path: Path) -> None:
    for name in ("post", "post.mi"):
        (tmp_path / f"{name}.md").write_text(name, encoding="utf-8")
    assert [archetype(tmp_path, "post", language) for language in ("", "de", "mi")] == ["post", "post", "post.mi"]


def test_a_post_that_came_meanwhile_is_not_overwritten(content: Path) -> None:
    post = new_post(existing_content(content, Site()), "Title: $title\nDate: $date\nSlug: $slug\n\n", "Three", TODAY)
    write_new(post)
    post.path.write_text("mine")
    with pytest.raises(UserError):
        write_new(post)
    assert post.path.read_text() == "mine"


def test_what_was_killed_is_made_by_the_same_call(content: Path, root: Path) -> None:
    model = archetype(root / "archetypes", "post")
    before = visible_files(content)

    def make(title: str = "A post") -> Path:
        post = new_post(existing_content(content, Site()), model, title, TODAY)
        write_new(post)
        return post.path

    folder = make().parent
    whole = visible_files(content)
    for _ in killed_everywhere(make, lambda: shutil.rmtree(folder)):
        if visible_files(content) == before:
            make()
            assert [file.name for file in folder.iterdir()] == ["index.md"]
        assert visible_files(content) == whole


def test_an_unknown_kind_names_those_that_there_are(root: Path) -> None:
    with pytest.raises(UserError, match="there is no kind of post 'pots'; there are: checklist, note, post"):
        archetype(root / "archetypes", "pots")


def test_a_site_without_archetypes_is_told_where_to_write_one(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"no archetype in '.*'; write .* into 'post\.md' there"):
        archetype(tmp_path, "post")


def test_a_tag_in_a_title_is_escaped(content: Path) -> None:
    post = new_post(
        existing_content(content, Site()), "Title: $title\nDate: $date\nSlug: $slug\n\n", "What <HOST> is", TODAY
    )
    assert post.text.startswith("Title: What &lt;HOST> is\n")
    assert post.path.parent.name == "what-host-is"


def test_today_is_the_day_at_the_sites_home() -> None:
    days = {today_at(Site(timezone=zone)) for zone in ("Pacific/Kiritimati", "Etc/GMT+12")}
    assert len(days) == 2  # 26 hours lie between them


@pytest.mark.slow
def test_the_tasks_begin_check_and_rename(tmp_path: Path) -> None:
    site = own_site(tmp_path / "a site")
    made = run_task(site, "new", "--title=It's $5 & `free`", "--kind", "note", "--tags", "linux")
    assert (made.returncode, made.stderr) == (0, "")
    path = made.stdout.strip()
    assert path.endswith("/its-5-free/index.md")
    assert "Title: It's $5 & `free`\n" in (site / path).read_text()
    again = run_task(site, "new", "Its 5 free")
    assert again.returncode == 1
    assert "is there already; choose another title" in again.stderr
    checked = run_task(site, "check")
    assert (checked.returncode, checked.stderr) == (0, ""), checked.stdout
    renamed = run_task(site, "rename", "its-5-free", "free")
    assert renamed.returncode == 0
    assert "Redirect_from" not in (site / path.replace("its-5-free", "free")).read_text()  # nobody has seen it
    refused = run_task(site, "rename", "free", "windows")
    assert refused.returncode == 1
    assert "the slug 'windows' is that of content/posts/2015/windows/index.md" in refused.stderr


@pytest.mark.parametrize(
    "title", ["$T", "$(shell touch pwned)", "-x", "--help", "a=b", 'it\'s "5" `id` \\ $HOME', "", "two  words "]
)
def test_make_hands_on_what_was_typed_and_runs_none_of_it(tmp_path: Path, root: Path, title: str) -> None:
    stub = tmp_path / "python"
    stub.write_text("#!/bin/sh\nprintf '%s\\n' \"$@\"\n")
    stub.chmod(0o755)
    command = ["make", "--silent", "-f", str(root / "Makefile"), f"PYTHON={stub}"]

    def run(*words: str) -> list[str]:
        return subprocess.run(
            [*command, *words], cwd=tmp_path, capture_output=True, text=True, check=True
        ).stdout.split("\n")

    assert run("new", f"T={title}", "K=note") == [
        "tools/bootstrap.py",
        "new",
        f"--title={title}",
        "--kind=note",
        "--lang=",
        "",
    ]
    assert run("new", f"T={title}", "L=pt-BR")[-3:] == ["--kind=post", "--lang=pt-BR", ""]
    assert run("rename", f"OLD={title}", f"NEW={title}")[2:4] == [f"--old={title}", f"--new-slug={title}"]
    assert [file.name for file in tmp_path.iterdir()] == ["python"]


@pytest.mark.slow
@pytest.mark.parametrize("answer", ["Linux\n", "\x04"])
def test_on_a_terminal_tags_are_asked_for_and_the_editor_opens(site_copy: Path, answer: str) -> None:
    process, terminal = pty.fork()
    if process == 0:  # pragma: no cover  # another process
        os.chdir(site_copy)
        os.environ |= {"VISUAL": "printf '<%s>' opened", "PYTHONPATH": str(code_of(site_copy))}
        os.execv(sys.executable, [sys.executable, "-m", "invoke", "new", "--title=Mine"])  # noqa: S606
    output = b""
    with suppress(OSError):  # how a terminal ends
        while more := os.read(terminal, 1000):
            output += more
            if output.endswith(b"between: "):
                os.write(terminal, answer.encode())
    os.close(terminal)
    assert os.waitpid(process, 0)[1] == 0, output.decode()
    (post,) = site_copy.glob("content/posts/*/mine/index.md")
    assert output.endswith(f"<opened><{post.relative_to(site_copy)}>".encode())
    assert ("Tags: linux\n" in post.read_text(encoding="utf-8")) == (answer != "\x04")


def test_what_is_typed_over_several_lines_stays_in_its_field(content: Path) -> None:
    model = "Title: $title\nCategory: $category\nTags: $tags\nDate: $date\nSlug: $slug\n\nText.\n"
    given = {"tags": "a\nStatus: b", "category": "c\n\nd"}
    post = new_post(existing_content(content, Site()), model, "One\nStatus: draft", TODAY, **given)
    assert [field.key for field in parse_document("", post.text).fields] == [
        "title",
        "category",
        "tags",
        "date",
        "slug",
    ]


@pytest.mark.parametrize("name", ["tags", "category"])
def test_a_control_character_is_refused_in_any_field(content: Path, name: str) -> None:
    with pytest.raises(UserError, match=f"the {name} ha(s|ve) a character that nobody sees"):
        new_post(existing_content(content, Site()), "", "Three", TODAY, **{name: "a\x07b"})
