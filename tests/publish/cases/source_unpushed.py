from publishcases import GuardCase, has
from publishsite import Author


def unpushed(author: Author) -> None:
    author.write_post("three")
    author.commit(push=False)


CASES = [GuardCase("PB109", unpushed, has("2020/02/three/index.html"))]
