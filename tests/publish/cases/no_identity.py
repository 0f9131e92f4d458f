from publishcases import GuardCase
from publishsite import Author, git


def nobody(author: Author) -> None:
    author.write_post("three")
    author.commit()
    author.git("config", "user.name", "")
    author.git("config", "user.email", "")


def has_no_name(_: object, author: Author) -> bool:
    return git(author.folder.parent / "remote.git", "log", "-1", "--format=%cn%ce", "gh-pages") == ""


# Without an identity in the environment: the test sees to that.
CASES = [GuardCase("PB111", nobody, has_no_name)]
