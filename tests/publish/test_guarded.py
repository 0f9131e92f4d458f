"""Each guard twice: what would happen without it, and that it does not happen."""

import importlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import faircopy.build.build
import faircopy.build.run
import faircopy.publish.refusal
from conftest import ROOT
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from faircopy.publish.context import PublishOptions
from faircopy.publish.guard import all_guards
from publishcases import GuardCase, post, setting
from publishsite import Author, git, new_author, published_author, remote_files, remote_head
from testsite import running

pytestmark = pytest.mark.slow

# What it checks is an option that is given, and does no harm: test_changes.py.
WITHOUT_CASES = {"allowed_addresses"}


def cases() -> Iterator[tuple[str, GuardCase]]:
    for file in sorted((ROOT / "tests/publish/cases").glob("*.py")):
        spec = importlib.util.spec_from_file_location(f"case_of_{file.stem}", file)
        assert spec
        assert spec.loader
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield from ((file.stem, case) for case in module.CASES)


CASES = list(cases())


def test_every_guard_has_a_case_for_each_of_its_rules() -> None:
    """tests/publish/cases/NAME.py says how to provoke the guard of that name: docs/writing-a-guard.md."""
    provoked = {(name, case.code) for name, case in CASES}
    guards = {name: guard for name, guard in all_guards().items() if name not in WITHOUT_CASES}
    # A packed file that cannot be searched is provoked in tests/build/test_leaks.py.
    requests = {(name, rule.code) for name, guard in guards.items() for rule in guard.rules if rule.code != "PB312"}
    assert requests - provoked == set(), "a guard without a case"
    assert provoked - requests == set(), "a case without a guard"


def test_every_guard_says_what_to_do() -> None:
    rows = (ROOT / "docs/diagnostics.md").read_text(encoding="utf-8")
    for rule in (rule for guard in all_guards().values() for rule in guard.rules if rule.remedy):
        assert f"| {rule.code} | {rule.severity} | {rule.summary} | {rule.remedy} |" in rows


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site of two posts that was published once."""
    folder = tmp_path_factory.mktemp("published")
    assert new_author(folder).publish().codes == []
    return folder


@pytest.fixture
def without(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Switch a guard off."""

    def switch_off(code: str) -> None:
        def overlook(found: list[Diagnostic]) -> bool:
            return has_errors(one for one in found if one.code != code)

        # The build itself looks for some of it, too.
        for module in (faircopy.publish.refusal, faircopy.build.build, faircopy.build.run):
            monkeypatch.setattr(module, "has_errors", overlook)

    return switch_off


