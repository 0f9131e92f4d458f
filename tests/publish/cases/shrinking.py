from publishcases import GuardCase, redirect_to
from publishsite import SITEURL, Author


def half_gone(author: Author) -> None:
    for slug in "abcdefg":
        author.write_post(slug)
    author.commit()
    assert author.publish().codes == []
    for slug in "abcdefg":
        author.git("rm", "-qr", f"content/posts/2020/{slug}")
        author.write(f"content/extra/{slug}.html", redirect_to(f"{SITEURL}/2020/02/one/"))
    extra = ", ".join(f"'extra/{slug}.html': {{'path': '2020/02/{slug}/index.html'}}" for slug in "abcdefg")
    author.set(f"EXTRA_PATH_METADATA = {{{extra}}}")
    author.commit()


CASES = [GuardCase("PB302", half_gone, lambda files, _: b"refresh" in files["2020/02/a/index.html"])]
