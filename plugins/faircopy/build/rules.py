"""The rules of the build as a whole."""

from faircopy.diagnostics.model import Rule, Severity

SETTINGS_BROKEN = Rule("SB901", Severity.ERROR, "the settings file, or a plugin that it imports, cannot be loaded")
PELICAN_COMPLAINED = Rule("SB902", Severity.ERROR, "Pelican logged a warning or an error")
BUILD_CRASHED = Rule("SB903", Severity.ERROR, "Pelican, a plugin or a template raised an exception")
LINK_DEAD = Rule("SB904", Severity.ERROR, "a link or an image leads nowhere within the site")
SYSTEM_REFUSES = Rule(
    "SB930",
    Severity.ERROR,
    "the operating system refuses something: a disk is full, or read-only",
    "the message says what: make room, or give the permission, and build again",
)
OUTPUT_UNUSABLE = Rule("SB905", Severity.ERROR, "the output folder must not, or cannot, be replaced")
SITEURL_UNUSABLE = Rule("SB906", Severity.ERROR, "SITEURL is not the address of a site")
FETCHED_FROM_ELSEWHERE = Rule("SB907", Severity.ERROR, "a page would fetch something from another site")
SCHEME_REFUSED = Rule("SB910", Severity.ERROR, "a page or a feed has an address with a scheme that links must not have")
RUNS = Rule(
    "SB911", Severity.ERROR, "a page or a feed has a script, or something else that runs, which is not the theme's"
)
FILES_ALIKE = Rule(
    "SB920", Severity.ERROR, "two files of the site have the same name to the file systems of macOS and Windows"
)
