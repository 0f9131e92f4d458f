from publishcases import GuardCase
from publishsite import Author


def unsaved(author: Author) -> None:
    author.write_post("three")


def overlooked(author: Author) -> None:
    author.git("update-index", "--assume-unchanged", "content/posts/2020/one/index.md")
    author.write_post("one", body="These words are in no commit, and git was told to overlook them.")


CASES = [
    GuardCase("PB105", unsaved, lambda _, author: bool(author.git("status", "--porcelain"))),
    GuardCase("PB105", overlooked, lambda files, _: b"in no commit" not in files["2020/02/one/index.html"]),
]
