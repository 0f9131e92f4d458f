"""A build with nothing to do ends at once; whatever is edited, there is something to do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.build.recording import build_and_record
from faircopy.build.unchanged.inputs import IN_MEMORY, OF_THE_KERNEL, BuildPlace
from faircopy.build.unchanged.record import BuildStart, beginning, outcome_that_holds
from faircopy.build.unchanged.tree import FilesDigest, digest_of_stamps
from faircopy.build.unchanged.watching import ObservedReads
from faircopy.content.moment import Moment, moment_of
from faircopy.content.schedule import next_change

SETTINGS = """
import os, sys
sys.path.insert(0, {beside!r})
import helper
from pathlib import Path
from faircopy.settings import *
SITENAME = "Small"
SITEURL = "https://example.org"
TIMEZONE = "UTC"
NAV = ()
HOLD_BACK_FUTURE = True
MOTTO = Path({beside!r}, "motto.txt").read_text() + "".join(sorted(os.listdir({beside!r} + "/names")))
with open({beside!r} + "/kept.txt", "r+") as kept, open({beside!r} + "/log.txt", "a+") as log:
    KEPT = kept.read() + log.read()
THEME_TEMPLATES_OVERRIDES = [{overrides!r}]
"""
POST = "Title: A post\nSlug: a\nDate: {date}\nSummary: It is short.\nTags: x\n\nWords.\n"

pytestmark = pytest.mark.slow

PATH = (*sys.path,)
# pytest notes in it which test runs.
VARIABLES = {name: value for name, value in os.environ.items() if name != "PYTEST_CURRENT_TEST"}


class Small:
    """A site with settings that read what is beside its folder."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.beside = folder / "site", folder / "beside"
        self.overrides = folder / "overrides"
        for name in ("names/one", "helper.py", "motto.txt", "kept.txt", "log.txt"):
            self.write(self.beside / name, "")
        settings = SETTINGS.format(beside=str(self.beside), overrides=str(self.overrides))
        self.write(self.folder / "publishconf.py", settings)
        self.post = self.write(self.folder / "content/posts/a/index.md", POST.format(date="2020-01-01"))
        self.write(
            self.folder / "content/posts/b/index.md", POST.format(date="2099-01-01").replace("Slug: a", "Slug: b")
        )
        self.write(self.folder / "content/pages/about.md", "Title: About\nSlug: about\nSummary: About it.\n\nWords.\n")

    def write(self, file: Path, text: str) -> Path:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def begin(self, **more: str) -> BuildStart:
        return beginning(BuildPlace(self.folder, self.folder / "output"), {**VARIABLES, **more}, PATH)

    def has_nothing_to_do(self) -> bool:
        return outcome_that_holds(self.begin()) is not None

    def build(self) -> bool:
        """Build in this process; tell whether that went well."""
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(self.folder)
            return build_and_record("publishconf.py", Path("output"), self.begin()) is not None

    def build_until_kept(self) -> None:
        """Build: what has been written just now is not relied on."""
        assert any(self.build() and self.has_nothing_to_do() for _ in range(2))


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    site = Small(tmp_path_factory.mktemp("small"))
    site.build_until_kept()
    return site


@contextmanager
def changed(file: Path, text: str | None) -> Iterator[None]:
    """Give a file another text and its old time, or remove it; and put the old one back."""
    before = (file.read_bytes(), file.stat()) if file.exists() else None
    if text is None:
        file.unlink()
    else:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
        if before:
            os.utime(file, ns=(before[1].st_atime_ns, before[1].st_mtime_ns))
    yield
    if before:
        file.write_bytes(before[0])
    else:
        file.unlink()


def test_whatever_is_edited_there_is_something_to_do(small: Small) -> None:
    post, settings = small.post.read_text(encoding="utf-8"), small.folder / "publishconf.py"
    small.overrides.joinpath("partials").mkdir(parents=True, exist_ok=True)
    edits: dict[Path, tuple[str | None, ...]] = {
        small.post: (post.replace("Words", "Wards"), None),  # of the same size and time
        settings: (settings.read_text(encoding="utf-8").replace("Small", "Smell"),),
        small.folder / "content/posts/a/new.png": ("new",),
        small.folder / ".hidden": ("new",),
        small.beside / "motto.txt": ("new", None),
        small.beside / "kept.txt": ("new",),  # which is opened for writing, too
        small.beside / "log.txt": ("new",),
        small.beside / "names/two": ("",),
        small.beside / "helper.py": ("x = 1",),
        small.overrides / "partials/site_footer.html": ("mine",),
    }
    for file, texts in edits.items():
        for text in texts:
            with changed(file, text):
                assert not small.has_nothing_to_do(), f"{file} {text}"
            assert small.has_nothing_to_do(), file


def test_a_file_in_memory_counts_as_others_do(small: Small) -> None:
    in_memory, place = f"{IN_MEMORY}data.json", BuildPlace(small.folder, small.folder / "output")
    loaded = place.elsewhere(ObservedReads(), ()).files  # modules, of which another test may have had some in memory
    counted = place.elsewhere(ObservedReads(files={in_memory, "/dev/null", "/proc/meminfo"}), ()).files
    assert [one for one in counted if one.startswith(OF_THE_KERNEL) and one not in loaded] == [in_memory]


def test_other_surroundings_are_another_build(small: Small, tmp_path: Path) -> None:
    assert outcome_that_holds(small.begin(SHLVL="9", MAKELEVEL="9"))
    for name in ("SITEURL", "FAIRCOPY_NOW", "LANG", "WHATEVER"):
        assert not outcome_that_holds(small.begin(**{name: "2026-01-01"})), name
    programs = {"PATH": f"{os.environ['PATH']}:{tmp_path}"}
    found = [small.begin(**programs).environment_digest]
    for version in ("1", "2"):
        (tmp_path / "tool").write_text(version, encoding="utf-8")
        found.append(small.begin(**programs).environment_digest)
    assert len({*found}) == 3


