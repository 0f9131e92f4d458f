"""The rules of the search for unpublished content. Their codes are among those of publishing."""

from faircopy.diagnostics.model import Rule, Severity

TEXT_LEAKED = Rule("PB305", Severity.ERROR, "words of a text that is not public are in the site")
FILE_LEAKED = Rule("PB306", Severity.ERROR, "a file that belongs to a text that is not public is in the site")
ADDRESS_LEAKED = Rule("PB307", Severity.ERROR, "the address of a text that is not public is in the site")
NOT_SEARCHED = Rule("PB312", Severity.ERROR, "a packed file cannot be searched for what is not public")
SOURCE_COPIED = Rule(
    "PB313",
    Severity.ERROR,
    "the source of a text that is not public is copied into the site",
    "move it into `posts/` or `pages/`, where it is held back, or take it away",
)
