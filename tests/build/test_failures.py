"""Whatever is wrong, `build` says so with place and fact, ends with status 1, and publishes nothing."""

import contextlib
import logging
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import SITEURL, Run, copy_code, run_task
from faircopy.build.complaints import watched
from faircopy.build.run import load_settings
from faircopy.build.swap import MARKER
from ownsite import kept_by_a_build, own_site

POST = "content/posts/2017/knocking/index.md"
LIST = "content/posts/2017/moving-a-server/index.md"
PLUGIN = "plugins/faircopy/media/plugin.py"
EXTENSION = "plugins/faircopy/checklists/extension.py"
DRAFT = "content/posts/2020/green/index.md"
HUSHED = "Nobody was to read before spring that the harbour bridge will be painted green."


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        if name.startswith("plugins/"):
            copy_code(site)
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def append(name: str, line: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        with (site / name).open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")

    return change


def add(name: str, text: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")

    return change


def link(name: str, target: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        (site / name).symlink_to(target)

    return change


def both(*changes: Callable[[Path], None]) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        for one in changes:
            one(site)

    return change


FAULTS = {
    "file of the theme that leads out of the site": (
        link("theme/static/host.txt", "/etc/hostname"),
        "theme/static/host.txt:",
        "MD011 it is a symbolic link that leads out of the site",
    ),
    "picture that leads out of the site": (
        link("content/posts/2017/knocking/host.png", "/etc/hostname"),
        "content/posts/2017/knocking/host.png:",
        "MD011 it is a symbolic link that leads out of the site",
    ),
    "files that differ in capitals only": (
        both(add("content/extra/notes/a.txt", "one"), add("content/extra/notes/A.txt", "another")),
        "content/extra/notes/a.txt:1:",
        "SB920 'extra/notes/A.txt' and 'extra/notes/a.txt' differ in capitals only",
    ),
    "plugin that cannot be imported": (
        append("pelicanconf.py", "import themming.plugin"),
        "pelicanconf.py:",
        "SB901 ModuleNotFoundError: No module named 'themming'",
    ),
    "plugin named as a string": (
        append("pelicanconf.py", "PLUGINS.append('no_such_plugin')"),
        "publishconf.py:1:",
        "no_such_plugin",
    ),
    "syntax error in the settings": (
        replace("pelicanconf.py", 'SITENAME = "Faircopy"', 'SITENAME = "Faircopy'),
        "pelicanconf.py:",
        "SB901 SyntaxError: unterminated string",
    ),
    "plugin that raises when registered": (
        replace(PLUGIN, "    signals.generator_init.connect", "    1 / 0\n    signals.generator_init.connect"),
        f"{PLUGIN}:",
        "Cannot register plugin `faircopy.media.plugin`: ZeroDivisionError",
    ),
    "plugin that raises in a signal": (
        replace(PLUGIN, "    generator.env", "    1 / 0\n    generator.env"),
        f"{PLUGIN}:",
        "SB903 ZeroDivisionError: division by zero",
    ),
    "Markdown extension that raises": (
        replace(EXTENSION, "in self.finder.checklists:", "in self.finder.chklists:"),
        f"raised at {EXTENSION}:",
        "has no attribute 'chklists'",
    ),
    "bad date": (
        replace(POST, "Date: 2017-09-01", "Date: 2017-09-31"),
        f"{POST}:2:",
        "FM103 '2017-09-31' is not a day in the calendar",
    ),
    "missing title": (replace(POST, "Title: ", "Titel: "), f"{POST}:1:", "FM101 there is no title"),
    "duplicate slug": (
        replace(POST, "Slug: knocking", "Slug: windows"),
        f"{POST}:",
        "FM107 slug 'windows' is taken by content/posts/2015/windows/index.md:",
    ),
    "unknown status": (replace(POST, "Slug:", "Status: publshed\nSlug:"), f"{POST}:", "did you mean 'published'?"),
    "link to a file that is not there": (
        replace(POST, "\n\n", "\n\n[broken]({filename}/posts/none.md)\n\n"),
        f"{POST}:9:",
        "PR201 there is no 'posts/none.md' in the content folder",
    ),
    "link of a kind that Pelican does not know": (
        replace(POST, "\n\n", "\n\n[broken]({nonesuch}none.csv)\n\n"),
        f"{POST}:9:",
        "SB902 Replacement Indicator 'nonesuch' not recognized",
    ),
    "link to a file that no build makes": (
        replace(POST, "\n\n", "\n\n[broken](none.tar)\n\n"),
        f"{POST}:9:",
        "SB904 'none.tar' in '2017/09/knocking/index.html' leads nowhere; write '{attach}",
    ),
    "link to a page that is not there": (
        replace(POST, "\n\n", "\n\n[broken](/blog/abuot/)\n\n"),
        f"{POST}:9:",
        "PR201 '/blog/abuot/' is not a page of this site",
    ),
    "image that is not attached": (
        replace(POST, "\n\n", "\n\n![a picture](pic.png)\n\n"),
        f"{POST}:9:",
        "PR201 there is no 'posts/2017/knocking/pic.png' in the content folder",
    ),
    "image from elsewhere": (
        replace(POST, "\n\n", "\n\n![a picture](https://elsewhere.example/x.png)\n\n"),
        f"{POST}:9:",
        "SB907 'https://elsewhere.example/x.png' in '2017/09/knocking/index.html' is fetched from another site",
    ),
    "setting that links nowhere": (
        append("pelicanconf.py", 'NAV = (("Archives", "archive/"),)'),
        "leads nowhere; the setting NAV names it",
        "SB904 'https://example.org/blog/archive/' in",
    ),
    "address of our settings that leads nowhere": (
        append("pelicanconf.py", 'ABOUT_URL = ""\nARCHIVES_URL = ARCHIVES_SAVE_AS = "all.html"'),
        "pelicanconf.py:1:",
        "leads nowhere; NAV of 'faircopy.settings' names it; set it here to what your site has",
    ),
    "source that nothing reads": (
        add("content/pages/twice.html", "<title>Twice</title>"),
        "content/pages/twice.html:1:",
        "FM135 nothing reads a file that ends in '.html'",
    ),
    "template that does not parse": (
        replace("theme/templates/base.html", "{% block content %}", "{% blok content %}"),
        "theme/templates/base.html:",
        "TemplateSyntaxError",
    ),
    "template that is not there": (
        replace("theme/templates/base.html", "partials/head.html", "partials/haed.html"),
        "theme/templates/base.html:4:",
        "TemplateNotFound: partials/haed.html",
    ),
    "checklist with an error": (
        replace(LIST, "- [ ] How long do DNS answers live? {#dns-time}", "- [ ] How long do DNS answers live?"),
        f"{LIST}:",
        "CL309 this question has no id",
    ),
    "question that is gone": (
        replace(LIST, "- [ ] What is watched after the move, and by whom? {#watching}\n", ""),
        f"{LIST}:7:",
        "CL326 the question 'watching' is gone",
    ),
    "checklist on a page": (
        add("content/pages/list.md", "Title: List\nSlug: list\nChecklist: a-list\n\n## One\n\n- [ ] Is it? {#is-it}\n"),
        "content/pages/list.md:3:",
        "CL303 a page cannot carry a checklist",
    ),
    "words of a draft in a setting": (
        both(
            add(DRAFT, f"Title: Green\nDate: 2020-01-01\nSlug: green\nStatus: draft\n\n{HUSHED}\n"),
            replace("publishconf.py", "SNIPPETS_STRICT", f"SITE_INTRO = Path('{DRAFT}').read_text()\nSNIPPETS_STRICT"),
        ),
        f"{DRAFT}:6:",
        "PB305 'nobody was to read before spring that the' stands in 'index.html'",
    ),
    "plugin that brings a handler into texts": (
        replace(
            PLUGIN, "set_html(content, rendered.html)", "set_html(content, rendered.html + '<p onclick=steal()>a</p>')"
        ),
        f"{POST}:1:",
        "SB911 'steal()' in '2017/09/knocking/index.html' is the value of 'onclick', which runs a script",
    ),
    "two files at one address": (
        add("content/pages/twice.md", "Title: Twice\nSlug: archives\n\nBody\n"),
        "content/pages/twice.md:2:",
        "FM115 the address 'archives/index.html' is that of the site's own page too",
    ),
}


@pytest.fixture(scope="module")
def kept(faircopy: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_by_a_build(tmp_path_factory.mktemp("kept") / "a site", faircopy)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return own_site(tmp_path / "a site")


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stops_the_build_and_leaves_the_old_output(site: Path, kept: Path, faircopy: Run, name: str) -> None:
    shutil.copytree(kept, site / ".cache")
    break_it, place, fact = FAULTS[name]
    (site / "output").mkdir()
    (site / "output" / "old.html").write_text("old")
    (site / "output" / MARKER).touch()
    break_it(site)

    result = (run_task if (site / "plugins").is_dir() else faircopy)(site, "build", SITEURL=SITEURL)

    assert result.returncode == 1, result.stdout + result.stderr
    output = [line for line in result.stdout.splitlines() if fact in line]
    assert output, result.stdout
    assert all(place in line for line in output)
    assert len(set(output)) == len(output)
    assert sorted(path.name for path in (site / "output").iterdir()) == [MARKER, "old.html"]
    assert [path.name for path in site.glob(".output*")] == []


@pytest.mark.slow
def test_all_front_matter_faults_are_told_at_once(site: Path, faircopy: Run) -> None:
    for name in ("2017/knocking", "2015/windows", "2017/moving-a-server"):
        replace(f"content/posts/{name}/index.md", "Title: ", "Titel: ")(site)
    result = faircopy(site, "build")
    assert result.stdout.count("FM101") == 3


@pytest.mark.slow
@pytest.mark.parametrize("address", ["example.org", "https://example.org/?a=1", "https://example.org/a b"])
def test_an_address_that_is_none_stops_the_build(site: Path, faircopy: Run, address: str) -> None:
    result = faircopy(site, "build", SITEURL=address)
    assert result.returncode == 1
    assert result.stdout.startswith(f"publishconf.py:1: error SB906 '{address}' is not the address of a site; ")
    assert not (site / "output").exists()


@pytest.mark.slow
def test_an_output_that_no_build_has_made_is_not_touched(site: Path, faircopy: Run) -> None:
    (site / "docs").mkdir()
    (site / "docs/CNAME").write_text("example.org")
    result = faircopy(site, "build", "--output", "docs")
    assert result.returncode == 1
    assert result.stdout.startswith("docs:1: error SB905 'docs' is not replaced: it holds files and no '.faircopy'")
    assert [path.name for path in (site / "docs").iterdir()] == ["CNAME"]


@pytest.mark.slow
def test_an_output_that_cannot_be_made_is_one_message(site: Path, faircopy: Run) -> None:
    result = faircopy(site, "build", "--output", "tasks.py/site")
    assert result.returncode == 1
    assert result.stdout == (
        "tasks.py/site:1: error SB905 'tasks.py/site' cannot be replaced: 'tasks.py': file exists; "
        "another thing is in its place: move it away\n"
    )
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("error", [RecursionError, MemoryError])
def test_a_text_that_is_too_much_for_pelican_is_named(tmp_path: Path, error: type[Exception]) -> None:
    (tmp_path / "content/posts").mkdir(parents=True)
    (tmp_path / "content/posts/deep.md").touch()

    def process() -> None:
        cause = error("too much")
        logging.getLogger("pelican.generators").error("Could not process %s", "posts/deep.md", exc_info=cause)

    with contextlib.chdir(tmp_path):
        found = watched(process, tmp_path / "content", tmp_path / "publishconf.py")
    messages = f"content/posts/deep.md:1: error SB902 Could not process posts/deep.md: {error.__name__}: too much"
    hint = "something in it nests too deep, or is too large: write it with fewer levels, or divide it"
    assert [str(one) for one in found] == [f"{messages}; {hint}"]


@pytest.mark.parametrize("name", ["content", "texts"])
def test_a_site_without_a_content_folder_is_told_so(tmp_path: Path, name: str) -> None:
    (tmp_path / "pelicanconf.py").write_text(f'PATH = "{name}"\nPLUGINS = []\n')
    with contextlib.chdir(tmp_path):
        found = load_settings(Path("pelicanconf.py"), {})
    assert str(found) == (
        f"pelicanconf.py:1: error SB901 there is no content folder '{name}', which PATH names; "
        "make it, or begin the first post there: faircopy new TITLE"
    )
