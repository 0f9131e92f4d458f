"""Settings for production: pelicanconf.py, and what differs in the published site.

docs/publishing.md explains the settings that begin with PUBLISH_.
"""

import os
import runpy
from pathlib import Path

# Read pelicanconf.py beside this file, whatever folder Pelican is run from.
globals().update(runpy.run_path(str(Path(__file__).with_name("pelicanconf.py"))))

# The address of the site. Without it, `make build` warns and `make publish` refuses.
SITEURL = os.environ.get("SITEURL", "").rstrip("/") or "https://faircopy.example"
FEED_DOMAIN = SITEURL

# Do not publish a post before its date. Drafts are never published, whatever other settings say.
HOLD_BACK_FUTURE = True

# Do not publish a snippet that could not be checked.
SNIPPETS_STRICT = True

# Where `make publish` puts the site
PUBLISH_REMOTE = "origin"
PUBLISH_BRANCH = "gh-pages"
PUBLISH_SOURCE = "main"  # the branch that the site is made from
PUBLISH_CNAME = None  # your own domain, such as "blog.example.org"
# Addresses that are removed for good, and why: {"/2017/09/old/": "it was wrong"}.
PUBLISH_GONE: dict[str, str] = {}
# Text and files to publish although a guard would refuse them, because they look like a secret or a local path, or are
# in a draft, and why: {"/home/pi": "an example"}.
PUBLISH_ALLOWED: dict[str, str] = {}
PUBLISH_WAIT = 180  # seconds to wait for the live site to change
