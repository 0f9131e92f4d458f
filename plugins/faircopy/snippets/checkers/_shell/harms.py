"""Which of shellcheck's warnings matter to who copies a plain fence."""

import re
from itertools import takewhile

from faircopy.snippets.checkers._shell.beginnings import EAST_ASIAN, is_output
from faircopy.snippets.checkers._shell.commands import reads_as_command
from faircopy.snippets.checkers._shell.plain import USAGE_PART

# Of shellcheck's warnings, those that say: the command does another thing than it seems to, for whoever types it.
# The others are advice for scripts that run again and again, with any file names.
HARMFUL = frozenset(
    {
        *(2026, 2032, 2033, 2041, 2042, 2050, 2054, 2061, 2069, 2076, 2077, 2078, 2081, 2082, 2088, 2091, 2092, 2097),
        *(2098, 2099, 2100, 2114, 2122, 2141, 2144, 2163, 2171, 2182, 2183, 2210, 2212, 2215, 2216, 2217, 2221, 2222),
        *(2229, 2232, 2238, 2252, 2258, 2259, 2260, 2261, 2286, 2289, 2290, 2296, 2297, 2298, 2299, 2304, 2305, 2306),
        2307,
    }
)
# What dash, the `sh` of Debian and Ubuntu, refuses or takes for something else:
# https://www.shellcheck.net/wiki/SC3010 and the like. A script that begins with `#!/bin/sh` says who reads it.
NOT_OF_SH = frozenset(
    {
        *(3001, 3003, 3005, 3006, 3008, 3009, 3010, 3011, 3014, 3015, 3020, 3024, 3030, 3040, 3046, 3051, 3053, 3054),
        *(3057, 3059, 3060),
    }
)
OF_SH = re.compile(r"#![ \t]*(?:/usr)?/bin/(?:env[ \t]+)?sh(?:[ \t]|$)")
# https://www.shellcheck.net/wiki/SC2024: the shell of who types it opens the file, and not sudo.
SUDO_REDIRECTS, OF_ROOT = 2024, re.compile(r">>?[ \t]*[\"']?/(?:etc|usr|lib|boot|root|proc|sys|opt)/")
# A comment above says what goes where.
ORDER_OF_REDIRECTIONS = 2069
EXPLAINS_ORDER = re.compile(r"^[ \t]*#.*\b(?:std(?:err|out)|descriptors?)\b", re.IGNORECASE)
GOES_ON = re.compile(r"(?:^|\s)(?:\.{3}|…)\s*\\?$").search  # the rest is left out
FLAG_AS_COMMAND, STRAY_BRACKET, QUOTED_TILDE = 2215, 2171, 2088
# Other programs may know of `~` themselves; these open the file of just that name, as the shell does.
OPENS_FILE = re.compile(
    r"(?:^|[;&|({]|\b(?:sudo|then|do)\b)[ \t]*(?:cd|ls|cat|cp|mv|rm|mkdir|rmdir|touch|source|\.|chmod|chown|ln)[ \t]"
    r"|[<>][ \t]*[\"']~|\[[ \t]+!?[ \t]*-[a-z][ \t]+[\"']~"
)
# A line that is nothing but `$(…)` is meant so; other shells have filters of that name; a word and a command with `>`
# between is a prompt; what is printed may be as many words as a command or a variable has.
NOT_AT = {
    2183: re.compile(r"printf[ \t]+(?:\"[^\"\n]*\"|'[^'\n]*')(?:[ \t]+[^\s;&|]+)*?[ \t]+\$"),
    2050: re.compile(
        r"\[\[?[ \t]+(?P<quote>[\"']?)(?P<word>\w+)(?P=quote)[ \t]+==?[ \t]+(?P=quote)(?P=word)(?P=quote)[ \t]"
    ),
    2092: re.compile(r"``[^`']*''"),  # quotes of a manual
    2091: re.compile(r"\s*\$\("),
    2232: re.compile(r"\bsudo[ \t]+(?:-\S+[ \t]+\w+[ \t]+)?command[ \t]*$"),  # one that the reader puts in
    2216: re.compile(r"(?:^|\|)\s*export\b|^\s*yes\b[^|]*\|"),  # `yes` answers what a command asks
    2217: re.compile(r"\s<-+\s"),  # an arrow, to what it means
    # A file may have the name of a command, but hardly of one that others are piped to.
    2238: re.compile(
        r"^[ \t]*[\w.-]+ ?> ?[a-z]|^(?![^\n]*[<>][ \t]*(?:less|more|e?grep|sed|awk|tee|sort|uniq|wc|head|tail|cat|xargs"
        r"|sh|bash|cut|tr|jq|xclip|pbcopy|sudo|ssh|docker|mysql|psql)(?![\w./-]))"
    ),
}
OPTION = re.compile(r"\s*--?[A-Za-z](?![rwxsStT-]{8})(?!\w*-{2,}\s*$)")  # and no line of `ls -l`, no `--OR--`
OPTION_EXPLAINED = re.compile(rf"{OPTION.pattern}[^\n]*\s#")
# `-v, --verbose   Say more`, and `Server Options:`: what a program prints of itself.
HELP = re.compile(r"\s*-[\w-]+, +--?\w[^\n]*?(?<! ) {2,}+\S|[A-Z][\w ]*:$")
# `-u 指定使用者`: what an option means, in a script that needs no blanks, and that no command is written in.
MEANING = re.compile(rf"\s*-{{1,2}}[A-Za-z][\w-]*(?:[ \t]+[<\[][^<>\[\]\n]*[>\]])?[ \t]+{EAST_ASIAN}")
# `-rw-r--r--. 1 root`, perhaps with dashes of a text.
LISTED = re.compile(r"\s*[-dlcbps][rwxsStT\u2013-]{5,10}[.+]?[ \t]+\d")


