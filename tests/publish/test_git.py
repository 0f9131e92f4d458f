"""What is published is the commit's own bytes, whatever the machine, its user and the repository have set."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import SHARED_FIXTURE, examples
from faircopy.publish.commit_files import CommitTree
from faircopy.publish.export import export
from faircopy.publish.git import GitError, Repository, TreeEntry, repository_around
from faircopy.publish.refusal import PublishRefusedError
from publishsite import git

FILES = {
    "content/a.csv": b"year,number\n2020,1\n",
    "content/windows.txt": b"one\r\ntwo\r\n",
    "content/mixed.txt": b"one\r\ntwo\n\r",
    "content/$Id$.txt": b"$Id$ $Format:%H$\n",
    "content/utf-16.txt": "one\ntwo\n".encode("utf-16"),
    "content/caf\u00e9.md": "caf\u00e9\n".encode(),
    "content/cafe\u0301.md": "cafe\u0301\n".encode(),
    "content/A.txt": b"upper",
    "content/a.txt": b"lower",
    'content/a "name"\nof two lines': b"",
    "content/binary": bytes(range(256)),
}


def config(root: Path, name: str, value: str) -> None:
    git(root, "config", name, value)


def blob(root: Path, name: str) -> str:
    return git(root, "rev-parse", f"HEAD:content/{name}")


def filtered(root: Path, attributes: str) -> None:
    (root / attributes).write_text("* text eol=crlf ident filter=harm working-tree-encoding=UTF-16\n")
    config(root, "core.attributesFile", str(root / attributes))
    for name in ("smudge", "clean"):
        config(root, f"filter.harm.{name}", "tr a-z A-Z")


def replaced_commit(root: Path) -> None:
    before = git(root, "rev-parse", "HEAD")
    tree = git(root, "rev-parse", "HEAD:content")
    git(root, "replace", before, git(root, "commit-tree", "-m", "Other", tree))


def hooked(root: Path) -> None:
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        hook = root / ".git/hooks" / name
        hook.write_text("#!/bin/sh\nexit 1\n")
        hook.chmod(0o755)


HARMS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "line ends": lambda root: config(root, "core.autocrlf", "true"),
    "line ends of text": lambda root: config(root, "core.eol", "crlf"),
    "letter case": lambda root: config(root, "core.ignorecase", "true"),
    "no links": lambda root: config(root, "core.symlinks", "false"),
    "no file modes": lambda root: config(root, "core.fileMode", "false"),
    "a filter": lambda root: filtered(root, ".git/info/attributes"),
    "a filter of the user's": lambda root: filtered(root, "attributes of mine"),
    "a replaced file": lambda root: git(root, "replace", blob(root, "a.csv"), blob(root, "a.txt")),
    "a replaced commit": replaced_commit,
    "another index": lambda root: git(root, "rm", "-q", "--cached", "-r", "content"),
    "a sparse checkout": lambda root: git(root, "sparse-checkout", "set", "nothing"),
    "an alias": lambda root: config(root, "alias.cat-file", "!echo"),
    "a hook": hooked,
    "a monitor": lambda root: config(root, "core.fsmonitor", "false; touch ../../harm"),
    "a signature": lambda root: config(root, "log.showSignature", "true"),
}
VARIABLES = {
    "GIT_DIR": "elsewhere/.git",
    "GIT_WORK_TREE": "elsewhere",
    "GIT_INDEX_FILE": "elsewhere/index",
    "GIT_OBJECT_DIRECTORY": "elsewhere/objects",
    "GIT_NAMESPACE": "other",
    "GIT_ATTR_SOURCE": "HEAD",
    "GIT_LITERAL_PATHSPECS": "1",
    "GIT_EXTERNAL_DIFF": "false",
    "GIT_CONFIG_PARAMETERS": "'core.autocrlf'='true' 'core.worktree'='/nowhere'",
    "GIT_REPLACE_REF_BASE": "refs/heads/",
    "GIT_DEFAULT_HASH": "sha256",
    "GIT_PREFIX": "content/",
    "GIT_SHALLOW_FILE": "elsewhere/shallow",
    "GIT_QUARANTINE_PATH": "elsewhere",
}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with odd files in one commit, and attributes that would change them."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    return repository_of(tmp_path / "repository", FILES)


def repository_of(root: Path, files: dict[str, bytes], links: dict[str, str] | None = None) -> Path:
    """Make a repository by git's plumbing, so that nothing changes the bytes on their way in."""
    root.mkdir(parents=True)
    git(root, "init", "-q", "-b", "main")
    config(root, "user.name", "Test")
    config(root, "user.email", "test@example.org")
    entries = [("100644", name, data) for name, data in files.items()]
    entries += [("120000", name, target.encode()) for name, target in (links or {}).items()]
    for mode, name, data in entries:
        made = subprocess.run(
            ["git", "hash-object", "-w", "--stdin"], cwd=root, input=data, capture_output=True, check=True
        )
        git(root, "update-index", "--add", "--cacheinfo", f"{mode},{made.stdout.decode().strip()},{name}")
    git(root, "commit", "-qm", "Begin")
    return root


