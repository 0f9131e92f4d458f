"""A push goes where git says, and what is said of it is true."""

from pathlib import Path

import pytest

from faircopy.publish.destination import Destination, check_destination, destination_of
from faircopy.publish.git import Repository
from publishsite import Author, git, new_author, remote_head

ELSEWHERE = {
    "pushurl": ("remote.origin.pushurl", "../other.git"),
    "pushInsteadOf": ("url.../other.git.pushInsteadOf", "../remote.git"),
}


@pytest.fixture
def author(tmp_path: Path) -> Author:
    author = new_author(tmp_path)
    git(tmp_path, "clone", "-q", "--bare", "remote.git", "other.git")
    return author


def head(folder: Path) -> str:
    return git(folder, "for-each-ref", "--format=%(objectname)", "refs/heads/gh-pages")


@pytest.mark.slow
@pytest.mark.parametrize("name", ELSEWHERE)
def test_what_goes_elsewhere_is_compared_there(author: Author, tmp_path: Path, name: str) -> None:
    author.git("config", *ELSEWHERE[name])
    outcome = author.publish()
    assert outcome.codes == [], outcome.text
    assert "a push to 'origin' goes to ../other.git" in outcome.text
    assert any(line.startswith("published") and "../other.git" in line for line in outcome.progress)
    assert (remote_head(tmp_path), head(tmp_path / "other.git")) != ("", "")
    assert remote_head(tmp_path) == ""
    # It is seen there the next time, and can be taken back there.
    assert "there is nothing to publish" in author.publish().text
    author.write_post("three")
    author.git("add", "-A")
    author.git("commit", "-qm", "Third")
    git(author.folder, "push", "-q", "../other.git", "main")
    git(author.folder, "push", "-q", str(tmp_path / "remote.git"), "main")
    assert author.publish().codes == []
    before = head(tmp_path / "other.git")
    outcome = author.unpublish_last()
    assert outcome.codes == [], outcome.text
    assert head(tmp_path / "other.git") != before
    assert "on ../other.git" in outcome.text


@pytest.mark.slow
def test_several_places_at_once_are_refused(author: Author, tmp_path: Path) -> None:
    for name in ("remote", "other"):
        author.git("config", "--add", "remote.origin.pushurl", f"../{name}.git")
    assert author.publish().codes == ["PB120"]
    assert (remote_head(tmp_path), head(tmp_path / "other.git")) == ("", "")


@pytest.mark.slow
def test_what_was_pushed_and_cannot_be_read_back_is_not_called_unpublished(author: Author, tmp_path: Path) -> None:
    hook = tmp_path / "remote.git/hooks/post-receive"
    hook.write_text("#!/bin/sh\nmv refs/heads/gh-pages ../taken\n")
    hook.chmod(0o755)
    outcome = author.publish()
    assert outcome.codes == ["PB504"]
    assert outcome.standing == "pushed to ../remote.git, and not confirmed"


def test_credentials_are_not_shown(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    git(tmp_path, "remote", "add", "origin", "https://ada:" + "token123@github.com/ada/notes.git")
    found = destination_of(Repository(tmp_path), "origin")
    assert found.public_address == "https://github.com/ada/notes.git"
    assert not found.is_elsewhere
    assert not list(check_destination(found))
    assert list(check_destination(Destination("origin", "", ("a", "b"), True)))
