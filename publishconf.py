"""Settings for production: pelicanconf.py, and what differs when strangers read the site."""

import os
import runpy
from pathlib import Path

# The settings beside this file, from whatever folder Pelican is run.
globals().update(runpy.run_path(str(Path(__file__).with_name("pelicanconf.py"))))

# Where the site will stand. `make build` warns when nobody has said so.
SITEURL = os.environ.get("SITEURL", "").rstrip("/") or "https://faircopy.example"
FEED_DOMAIN = SITEURL

# Drafts stay at home.
DRAFT_SAVE_AS = ""
DRAFT_PAGE_SAVE_AS = ""

# What nobody could check is not published.
SNIPPETS_STRICT = True