def written(repository: Repository, commit: str, folder: Path) -> dict[str, bytes]:
    export(repository, commit, folder)
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.slow
@pytest.mark.parametrize("harm", HARMS)
def test_a_commit_is_written_out_as_it_is(root: Path, tmp_path: Path, harm: str) -> None:
    commit = git(root, "rev-parse", "HEAD")
    HARMS[harm](root)
    assert written(Repository(root), commit, tmp_path / "out") == FILES
    assert not (tmp_path / "harm").exists()


def test_the_attributes_that_are_committed_change_nothing(tmp_path: Path) -> None:
    files = {
        **FILES,
        ".gitattributes": b"* text eol=crlf ident export-subst working-tree-encoding=UTF-16 export-ignore\n",
    }
    root = repository_of(tmp_path / "repository", files)
    assert written(Repository(root), "HEAD", tmp_path / "out") == files


@pytest.mark.slow
@pytest.mark.parametrize("variable", VARIABLES)
def test_no_variable_leads_elsewhere(
    root: Path, tmp_path: Path, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository_of(tmp_path / "elsewhere", {"content/a.csv": b"other"})
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv(variable, VARIABLES[variable])
    repository = repository_around(root)
    assert repository.root == root
    assert written(repository, "HEAD", tmp_path / "out") == FILES


@pytest.mark.slow
def test_the_settings_of_the_user_count_only_where_they_are_needed(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "home/.gitconfig").write_text(
        "[core]\nautocrlf = true\nhooksPath = /nowhere\n[user]\nname = Of home\n"
        '[url "elsewhere"]\ninsteadOf = there\n[filter "harm"]\nsmudge = false\nrequired = true\n'
        f"[include]\npath = {tmp_path}/more\n"
    )
    (tmp_path / "more").write_text("[core]\nattributesFile = /dev/null\n")
    git(root, "config", "--unset", "user.name")
    git(root, "remote", "add", "origin", "there")
    repository = Repository(root)
    assert written(repository, "HEAD", tmp_path / "out") == FILES
    # The name of who commits, and where a remote is.
    assert repository.ask_as_user("config", "user.name") == "Of home"
    assert repository.ask_as_user("remote", "get-url", "origin") == "elsewhere"
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "user.name")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "Of the environment")
    assert repository.ask_as_user("config", "user.name") == "Of the environment"
    assert written(repository, "HEAD", tmp_path / "out") == FILES


@pytest.mark.slow
def test_grafts_do_not_change_the_history(root: Path) -> None:
    first = git(root, "rev-parse", "HEAD")
    git(root, "commit", "-q", "--allow-empty", "-m", "Second")
    second = git(root, "rev-parse", "HEAD")
    (root / ".git/info").mkdir(exist_ok=True)
    (root / ".git/info/grafts").write_text(f"{second}\n")
    repository = Repository(root)
    assert repository.parents_of(second) == [first]
    assert repository.holds("merge-base", "--is-ancestor", first, second)


@pytest.mark.slow
def test_a_damaged_object_is_not_written(root: Path, tmp_path: Path) -> None:
    victim, other = blob(root, "a.csv"), blob(root, "a.txt")
    objects = root / ".git/objects"
    file = objects / victim[:2] / victim[2:]
    file.chmod(0o644)
    file.write_bytes((objects / other[:2] / other[2:]).read_bytes())
    with pytest.raises(GitError, match=r"damaged|not in the repository|mismatch"):
        written(Repository(root), "HEAD", tmp_path / "out")


@pytest.mark.slow
def test_every_file_has_the_time_and_the_mode_of_the_commit(root: Path, tmp_path: Path) -> None:
    git(root, "update-index", "--cacheinfo", f"100755,{blob(root, 'a.txt')},content/a.txt")
    git(root, "-c", "user.name=Test", "commit", "-qm", "Executable")
    export(Repository(root), "HEAD", tmp_path / "out")
    times = {file.stat().st_mtime for file in (tmp_path / "out").rglob("*") if file.is_file()}
    assert times == {float(git(root, "log", "-1", "--format=%ct"))}
    assert os.access(tmp_path / "out/content/a.txt", os.X_OK)
    assert not os.access(tmp_path / "out/content/A.txt", os.X_OK)


@pytest.mark.slow
def test_messages_are_read_whatever_the_settings_say_of_showing_them(root: Path) -> None:
    git(root, "-c", "i18n.commitEncoding=latin1", "commit", "-q", "--allow-empty", "-m", "Caf\u00e9\n\nSource: 123")
    config(root, "i18n.logOutputEncoding", "utf-16")
    assert Repository(root).message_of("HEAD").endswith("\n\nSource: 123\n")
    assert Repository(root).read_commit("HEAD").subject.startswith("Caf")


