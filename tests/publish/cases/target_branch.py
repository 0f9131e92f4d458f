from publishcases import GuardCase
from publishsite import Author, git


def default_branch(author: Author) -> None:
    """Whoever clones the repository gets the branch that the site is to be published to."""
    author.write_post("three")
    author.commit()
    git(author.folder.parent / "remote.git", "symbolic-ref", "HEAD", "refs/heads/gh-pages")


def clone_has_no_source(_: object, author: Author) -> bool:
    git(author.folder.parent, "clone", "-q", "remote.git", "clone")
    clone = author.folder.parent / "clone"
    return (clone / "2020/02/three/index.html").exists() and not (clone / "publishconf.py").exists()


CASES = [GuardCase("PB107", default_branch, clone_has_no_source)]
