from publishcases import GuardCase
from publishsite import Author


def removed(author: Author) -> None:
    author.git("rm", "-qr", "content/posts/2020/two")
    author.write_post("one", body="Longer than before, so that all in all there is not less of the site. " * 20)
    author.commit()


CASES = [GuardCase("PB401", removed, lambda files, _: "2020/02/two/index.html" not in files)]