def test_a_package_that_is_installed_is_another_build(
    small: Small, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    installed = tmp_path / "site-packages"
    installed.mkdir()
    monkeypatch.setattr(sys, "path", [*sys.path, str(installed)])
    before = small.begin().environment_digest
    (installed / "tool-2.dist-info").mkdir()
    assert small.begin().environment_digest != before


def test_time_alone_makes_another_build(small: Small) -> None:
    begin, now = small.begin(), moment_of({}).now
    assert outcome_that_holds(begin, now)
    for later in (timedelta(days=1), timedelta(days=40_000), timedelta(days=-1)):
        assert not outcome_that_holds(begin, now + later)


@pytest.mark.parametrize(
    ("ahead", "change"),
    [
        ([], "2026-03-02T00:00+13:00"),
        (["2026-03-01T18:00+13:00", "2026-03-01T17:00+13:00", "2026-05-01T00:00+13:00"], "2026-03-01T17:00+13:00"),
        (["2026-03-01T17:30"], "2026-03-01T17:30+13:00"),  # as the author's clock has it
        (["2027-03-01T16:00+13:00"], "2026-03-01T16:00+13:00"),  # from then on it is no mistake
        (["9999-12-31T23:59"], "2026-03-02T00:00+13:00"),
    ],
)
def test_a_record_holds_until_time_alone_makes_another_site(ahead: list[str], change: str) -> None:
    moment = Moment(datetime.fromisoformat("2026-03-01T12:00+13:00"), ZoneInfo("Pacific/Auckland"))
    assert next_change(map(datetime.fromisoformat, ahead), moment) == datetime.fromisoformat(change)


def test_an_output_that_somebody_has_changed_is_built_again(small: Small) -> None:
    page = small.folder / "output/2020/01/a/index.html"
    whole = page.read_text(encoding="utf-8")
    for text in (whole.replace("Words", "Wards"), None):
        with changed(page, text):
            assert not small.has_nothing_to_do()
        # Put back, it is another file: nobody says that it is the one that was made.
        assert not small.has_nothing_to_do()
        small.build_until_kept()
        assert page.read_text(encoding="utf-8") == whole
    with changed(small.folder / "output/more.txt", "more"):
        assert not small.has_nothing_to_do()
    assert small.has_nothing_to_do()


def test_a_build_that_failed_leaves_none(small: Small) -> None:
    with changed(small.post, "no front matter"):
        assert not small.build()
        assert not small.has_nothing_to_do()
    assert small.has_nothing_to_do()  # the old sources, and the old output


@pytest.mark.parametrize(
    "line",
    [
        "import subprocess; subprocess.run(['true'])",
        "os.system('true')",
        "Path('content/posts/a/index.md').touch()",
        "Path('content/extra').mkdir(exist_ok=True); Path('content/extra/made.txt').write_text('x')",
    ],
)
def test_what_nobody_can_know_is_asked_each_time(small: Small, line: str) -> None:
    settings = small.folder / "publishconf.py"
    with changed(settings, f"{settings.read_text(encoding='utf-8')}{line}\n"):
        assert small.build()
        assert small.build()
        assert not small.has_nothing_to_do()


def test_a_build_with_nothing_to_do_says_what_the_one_before_said_and_imports_no_pelican(small: Small) -> None:
    environment = {**VARIABLES, "PYTHONPROFILEIMPORTTIME": "1"}
    runs = [
        subprocess.run(
            [sys.executable, "-m", "faircopy", "build", *more],
            cwd=small.folder,
            env=environment,
            capture_output=True,
            encoding="utf-8",
            check=True,
        )
        for more in (["--clean"], [], ["--explain", "2020/01/a/"])
    ]
    first, _, again = runs
    assert again.stdout == f"{first.stdout}2020/01/a/index.html is as it was: nothing that it reads has changed\n"
    said = [line for line in again.stderr.splitlines() if not line.startswith("import time:")]
    assert [line for line in first.stderr.splitlines() if not line.startswith("import time:")][:-1] == said[:-1]
    assert "0 pages made" in said[-1]
    imported = {line.rpartition("|")[2].strip() for line in again.stderr.splitlines()}
    assert "faircopy.build.unchanged.record" in imported
    assert not imported & {"pelican", "markdown", "jinja2", "faircopy.build.run"}


NAMES = st.sampled_from(["a", "b", "c/d", "c/e", "c/f/g", ".h", "c/.i"])
TREES = st.dictionaries(NAMES, st.binary(max_size=3), max_size=5)


@given(TREES, TREES)
def test_two_trees_have_one_digest_if_they_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, first: dict[str, bytes], second: dict[str, bytes]
) -> None:
    digests = []
    for files in (first, second):
        root = tmp_path_factory.mktemp("tree")
        for name, data in files.items():
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)
        found = FilesDigest()
        found.add_tree(root, [])
        digests.append(found.digest)
    assert (digests[0] == digests[1]) == (first == second)


def test_links_are_followed_and_circles_end(tmp_path: Path) -> None:
    elsewhere, root = tmp_path / "elsewhere", tmp_path / "root"
    elsewhere.mkdir()
    root.mkdir()
    (root / "link").symlink_to(elsewhere)
    (root / "circle").symlink_to(root)
    (root / "broken").symlink_to(root / "none")

    def digest() -> str:
        found = FilesDigest()
        found.add_tree(root, [])
        return found.digest

    before = digest()
    (elsewhere / "a").write_text("a", encoding="utf-8")
    assert digest() != before
    assert digest_of_stamps(root)
