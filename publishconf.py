"""Settings for production: pelicanconf.py, and what differs when strangers read the site.

Those that begin with PUBLISH_ are explained in docs/publishing.md.
"""

import os
import runpy
from pathlib import Path

# The settings beside this file, from whatever folder Pelican is run.
globals().update(runpy.run_path(str(Path(__file__).with_name("pelicanconf.py"))))

# Where the site will stand. `make build` warns when nobody has said so, and `make publish` refuses.
SITEURL = os.environ.get("SITEURL", "").rstrip("/") or "https://faircopy.example"
FEED_DOMAIN = SITEURL

# Drafts stay at home, and so does a post whose date is to come. No other setting can have anything of them written.
HOLD_BACK_FUTURE = True

# What nobody could check is not published.
SNIPPETS_STRICT = True

# Where `make publish` puts the site
PUBLISH_REMOTE = "origin"
PUBLISH_BRANCH = "gh-pages"
PUBLISH_SOURCE = "main"  # the branch that the site is made from
PUBLISH_CNAME = None  # your own domain, as "blog.example.org"
# Addresses that are taken away for good, and why: {"/2017/09/old/": "it was wrong"}.
PUBLISH_GONE: dict[str, str] = {}
# What may be in the site, and why: texts that look like a secret or a path of a machine, words of a draft, files of the
# site: {"/home/pi": "an example"}.
PUBLISH_ALLOWED: dict[str, str] = {}
PUBLISH_WAIT = 180  # seconds that the live site may take to change
