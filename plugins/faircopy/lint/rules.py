"""What can be wrong with a post."""

from faircopy.diagnostics.model import Rule, Severity

# Front matter
TITLE_MISSING = Rule("FM101", Severity.ERROR, "a post or page has no title")
DATE_MISSING = Rule("FM102", Severity.ERROR, "a post has no date")
DATE_UNREADABLE = Rule("FM103", Severity.ERROR, "a date is not a date of the calendar, written YYYY-MM-DD")
STATUS_UNKNOWN = Rule("FM104", Severity.ERROR, "a status is none that Pelican knows")
SLUG_MISSING = Rule("FM105", Severity.ERROR, "a post or page has no slug, so its address would change with its title")
SLUG_UNUSABLE = Rule("FM106", Severity.ERROR, "a slug has characters that do not belong in an address")
SLUG_TAKEN = Rule("FM107", Severity.ERROR, "two posts, or two pages, share a slug")
FIELD_UNKNOWN = Rule("FM108", Severity.ERROR, "front matter has a field that means nothing")
FIELD_TWICE = Rule("FM109", Severity.ERROR, "a field stands twice in one front matter")
VALUE_UNFIT = Rule("FM110", Severity.ERROR, "a field says what it cannot, or nothing")
ZONE_UNREADABLE = Rule("FM111", Severity.ERROR, "a date's time zone is not a distance from UTC that is in use")
SUMMARY_MISSING = Rule("FM112", Severity.WARNING, "a published post or page has no summary")
CATEGORY_UNKNOWN = Rule("FM113", Severity.WARNING, "a category is none of the site's")
TERM_DIFFERS = Rule("FM114", Severity.WARNING, "a tag or category differs from another only by its spelling")
TAG_TWICE = Rule("FM119", Severity.WARNING, "a post has one tag twice")
ADDRESS_TAKEN = Rule("FM115", Severity.ERROR, "two things on the site have one address")
ADDRESS_ALIKE = Rule("FM116", Severity.ERROR, "two addresses differ only by letter case, which not every disk can keep")
REDIRECT_UNUSABLE = Rule("FM117", Severity.ERROR, "`Redirect_from` has what is no path of the site")
REDIRECT_TAKEN = Rule("FM118", Severity.ERROR, "a redirect leads from where something else stands, or to itself")
PAGE_DROPPED = Rule("FM120", Severity.ERROR, "Pelican left a source out of the site")

# Text
FENCE_LOST = Rule("FM130", Severity.ERROR, "what looks like the start of a fence is read as none")
LIST_INDENT = Rule("FM131", Severity.ERROR, "a list with a fence is not indented by four spaces a level")
UNKNOWN_TAG = Rule("FM132", Severity.ERROR, "a raw tag is no HTML element, so it would vanish from the page")
TAG_IN_FIELD = Rule("FM133", Severity.ERROR, "a field of the front matter has a raw `<`")
ACTIVE_MARKUP = Rule("FM134", Severity.ERROR, "raw HTML would run a script, or fetch something from elsewhere")

# Files and front matter as a whole
MISPLACED = Rule("FM135", Severity.ERROR, "a file below `content/` is in a place, or of a kind, that nothing reads")
NOT_YAML = Rule("FM136", Severity.ERROR, "front matter is written as YAML, which Pelican does not read")
ORIGINAL_UNREADABLE = Rule("FM137", Severity.ERROR, "`Original` is not a year, a month or a day")
APPROXIMATE_UNKNOWN = Rule("FM138", Severity.ERROR, "`Date_approximate` is something else than `yes`")
CONTROL_CHARACTER = Rule("FM139", Severity.ERROR, "a text has a control character")
NOT_ON_LINE_1 = Rule(
    "FM140", Severity.ERROR, "there is no front matter on line 1 that Pelican reads, so it is read as text"
)

REFERENCE_OF_NOTHING = Rule("FM141", Severity.ERROR, "a character reference has more digits than any character")
ATTRIBUTE_REFUSED = Rule(
    "FM142", Severity.ERROR, "an attribute list gives an element an attribute that no text may give"
)

