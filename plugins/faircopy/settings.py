"""Default settings of a Faircopy site, for its pelicanconf.py: `from faircopy.settings import *`.

docs/settings.md explains each; see also https://docs.getpelican.com/en/stable/settings.html. `faircopy check` reads
this file without running it (faircopy.content.literals), so the settings that it needs are literals.
"""

from pathlib import Path
from typing import Any

# Imported here, not named as strings: a plugin that cannot be imported then stops the build,
# where Pelican would log it and build a site without it.
import faircopy.checklists.plugin
import faircopy.content.plugin
import faircopy.feeds.plugin
import faircopy.filter_tool.plugin
import faircopy.incremental.plugin
import faircopy.lint.plugin
import faircopy.media.plugin
import faircopy.metadata.plugin
import faircopy.redirects.plugin
import faircopy.related.plugin
import faircopy.search.plugin
import faircopy.sitemap.plugin
import faircopy.snippets.plugin
from faircopy import packaged
from faircopy.content.assets import static_folder
from faircopy.languages.slugs import slug_rules  # noqa: F401  # for settings files

# Who and what

SITEURL = "http://127.0.0.1:8000"  # of the preview; publishconf.py has the published address
SITE_INTRO = ""
# Addresses that are the author's too (https://microformats.org/wiki/rel-me).
REL_ME: tuple[str, ...] = ()
# The address for mail about an article. None: no link.
MAIL: str | None = None
# Comments by giscus (https://giscus.app), fetched when a reader asks for them and not before. None: no comments.
# A dict with repo, repo_id, category and category_id, as giscus.app shows them.
GISCUS: dict[str, str] | None = None
LOCALE = ("C",)  # the same bytes on every machine; dates are written by faircopy.metadata
# What a post's category may be; another is warned of. Empty: any.
KNOWN_CATEGORIES: tuple[str, ...] = ()
# Words that are spelt right here, whatever a dictionary of misspellings says: one a line, beside the settings file.
SPELLING_WORDS = "spelling.txt"

# Where things are

PATH = "content"
ARTICLE_PATHS = ["posts"]
PAGE_PATHS = ["pages"]
STATIC_PATHS = ["extra"]
USE_FOLDER_AS_CATEGORY = False
OUTPUT_PATH = "output"
THEME = str(packaged.THEME)
THEME_STATIC_DIR = static_folder(packaged.THEME / "static")

# Addresses: clean, and ending in a slash

ARTICLE_URL = "{date:%Y}/{date:%m}/{slug}/"
PAGE_URL = "{slug}/"
# Of a text in another language: its slug is that of the text that it is a translation of.
ARTICLE_LANG_URL = f"{ARTICLE_URL}{{lang}}/"
PAGE_LANG_URL = f"{PAGE_URL}{{lang}}/"
CATEGORY_URL = "category/{slug}/"
TAG_URL = "tag/{slug}/"
DRAFT_URL = "drafts/{slug}/"
DRAFT_PAGE_URL = "drafts/{slug}/"
DRAFT_LANG_URL = f"{DRAFT_URL}{{lang}}/"
DRAFT_PAGE_LANG_URL = f"{DRAFT_PAGE_URL}{{lang}}/"
ARCHIVES_URL = "archives/"
CATEGORIES_URL = "categories/"
TAGS_URL = "tags/"
SEARCH_URL = "search/"
DRAFTS_URL = "drafts/"
ABOUT_URL = "about/"

ARTICLE_SAVE_AS = f"{ARTICLE_URL}index.html"
PAGE_SAVE_AS = f"{PAGE_URL}index.html"
CATEGORY_SAVE_AS = f"{CATEGORY_URL}index.html"
TAG_SAVE_AS = f"{TAG_URL}index.html"
DRAFT_SAVE_AS = f"{DRAFT_URL}index.html"
DRAFT_PAGE_SAVE_AS = f"{DRAFT_PAGE_URL}index.html"
ARTICLE_LANG_SAVE_AS = f"{ARTICLE_LANG_URL}index.html"
PAGE_LANG_SAVE_AS = f"{PAGE_LANG_URL}index.html"
DRAFT_LANG_SAVE_AS = f"{DRAFT_LANG_URL}index.html"
DRAFT_PAGE_LANG_SAVE_AS = f"{DRAFT_PAGE_LANG_URL}index.html"
ARCHIVES_SAVE_AS = f"{ARCHIVES_URL}index.html"
CATEGORIES_SAVE_AS = f"{CATEGORIES_URL}index.html"
TAGS_SAVE_AS = f"{TAGS_URL}index.html"
SEARCH_SAVE_AS = f"{SEARCH_URL}index.html"
DRAFTS_SAVE_AS = f"{DRAFTS_URL}index.html"  # what is not published yet, for the author
AUTHOR_SAVE_AS = ""  # one author: the About page says who
AUTHORS_SAVE_AS = ""

