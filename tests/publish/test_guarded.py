"""Each guard twice: what would happen without it, and that it does not happen."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import faircopy.build.build
import faircopy.build.run
import faircopy.publish.refusal
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.preview.listening import LOOPBACK
from faircopy.preview.server import site_server
from faircopy.publish.context import PublishOptions
from publishsite import SITEURL, Author, git, new_author, published_author, remote_files, remote_head
from testsite import running

pytestmark = pytest.mark.slow

KEY = "-----BEGIN OPENSSH PRIVATE KEY-----"
Files = dict[str, bytes]


@dataclass(frozen=True)
class Case:
    code: str
    arrange: Callable[[Author], None]  # after a first publication
    harm: Callable[[Files, Author], bool]  # seen in what was published
    siteurl: str = SITEURL


def committed(change: Callable[[Author], None]) -> Callable[[Author], None]:
    def arrange(author: Author) -> None:
        change(author)
        author.commit()

    return arrange


def post(slug: str, **told: str) -> Callable[[Author], None]:
    return committed(lambda author: author.write_post(slug, **told))


def setting(line: str) -> Callable[[Author], None]:
    return committed(lambda author: author.set(line))


def plugin(body: str) -> Callable[[Author], None]:
    """A plugin gone wrong, in the settings file: `output` is the folder that was built."""
    code = "\n    ".join(["from pathlib import Path", "output = Path(pelican.output_path)", *body.split("\n")])
    lines = (
        f"\nfrom pelican import signals\ndef gone_wrong(pelican):\n    {code}\nsignals.finalized.connect(gone_wrong)\n"
    )
    return setting(lines)


def detach(author: Author) -> None:
    author.git("switch", "-q", "--detach")


def shallow(author: Author) -> None:
    author.write_post("one", body="Once more, with feeling and with other words.")
    author.commit()
    (author.folder / ".git/shallow").write_text(author.git("rev-parse", "HEAD") + "\n")


def unsaved(author: Author) -> None:
    author.write_post("three")


def overlooked(author: Author) -> None:
    author.git("update-index", "--assume-unchanged", "content/posts/2020/one/index.md")
    author.write_post("one", body="These words are in no commit, and git was told to overlook them.")


def other_branch(author: Author) -> None:
    author.git("switch", "-qc", "trial")
    author.write_post("trial")
    author.commit(push=False)


def moved_remote(author: Author) -> None:
    author.write_post("three")
    author.commit()
    author.git("reset", "-q", "--hard", "HEAD~1")


def unpushed(author: Author) -> None:
    author.write_post("three")
    author.commit(push=False)


def rewritten(author: Author) -> None:
    """The source of the live site is no part of the history any more."""
    author.git("commit", "-q", "--amend", "-m", "Another beginning")
    author.git("push", "-qf", "origin", "main")


def nobody(author: Author) -> None:
    author.git("config", "user.name", "")
    author.git("config", "user.email", "")


def removed(author: Author) -> None:
    author.git("rm", "-qr", "content/posts/2020/two")
    author.write_post("one", body="Longer than before, so that all in all there is not less of the site. " * 20)
    author.commit()


def half_gone(author: Author) -> None:
    for slug in "abcdefg":
        author.write_post(slug)
    author.commit()
    assert author.publish().codes == []
    for slug in "abcdefg":
        author.git("rm", "-qr", f"content/posts/2020/{slug}")
        author.write(f"content/extra/{slug}.html", redirect_to(f"{SITEURL}/2020/02/one/"))
    extra = ", ".join(f"'extra/{slug}.html': {{'path': '2020/02/{slug}/index.html'}}" for slug in "abcdefg")
    author.set(f"EXTRA_PATH_METADATA = {{{extra}}}")
    author.commit()


def redirect_to(address: str) -> str:
    return f'<link rel="canonical" href="{address}"><meta http-equiv="refresh" content="0; url={address}">'


def both(*changes: Callable[[Author], object]) -> Callable[[Author], None]:
    def arrange(author: Author) -> None:
        for change in changes:
            change(author)
        author.git("push", "-q", "origin", "main")

    return arrange


def has(name: str, text: bytes = b"") -> Callable[[Files, Author], bool]:
    return lambda files, _: text in files.get(name, b"no such file") and name in files


HUSHED = "Nobody was to read before spring that the harbour bridge will be painted green."
# It has no id, no title and no date.
EMPTY_FEED = '<feed xmlns="http://www.w3.org/2005/Atom"/>'
CASES = {
    "detached": Case("PB103", detach, lambda _, author: author.git("branch", "--show-current") == ""),
    "shallow": Case("PB104", shallow, has("2020/02/one/index.html", b"with feeling")),
    "not committed": Case("PB105", unsaved, lambda _, author: bool(author.git("status", "--porcelain"))),
    "overlooked": Case("PB105", overlooked, lambda files, _: b"in no commit" not in files["2020/02/one/index.html"]),
    "another branch": Case("PB106", other_branch, has("2020/02/trial/index.html")),
    "the remote moved": Case("PB108", moved_remote, lambda files, _: "2020/02/three/index.html" not in files),
    "not pushed": Case("PB109", unpushed, has("2020/02/three/index.html")),
    "another history": Case("PB110", rewritten, has("index.html")),
    "a stand-in": Case("PB113", lambda _: None, has("sitemap.xml", b"blog.example/"), siteurl="https://blog.example"),
    "another domain": Case(
        "PB114", setting('PUBLISH_CNAME = "other.org.nz"'), has("CNAME", b"other.org.nz")
    ),
    "no home page": Case(
        "PB301", plugin("(output / 'index.html').write_text('')"), lambda files, _: files["index.html"] == b""
    ),
    "a fifth less": Case("PB302", half_gone, lambda files, _: b"refresh" in files["2020/02/a/index.html"]),
    "a link": Case(
        "PB304", plugin("(output / 'own.txt').symlink_to('/etc/group')"), lambda files, _: "own.txt" in files
    ),
    "a draft in a feed": Case(
        "PB305",
        both(
            post("green", body=HUSHED, more="Status: draft"),
            plugin("(output / 'feeds/note.txt').write_text(Path('content/posts/2020/green/index.md').read_text())"),
        ),
        has("feeds/note.txt", b"painted green"),
    ),
    "a draft's picture": Case(
        "PB306",
        both(
            lambda author: author.write("content/posts/2020/green/plan.bin", b"the plan"),
            post("green", more="Status: draft"),
            plugin("(output / 'harmless.bin').write_bytes(b'the plan')"),
        ),
        has("harmless.bin", b"the plan"),
    ),
    "a draft's address": Case(
        "PB307",
        both(
            post("green", date="2027-03-01"),
            plugin("with (output / 'robots.txt').open('a') as file: file.write('Disallow: /2027/03/green/')"),
        ),
        has("robots.txt", b"/2027/03/green/"),
    ),
    "a key": Case("PB308", post("key", body=f"    {KEY}\n"), has("2020/02/key/index.html", KEY.encode())),
    "a home folder": Case(
        "PB309", post("home", body="It is in /home/margaret/notes now."), has("2020/02/home/index.html", b"margaret")
    ),
    "a broken feed": Case(
        "PB310",
        plugin(f"(output / 'feeds/all.atom.xml').write_text({EMPTY_FEED!r})"),
        has("feeds/all.atom.xml", EMPTY_FEED.encode()),
    ),
    "a dead redirect": Case(
        "PB311",
        plugin(f"(output / 'old.html').write_text({redirect_to(f'{SITEURL}/old.html')!r})"),
        has("old.html", b"old.html"),
    ),
    "an address gone": Case("PB401", removed, lambda files, _: "2020/02/two/index.html" not in files),
}  # fmt: skip


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


@pytest.mark.parametrize("name", CASES)
def test_the_harm_is_real_and_does_not_happen(
    name: str, tmp_path: Path, published: Path, without: Callable[[str], None]
) -> None:
    case = CASES[name]
    author = published_author(tmp_path, published)
    case.arrange(author)
    before = remote_head(tmp_path)
    told = author.publish(siteurl=case.siteurl)
    assert set(told.codes) == {case.code}, told.text
    assert remote_head(tmp_path) == before
    without(case.code)
    told = author.publish(siteurl=case.siteurl)
    assert told.codes == [], told.text
    assert case.harm(remote_files(tmp_path), author)


def test_a_domain_that_is_live_is_not_lost(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    author.set('PUBLISH_CNAME = "blog.example.nz"')
    author.commit()
    address = "https://blog.example.nz"
    assert author.publish(siteurl=address).codes == []
    author.set("PUBLISH_CNAME = None")
    author.commit()
    told = author.publish(siteurl=address)
    assert told.codes == ["PB114"]
    assert "the live site has the domain 'blog.example.nz', and PUBLISH_CNAME is not set" in told.text
    assert "CNAME" in remote_files(tmp_path)
    # Given up on purpose.
    author.set('PUBLISH_CNAME = ""')
    author.commit()
    assert author.publish(siteurl=address).codes == []
    assert "CNAME" not in remote_files(tmp_path)


def test_nobody_publishes(tmp_path: Path, without: Callable[[str], None], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL", "EMAIL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    author = new_author(tmp_path)
    nobody(author)
    assert author.publish().codes == ["PB111"]
    assert remote_head(tmp_path) == ""
    without("PB111")
    assert author.publish().codes == []
    assert git(tmp_path / "remote.git", "log", "-1", "--format=%cn%ce", "gh-pages") == ""


def test_a_file_that_github_does_not_take(tmp_path: Path) -> None:
    """GitHub itself would refuse the push, after all of it was sent."""
    author = new_author(tmp_path)
    plugin("with (output / 'film.bin').open('wb') as film: film.truncate(101 * 1024**2)")(author)
    told = author.publish()
    assert told.codes == ["PB303"]
    assert ".cache/publish/stage/film.bin:1: error PB303 101 MiB are more than GitHub's 100 MiB for a file" in told.text
    assert remote_head(tmp_path) == ""


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
    told = author.publish()
    assert told.codes == [code], told.text
    assert remote_head(tmp_path) == ""


def test_an_address_that_is_not_githubs(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    author.git("config", "url.../remote.git.insteadOf", "https://github.com/ada/notes.git")
    author.git("remote", "set-url", "origin", "https://github.com/ada/notes.git")
    told = author.publish(siteurl="https://ada.github.io")
    assert told.codes == ["PB113"]
    assert "GitHub will show this repository at https://ada.github.io/notes" in told.text
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
    told = author.publish()
    assert told.codes == ["PB503"]
    assert "File exists" in told.text


def test_what_git_says_of_a_broken_repository_is_passed_on(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (author.folder / ".git/index").write_bytes(b"broken")
    told = author.publish()
    assert told.codes == ["PB117"]
    assert "git says: " in told.text


def test_a_live_site_that_does_not_change_is_only_a_warning(tmp_path: Path) -> None:
    author = new_author(tmp_path)
    (tmp_path / "live").mkdir()
    with site_server(tmp_path / "live", 0) as server, running(server):
        told = author.publish(siteurl=f"http://{LOOPBACK}:{server.server_address[1]}")
    assert told.codes == []
    assert "warning PB505" in told.text
    assert "did not show the new state within 0 seconds" in told.text


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
