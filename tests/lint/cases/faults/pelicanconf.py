"""The settings of a site in which everything is wrong once."""

SITEURL = "https://site.example/blog"
TIMEZONE = "Pacific/Auckland"
DEFAULT_LANG = "en-NZ"
KNOWN_CATEGORIES = ("Notes", "Travel")
ARCHIVES_URL = "archives/"
HOUSE_RULES = True
