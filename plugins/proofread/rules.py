"""What can be wrong with a post."""

from mdsource.diagnostics import Rule, Severity

# Front matter
TITLE_MISSING = Rule("FM101", Severity.ERROR, "a post or page has no title")
DATE_MISSING = Rule("FM102", Severity.ERROR, "a post has no date")
DATE_UNREADABLE = Rule("FM103", Severity.ERROR, "a date is not a date of the calendar, written YYYY-MM-DD")
STATUS_UNKNOWN = Rule("FM104", Severity.ERROR, "a status is none that Pelican knows")
SLUG_MISSING = Rule("FM105", Severity.ERROR, "a post or page has no slug, so its address would change with its title")
SLUG_UNUSABLE = Rule("FM106", Severity.ERROR, "a slug has characters that do not belong in an address")
SLUG_TAKEN = Rule("FM107", Severity.ERROR, "two posts, or two pages, share a slug")
PAGE_DROPPED = Rule("FM120", Severity.ERROR, "Pelican left a source out of the site")

# Text
FENCE_LOST = Rule("FM130", Severity.ERROR, "what looks like the start of a fence is read as none")
LIST_INDENT = Rule("FM131", Severity.ERROR, "a list with a fence is not indented by four spaces a level")
UNKNOWN_TAG = Rule("FM132", Severity.ERROR, "a raw tag is no HTML element, so it would vanish from the page")
TAG_IN_FIELD = Rule("FM133", Severity.ERROR, "a title or a summary has a raw `<`")
ACTIVE_MARKUP = Rule("FM134", Severity.ERROR, "raw HTML would run a script, or fetch something from elsewhere")

# Files and front matter as a whole
MISPLACED = Rule("FM135", Severity.ERROR, "a file below `content/` is in a place, or of a kind, that nothing reads")
NOT_YAML = Rule("FM136", Severity.ERROR, "front matter is written as YAML, which Pelican does not read")
ORIGINAL_UNREADABLE = Rule("FM137", Severity.ERROR, "`Original` is not a year, a month or a day")
APPROXIMATE_UNKNOWN = Rule("FM138", Severity.ERROR, "`Date_approximate` is something else than `yes`")
CONTROL_CHARACTER = Rule("FM139", Severity.ERROR, "a text has a control character")
NOT_ON_LINE_1 = Rule("FM140", Severity.ERROR, "the front matter does not start on line 1, so it is read as text")
