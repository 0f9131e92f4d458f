from publishcases import GuardCase
from publishsite import Author


def detach(author: Author) -> None:
    author.git("switch", "-q", "--detach")


CASES = [GuardCase("PB103", detach, lambda _, author: author.git("branch", "--show-current") == "")]