# Links
LINK_DEAD = Rule("PR201", Severity.ERROR, "a link or an image names what is not there")
ANCHOR_DEAD = Rule("PR202", Severity.ERROR, "a link names a place that its page does not have")
LINK_CASE = Rule("PR203", Severity.ERROR, "a link differs from its file in capitals, or in the form of accents")
LINK_TO_DRAFT = Rule("PR204", Severity.ERROR, "a published text links to what is not published")
LINK_ABSOLUTE = Rule("PR205", Severity.WARNING, "a link to our own site will break when the site moves")
REFERENCE_UNKNOWN = Rule("PR206", Severity.ERROR, "a link refers to an address that is defined nowhere")
SCHEME_REFUSED = Rule("PR207", Severity.ERROR, "an address has a scheme that nothing on the site may link to")
EXTERNAL_DEAD = Rule("PR210", Severity.ERROR, "a page on another site is gone")
EXTERNAL_SILENT = Rule("PR211", Severity.WARNING, "another site gave no answer that says whether a page is there")
EXTERNAL_MOVED = Rule("PR212", Severity.WARNING, "a page on another site has moved for good")
LINK_TO_HELD_BACK = Rule("PR221", Severity.ERROR, "a symbolic link shows a file of a text that is not public")

# Images
ALT_MISSING = Rule("PR301", Severity.ERROR, "an image says nothing to those who cannot see it")
IMAGE_HUGE = Rule("PR302", Severity.WARNING, "an image is larger than any page can use")
IMAGE_PLACE = Rule("PR303", Severity.ERROR, "an image tells where it was taken")
IMAGE_UNREADABLE = Rule("PR304", Severity.ERROR, "an image cannot be read as one")

# Headings
HEADING_LEVEL = Rule("PR401", Severity.WARNING, "a heading skips a level")
ANCHOR_TWICE = Rule("PR402", Severity.ERROR, "two places of one page have the same id")
HEADING_TWICE = Rule("PR403", Severity.WARNING, "two headings read the same, so a link to the second one is not stable")

# What a publishing system, or an editor, has eaten
TAG_UNCLOSED = Rule("PR501", Severity.ERROR, "raw HTML is opened and not closed")
TAG_UNOPENED = Rule("PR502", Severity.ERROR, "raw HTML is closed and was not opened")
SPAN_EMPTY = Rule("PR510", Severity.WARNING, "a code span is empty")
URL_EATEN = Rule("PR511", Severity.WARNING, "a request has no address")
LINE_EATEN = Rule("PR512", Severity.WARNING, "a line ends in a backslash, and nothing follows")
ESCAPED_CODE = Rule("PR513", Severity.WARNING, "code has a character in HTML's escapes")

# Characters
QUOTE_CURLY = Rule("PR601", Severity.ERROR, "code has curly quotes, which no program takes for quotes")
SPACE_ODD = Rule("PR602", Severity.ERROR, "code has a space that is none to programs")
INVISIBLE = Rule("PR603", Severity.ERROR, "code has a character that nobody can see")
LOOKALIKE = Rule("PR604", Severity.ERROR, "code has a character that only looks like the right one")
BIDI_CONTROL = Rule("PR605", Severity.ERROR, "a control character turns the order of the text around")

# Words
MISSPELT = Rule("PR701", Severity.WARNING, "a word is a known misspelling")

# What silences the others
IGNORE_UNREADABLE = Rule("PR901", Severity.ERROR, "a remark to proofread cannot be read")
IGNORE_WITHOUT_REASON = Rule("PR902", Severity.ERROR, "a finding is silenced without a reason")
IGNORE_REFUSED = Rule("PR903", Severity.ERROR, "what is to be silenced does not exist, or cannot be silenced here")
IGNORE_UNUSED = Rule("PR904", Severity.WARNING, "there is nothing to silence")

# A fault of ours
CHECK_FAILED = Rule("PR951", Severity.ERROR, "a document could not be checked, by a fault of ours")