@pytest.mark.parametrize(("name", "case"), CASES, ids=[f"{name}-{case.code}" for name, case in CASES])
def test_the_harm_is_real_and_does_not_happen(
    name: str,
    case: GuardCase,
    tmp_path: Path,
    published: Path,
    without: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert case.code in {rule.code for rule in all_guards()[name].rules}
    for variable in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    for constant, value in case.limits.items():
        monkeypatch.setattr(constant, value)
    author = published_author(tmp_path, published)
    case.arrange(author)
    before = remote_head(tmp_path)
    outcome = author.publish(siteurl=case.siteurl)
    assert set(outcome.codes) == {case.code}, outcome.text
    assert remote_head(tmp_path) == before
    without(case.code)
    outcome = author.publish(siteurl=case.siteurl)
    assert outcome.codes == [], outcome.text
    assert case.harm(remote_files(tmp_path), author)


def test_a_domain_that_is_live_is_not_lost(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    author.set('PUBLISH_CNAME = "blog.example.nz"')
    author.commit()
    address = "https://blog.example.nz"
    assert author.publish(siteurl=address).codes == []
    author.set("PUBLISH_CNAME = None")
    author.commit()
    outcome = author.publish(siteurl=address)
    assert outcome.codes == ["PB114"]
    assert "the live site has the domain 'blog.example.nz', and PUBLISH_CNAME is not set" in outcome.text
    assert "CNAME" in remote_files(tmp_path)
    # Given up on purpose.
    author.set('PUBLISH_CNAME = ""')
    author.commit()
    assert author.publish(siteurl=address).codes == []
    assert "CNAME" not in remote_files(tmp_path)


@pytest.mark.parametrize("where", ["default", "worktree", "checked out"])
def test_a_branch_that_holds_something_else_is_not_overwritten(tmp_path: Path, where: str) -> None:
    author = new_author(tmp_path)
    author.git("branch", "gh-pages")
    if where == "default":
        author.git("push", "-q", "origin", "gh-pages")
        git(tmp_path / "remote.git", "symbolic-ref", "HEAD", "refs/heads/gh-pages")
    elif where == "worktree":
        author.git("worktree", "add", "-q", "../pages", "gh-pages")
    else:
        author.git("switch", "-q", "gh-pages")
        author.set('PUBLISH_SOURCE = "gh-pages"')
        author.git("commit", "-qam", "Confused")
        author.git("push", "-q", "origin", "gh-pages")
    assert author.publish().codes == ["PB107"]


@pytest.mark.parametrize(
    ("break_it", "code"),
    [
        (lambda author: author.git("remote", "remove", "origin"), "PB102"),
        (lambda author: author.git("remote", "set-url", "origin", "../no-such.git"), "PB102"),
        (setting('PUBLISH_BRANCH = "-f"'), "PB116"),
        (setting('PUBLISH_BRANCH = "a b"'), "PB116"),
        (setting('PUBLISH_CNAME = "https://example.nz"'), "PB116"),
        (setting('PUBLISH_GONE = {"/x/": ""}'), "PB116"),
        (setting("this is no Python"), "SB901"),
        (post("broken", body="[nowhere](/no/such/page/)"), "PR201"),
        (post("bad", date="yesterday"), "FM103"),
    ],
)
def test_what_cannot_be_published_is_said(tmp_path: Path, break_it: Callable[[Author], None], code: str) -> None:
    author = new_author(tmp_path)
    break_it(author)
    outcome = author.publish()
    assert outcome.codes == [code], outcome.text
    assert remote_head(tmp_path) == ""


def test_an_address_that_is_not_githubs(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    author.git("config", "url.../remote.git.insteadOf", "https://github.com/ada/notes.git")
    author.git("remote", "set-url", "origin", "https://github.com/ada/notes.git")
    outcome = author.publish(siteurl="https://ada.github.io")
    assert outcome.codes == ["PB113"]
    assert "GitHub will show this repository at https://ada.github.io/notes" in outcome.text
    assert author.publish(siteurl="https://ada.github.io/notes").codes == []


def test_a_commit_that_ghp_import_cannot_make(tmp_path: Path) -> None:
    """A lock that a killed git has left: nothing of ghp-import says so but the commit that is not there."""
    author = new_author(tmp_path)
    lock = author.folder / ".git/refs/heads/faircopy-publishing.lock"
    lock.touch()
    assert author.publish().codes == ["PB503"]
    assert remote_head(tmp_path) == ""
    lock.unlink()
    assert author.publish().codes == []
    # With an earlier site, git itself sees it first.
    author.write_post("three")
    author.commit()
    lock.touch()
    outcome = author.publish()
    assert outcome.codes == ["PB503"]
    assert "File exists" in outcome.text


def test_a_tag_that_is_called_as_our_own_branch_is_named(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    author.git("tag", "faircopy-publishing")
    outcome = author.publish()
    assert outcome.codes == ["PB503"]
    assert "git tag -d faircopy-publishing" in outcome.text
    assert remote_head(tmp_path) == ""
    author.git("tag", "-d", "faircopy-publishing")
    assert author.publish().codes == []


def test_what_git_says_of_a_broken_repository_is_passed_on(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (author.folder / ".git/index").write_bytes(b"broken")
    outcome = author.publish()
    assert outcome.codes == ["PB117"]
    assert "git says: " in outcome.text


def test_a_live_site_that_does_not_change_is_only_a_warning(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (tmp_path / "live").mkdir()
    with site_server(tmp_path / "live", 0) as server, running(server):
        outcome = author.publish(siteurl=f"http://{LOOPBACK}:{server.server_address[1]}")
    assert outcome.codes == []
    assert "warning PB505" in outcome.text
    assert "did not show the new state within 0 seconds" in outcome.text


def test_an_address_of_no_site_is_said(tmp_path: Path) -> None:
    assert new_author(tmp_path).publish(siteurl="example.org/blog").codes == ["SB906"]


def test_a_folder_that_is_no_repository(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (author.folder / ".git").rename(tmp_path / "put away")
    assert author.publish().codes == ["PB101"]


def test_a_repository_without_a_commit(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (author.folder / ".git").rename(tmp_path / "put away")
    author.git("init", "-q")
    assert author.publish().codes == ["PB101"]


def test_a_site_that_is_a_part_of_its_repository(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (author.folder / "site").mkdir()
    author.git("mv", "content", "theme", "publishconf.py", "site")
    author.commit()
    part = Author(author.folder / "site")
    assert part.publish().codes == []
    assert "2020/02/one/index.html" in remote_files(tmp_path)


def test_files_that_git_ignores_are_not_published(tmp_path: Path) -> None:
    """The commit is published, not the folder."""
    author = new_author(tmp_path)
    author.write(".gitignore", ".cache/\n__pycache__/\nthree/\n")
    author.commit()
    author.write_post("three")
    assert author.publish().codes == []
    assert "2020/02/three/index.html" not in remote_files(tmp_path)


def test_a_warning_of_the_build_names_the_file_as_the_author_knows_it(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    author.write_post("later", date="2026-12-01")
    author.commit()
    fact = "content/posts/2020/later/index.md:2: note SC101 this post is held back until 2026-12-01 00:00"
    assert fact in author.publish(PublishOptions(dry_run=True)).text
