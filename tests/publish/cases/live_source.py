from publishcases import GuardCase, has
from publishsite import Author


def rewritten(author: Author) -> None:
    """The source of the live site is no part of the history any more."""
    author.git("commit", "-q", "--amend", "-m", "Another beginning")
    author.git("push", "-qf", "origin", "main")


CASES = [GuardCase("PB110", rewritten, has("index.html"))]
