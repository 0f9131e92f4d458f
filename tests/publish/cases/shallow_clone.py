from publishcases import GuardCase, has
from publishsite import Author


def shallow(author: Author) -> None:
    author.write_post("one", body="Once more, with feeling and with other words.")
    author.commit()
    (author.folder / ".git/shallow").write_text(author.git("rev-parse", "HEAD") + "\n")


CASES = [GuardCase("PB104", shallow, has("2020/02/one/index.html", b"with feeling"))]