LINKS = {
    "out": ("content/posts/a/x.png", "../../../../secret.png"),
    "whole": ("content/posts/a/x.png", "/etc/hostname"),
    "the text itself": ("content/posts/a/index.md", "../../../../secret.md"),
    "a folder": ("content/posts/b", "../../../secrets"),
    "git's own": ("content/posts/a/x.png", "../../../.git/config"),
    "git's own, in capitals": ("content/posts/a/x.png", "../../../.GIT/config"),
    "a circle": ("content/posts/a/round", "../../posts"),
    "itself": ("content/posts/a/x.png", "x.png"),
    "what it is not in": ("content/posts/a/x.png", "missing/../../../../../secret.png"),
}


@pytest.mark.parametrize("name", LINKS)
def test_a_committed_link_that_leads_out_is_refused(tmp_path: Path, name: str) -> None:
    path, target = LINKS[name]
    for file in ("secret.png", "secret.md", "secrets/index.md"):
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("a secret")
    root = repository_of(tmp_path / "repository", {"content/posts/c/index.md": b""}, {path: target})
    with pytest.raises(PublishRefusedError) as refused:
        export(Repository(root), "HEAD", tmp_path / "out")
    assert [(one.code, one.path) for one in refused.value.diagnostics] == [("PB118", path)]
    # In another part of the repository it is not the site's, and is not written either.
    export(Repository(root), "HEAD", tmp_path / "out", "elsewhere")
    assert not (tmp_path / "out" / path).is_symlink()


def test_links_to_what_is_committed_are_followed(tmp_path: Path) -> None:
    links = {"content/a.png": "../shared/a.png", "content/folder": "../shared", "content/b.png": "folder/a.png"}
    root = repository_of(tmp_path / "repository", {"shared/a.png": b"a picture"}, links)
    export(Repository(root), "HEAD", tmp_path / "out")
    for name in ("content/a.png", "content/folder/a.png", "content/b.png"):
        assert (tmp_path / "out" / name).read_bytes() == b"a picture"


def test_what_is_not_committed_is_not_followed_to(tmp_path: Path) -> None:
    root = repository_of(tmp_path / "repository", {"content/a.md": b""}, {"content/key.txt": "../.env"})
    (root / ".env").write_text("a secret")
    export(Repository(root), "HEAD", tmp_path / "out")
    assert not (tmp_path / "out/content/key.txt").exists()


PARTS = st.sampled_from(["a", "b", "c", "..", ".", ".git"])
PATHS = st.lists(PARTS, min_size=1, max_size=6).map("/".join)


@pytest.mark.slow
@settings(suppress_health_check=SHARED_FIXTURE, max_examples=examples(200))
@given(links=st.dictionaries(st.sampled_from(["a/a", "a/b", "b", "c/a/a"]), PATHS, min_size=1))
def test_where_links_lead_is_what_the_system_says(
    tmp_path_factory: pytest.TempPathFactory, links: dict[str, str]
) -> None:
    """No link that may be followed leads out: compared with a real disk, on which everything outside is in reach."""
    root = tmp_path_factory.mktemp("tree") / "deep/er/site"
    root.mkdir(parents=True)
    for path, target in links.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).symlink_to(target)
    tree = CommitTree({path: TreeEntry("120000", "", 0) for path in links}, links)
    for path in tree.followed():
        real = Path(os.path.realpath(root / path))
        assert real.is_relative_to(root)
        assert ".git" not in real.relative_to(root).parts


@pytest.mark.parametrize("path", ["../x", "a/../../x", ".git/hooks/x", "a/.GIT/x", "a//x", "./x"])
def test_a_path_that_leads_out_is_not_written(tmp_path: Path, path: str) -> None:
    root = repository_of(tmp_path / "repository", {"a": b"a"})
    repository = Repository(root)

    class Odd(Repository):
        def entries_of(self, commit: str) -> dict[str, TreeEntry]:
            return dict.fromkeys([path], repository.entries_of(commit)["a"])

    with pytest.raises(GitError, match="would not write"):
        export(Odd(root), "HEAD", tmp_path / "out")
    assert not (tmp_path / "x").exists()


@pytest.mark.slow
def test_submodules_and_pointers_of_lfs_are_told(tmp_path: Path) -> None:
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
    root = repository_of(tmp_path / "repository", {"content/a.md": b"", "docs/p.png": pointer})
    made = git(root, "rev-parse", "HEAD")
    git(root, "update-index", "--add", "--cacheinfo", f"160000,{made},theme/sub")
    git(root, "commit", "-qm", "Submodule")
    with pytest.raises(PublishRefusedError) as refused:
        export(Repository(root), "HEAD", tmp_path / "out", ".", ("content", "theme"))
    assert [(one.code, one.path) for one in refused.value.diagnostics] == [("PB119", "theme/sub")]
    with pytest.raises(PublishRefusedError) as refused:
        export(Repository(root), "HEAD", tmp_path / "out", ".", ("content", "docs"))
    assert [(one.code, one.path) for one in refused.value.diagnostics] == [("PB119", "docs/p.png")]
    export(Repository(root), "HEAD", tmp_path / "out", ".", ("content",))