INDEX_URL = ""
DIRECT_TEMPLATES = ["index", "archives", "categories", "tags", "search", "drafts", "404"]
DEFAULT_PAGINATION = 10
PAGINATED_TEMPLATES = {"index": None, "category": None, "tag": None}
# `page/N/`, because Pelican's own `tag/python2` is both page 2 of 'python' and page 1 of 'python2'.
PAGINATION_PATTERNS = (
    (1, "{url}", "{save_as}"),
    (2, "{base_name}/page/{number}/", "{base_name}/page/{number}/index.html"),
)

# Feeds

FEED_ALL_ATOM = "feeds/all.atom.xml"
FEED_ALL_JSON = "feeds/all.json"
CATEGORY_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None
TRANSLATION_FEED_ATOM = None
FEED_MAX_ITEMS = 50

# Reading

# Only `.md`: what proofread does not see, Pelican must not read.
READERS = dict.fromkeys(("markdown", "mkd", "mdown", "rst", "html", "htm"))
PLUGINS = [
    faircopy.checklists.plugin,
    faircopy.lint.plugin,
    faircopy.content.plugin,
    faircopy.feeds.plugin,
    faircopy.snippets.plugin,
    faircopy.filter_tool.plugin,  # after `snippets`, which says which filters are proven
    faircopy.media.plugin,
    faircopy.metadata.plugin,  # after `media`, whose charts have words to be read
    faircopy.redirects.plugin,
    faircopy.related.plugin,
    faircopy.search.plugin,
    faircopy.sitemap.plugin,
    # After those that have a say in how Markdown is read.
    faircopy.incremental.plugin,
]
MARKDOWN: dict[str, Any] = {
    "extensions": [
        "markdown.extensions.meta",
        "markdown.extensions.abbr",
        "markdown.extensions.admonition",
        "markdown.extensions.attr_list",
        "markdown.extensions.def_list",
        "markdown.extensions.footnotes",
        "markdown.extensions.md_in_html",
        "markdown.extensions.smarty",
        "markdown.extensions.tables",
        "markdown.extensions.toc",
        "faircopy.checklists.extension",
        "faircopy.lint.extension",
        "faircopy.snippets.extension",
        "faircopy.media.extension",
        # After those whose additions it leaves as they are: all else is read as CommonMark and GitHub read it.
        "faircopy.markdown.extension",
    ],
    "output_format": "html5",
}
HOUSE_RULES = True  # `faircopy check` asks for what other sites of Pelican's need not have: a slug, a summary …
HOLD_BACK_FUTURE = False  # drafts, and posts that are dated ahead, are there and marked; publishconf.py leaves them out
SNIPPETS_STRICT = False  # a snippet whose checker is not installed here is only warned of
SUMMARY_MAX_LENGTH = None  # a text without `Summary` is summed up by its first words of prose
TYPOGRIFY = False

# The theme's

NAV = (
    ("Archives", "archives/"),
    ("Categories", "categories/"),
    ("Tags", "tags/"),
    ("About", "about/"),
    ("Search", "search/"),
)
# Promises beside the site's intro: (text, page that explains it).
PROMISES: tuple[tuple[str, str], ...] = ()
FOOT: tuple[tuple[str, str], ...] = ()
# More sections than this, and a text has a table of contents.
SECTIONS_WITHOUT_CONTENTS = 3


def theme_static(own: Path) -> tuple[list[str], str]:
    """Return THEME_STATIC_PATHS and THEME_STATIC_DIR of a site whose folder `own` replaces files of the theme.

    Templates in `own` are found by THEME_TEMPLATES_OVERRIDES.
    """
    static = own / "static"
    return ["static", str(static.absolute())], static_folder(packaged.THEME / "static", static)
