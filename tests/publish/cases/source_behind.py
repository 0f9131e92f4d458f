from publishcases import GuardCase
from publishsite import Author


def moved_remote(author: Author) -> None:
    author.write_post("three")
    author.commit()
    author.git("reset", "-q", "--hard", "HEAD~1")


CASES = [GuardCase("PB108", moved_remote, lambda files, _: "2020/02/three/index.html" not in files)]
