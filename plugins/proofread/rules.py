"""What can be wrong with a post's front matter."""

from mdsource.diagnostics import Rule, Severity

TITLE_MISSING = Rule("FM101", Severity.ERROR, "a post or page has no title")
DATE_MISSING = Rule("FM102", Severity.ERROR, "a post has no date")
DATE_UNREADABLE = Rule("FM103", Severity.ERROR, "a date is not a date of the calendar, written YYYY-MM-DD")
STATUS_UNKNOWN = Rule("FM104", Severity.ERROR, "a status is none that Pelican knows")
SLUG_MISSING = Rule("FM105", Severity.ERROR, "a post or page has no slug, so its address would change with its title")
SLUG_UNUSABLE = Rule("FM106", Severity.ERROR, "a slug has characters that do not belong in an address")
SLUG_TAKEN = Rule("FM107", Severity.ERROR, "two posts, or two pages, share a slug")
PAGE_DROPPED = Rule("FM120", Severity.ERROR, "Pelican left a source out of the site")