def harms(code: int, line: int, lines: list[str]) -> bool:
    """Tell whether a finding of shellcheck matters to a reader who copies the fence."""
    if code == SUDO_REDIRECTS:
        return OF_ROOT.search(lines[line - 1]) is not None
    if code in NOT_OF_SH:
        return OF_SH.match(lines[0]) is not None
    if code == STRAY_BRACKET:
        return "[" not in lines[line - 1]
    is_explained = code == ORDER_OF_REDIRECTIONS and line > 1 and EXPLAINS_ORDER.search(lines[line - 2])
    if is_explained or (code in NOT_AT and NOT_AT[code].search(lines[line - 1])):
        return False
    if code == QUOTED_TILDE:
        return OPENS_FILE.search(lines[line - 1]) is not None
    return has_lost_its_command(lines, line) if code == FLAG_AS_COMMAND else code in HARMFUL


def has_lost_its_command(lines: list[str], line: int) -> bool:
    """Tell whether a line that begins with an option goes on a command that ends above it."""
    paragraph = list(takewhile(str.strip, reversed(lines[:line])))
    whole = [*paragraph, *takewhile(str.strip, lines[line:])]
    # Below a command, its options may be explained, each in its comment.
    if any(map(OPTION_EXPLAINED.match, whole)) and not any(one.rstrip().endswith("\\") for one in whole):
        return False
    # Options alone are a part of a command that the text is about.
    if MEANING.match(lines[line - 1]) or LISTED.match(lines[line - 1]):
        return False
    if not OPTION.match(lines[line - 1]) or any(map(USAGE_PART.search, whole)) or any(map(GOES_ON, whole)):
        return False
    if not any(one.rstrip().endswith("\\") or reads_as_command([one], 1) for one in paragraph[1:]):
        return False
    return not are_options(lines[:line]) and not any(is_output(one.strip()) or HELP.match(one) for one in paragraph)


def are_options(lines: list[str]) -> bool:
    """Tell whether the paragraph that ends at a line begins with an option, and so has no command."""
    paragraph = takewhile(str.strip, reversed(lines))
    lines_of_code = [line.strip() for line in paragraph if not line.lstrip().startswith("#")]
    return lines_of_code[-1].startswith("-")
