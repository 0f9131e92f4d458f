from publishcases import GuardCase, has
from publishsite import Author


def other_branch(author: Author) -> None:
    author.git("switch", "-qc", "trial")
    author.write_post("trial")
    author.commit(push=False)


CASES = [GuardCase("PB106", other_branch, has("2020/02/trial/index.html"))]
