"""Our settings and our theme, with texts of the tests' own: what the program does is right whatever this blog says."""

import shutil
from pathlib import Path

from conftest import ROOT, SITEURL, Run, copy_of_site

# In each place of a post there is something that a test can put in order or out of it.
KNOCKING = """Title: Knocking on doors
Date: 2017-09-01
Category: Geeky stuff
Tags: doors, linux
Slug: knocking
Summary: What to do with those who knock at every door.
Original: 2017-09

Those who knock at every door are not let in by any. There is [a list]({filename}/posts/2017/moving-a-server/index.md).

```{.json file="/srv/doors.json"}
{"doors": ["front", "back"]}
```
"""
WINDOWS = """Title: Windows and what one sees of them
Date: 2015-08-01
Category: Personal
Tags: windows
Slug: windows
Summary: They are cleaned in spring.

They are cleaned in spring, before anybody [knocks]({filename}/posts/2017/knocking/index.md).
"""
PAGE = "Title: {name}\nSlug: {slug}\nSummary: A page beside the posts.\n\nA page beside the posts.\n"


def own_site(folder: Path) -> Path:
    """Make a site of two posts, a checklist, and the pages that our menus lead to."""
    site = copy_of_site(folder)
    shutil.rmtree(site / "content")
    texts = {"posts/2017/knocking/index.md": KNOCKING, "posts/2015/windows/index.md": WINDOWS}
    texts |= {f"pages/{slug}.md": PAGE.format(name=slug.title(), slug=slug) for slug in ("about", "colophon")}
    for name, text in texts.items():
        file = site / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    shutil.copytree(ROOT / "tests/checklists/moving-a-server", site / "content/posts/2017/moving-a-server")
    with (site / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nPROMISES = ()  # they lead to articles that are not here\n")
    return site


def kept_by_a_build(folder: Path, faircopy: Run) -> Path:
    """Build the site; return what that has kept for the next build, to be copied to `.cache` of another such site."""
    site = own_site(folder)
    result = faircopy(site, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout + result.stderr
    return site / ".cache"
