"""The settings of this blog: what differs from those that every site has, faircopy.settings.

publishconf.py overrides them for production. What each means: docs/settings.md.
"""

from pathlib import Path

from faircopy.content.assets import static_folder
from faircopy.settings import *

SITENAME = "Faircopy"
SITESUBTITLE = "Notes on software, networks and people, with configuration that works"
AUTHOR = "Dave Moskovitz"
SITE_INTRO = (
    "Six articles by Dave Moskovitz, set afresh from copies that had been damaged on the way, "
    "and a checklist that is new here. "
    "What stands here to be copied is complete."
)
# The domain in the feed entries' ids, which the author held on the date of each post. It never changes,
# wherever the site is published.
TAG_AUTHORITY = "dave.moskovitz.co.nz"
TAG_SINCE = "2011"  # the year in the feed's own id
REL_ME = ("https://dave.moskovitz.co.nz/",)
# The blog that the articles were first published on.
RETOLD_FROM = ("dave.moskovitz.co.nz", "https://dave.moskovitz.co.nz/")

TIMEZONE = "Pacific/Auckland"
DEFAULT_LANG = "en-NZ"
KNOWN_CATEGORIES = ("Business", "Geeky stuff", "Personal")

# The theme is made in this repository; other sites have the one that is installed.
THEME = "theme"
THEME_STATIC_DIR = static_folder(Path(__file__).parent / "theme" / "static")

PROMISES = (
    ("Configuration that the real program has loaded and run", "colophon/"),
    ("A checklist that can be worked through", "2016/08/tech-due-diligence/"),
    ("No trackers, and no requests to anyone else", "colophon/"),
)
FOOT = (("Colophon", "colophon/"),)
