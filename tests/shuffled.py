"""Run as a program: builds a small site where folders are listed in another order, for a test that compares."""

import sys
from pathlib import Path

from foldershuffle import shuffle_folders
from smallsite import Site


def build(folder: Path, seed: int) -> None:
    site = Site(folder)
    for number in range(4):
        site.post(number, date="2020-01-01", tags="a, b, c")
        for language in ("de", "fr", "mi"):
            text = (folder / f"content/posts/p{number}.md").read_text().replace("Lang: en", f"Lang: {language}")
            site.write(f"content/posts/{language}-{number}.md", text)
    site.write("content/extra/a.txt", "a")
    site.write("content/extra/b.txt", "b")
    site.settings["EXTRA_PATH_METADATA"] = {f"extra/{name}.txt": {"path": "one.txt"} for name in ("a", "b")}
    shuffle_folders(seed)
    site.build()


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))
