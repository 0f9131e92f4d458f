"""How lines of plain shell fences begin that are no commands: output, other languages, what programs print."""

import re

from faircopy.snippets.checkers._plain.text import kinds_of

A_LINE_OF_A_LOG = (
    r"\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:|\[ *\d+(?:\.\d+)?\] |[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|time=\"|level=\w+ "
)
A_FILE_SYSTEM = (
    r"(?:UUID=\S+|LABEL=\S+|/dev/\S+|proc|tmpfs|[\w.-]+:/\S*)[ \t]+(?:/\S*|none|swap)[ \t]+[a-z][\w.-]*[ \t]+\S+"
    r"(?:[ \t]+\d){0,2}$"
)
# A sentence, or the beginning of one that goes on in the next line.
A_SENTENCE = (
    r"[A-Z][a-z]+(?: [\w'\u2019,()/-]+){4,}[.:!?]$"
    r"|[A-Z][a-z]{0,30}(?= )(?=[\w'\u2019,()/. -]* (?:the|of|is|are|has|have|that|his|her|you|your|this|was)\b)"
    r"(?: [\w'\u2019,()/.-]+){4,}$"
)
# How a line begins that is no command, and what it is then.
OTHER_BEGINNINGS = kinds_of(
    (r"#!(?!.*\b(?:ba|da|k|a)?sh\b)", "a script for another program"),
    (
        r"//|/\*+( |$)|\*/$|import [\w.*{}, ]+ from |(?:const|let|var) \w+ = |function \w+\([^)]+\) \{$",
        "another language",
    ),
    (r"(?:from [\w.]+ import |def \w+\(.*\).*:$|class \w+.*:$|>>> |In \[\d+\]:)", "Python"),
    (r"\[[A-Za-z][\w .:@/-]*\](?:[ \t]*$)|\[\[[\w.-]+\]\]$", "a configuration file"),
    (
        r"(?!function |time |coproc )[A-Za-z][\w.-]*(?: [^{}|;&()]+)? \{(?:\s*#.*)?$|[a-z][\w-]* ?= ?\{$",
        "a configuration file",
    ),
    (r"<\?xml|<!(?:--|DOCTYPE)|<(\w+)[^<>]*>.*</\1>|</\w+>$|<\w+(?: [\w:-]+=\"[^\"]*\")+ ?/?>", "XML or HTML"),
    (r"(?:FROM|RUN|COPY|ADD|ENV|ENTRYPOINT|CMD|WORKDIR|EXPOSE) \S", "a Dockerfile"),
    (r"(?:SELECT|INSERT INTO|CREATE (?:TABLE|DATABASE|USER|ROLE)|UPDATE|DELETE FROM|ALTER|DROP|GRANT) \S", "SQL"),
    (r"(?i:select .+ from \w)", "SQL"),
    (r"(?:GET|POST|PUT|DELETE|PATCH|HEAD|OPTIONS) [\"']?(?:/|https?:|\{|[\w*-]+(?:/\S*)?$)|HTTP/\d", "HTTP"),
    (r"(?:PS )?[A-Z]:\\[^>]*>|PS>|\$env:|& \"|function .*\$(?:args|_)\b", "PowerShell"),
    (r"(?:Get|Set|New|Remove|Install|Import|Invoke|Start|Stop|Add|Test|Enable)-[A-Z]\w+", "PowerShell"),
    (r"@@ |diff --git |--- a/|\+\+\+ b/", "changes of a file"),
    (A_LINE_OF_A_LOG, "a log"),
    (r"[_ ]*_{4,}[_ ]*$|o{5,}\.|[/\\|_ ]{8,}$", "a picture of letters"),
    (r"[|+] ?[-=|+]|={3,}|-{4,}$|[│├└┌╭╰]|\|.*\|$", "output"),
    (r"[A-Z][A-Z-]+(?: [A-Z][A-Z-]+)?(?: {2,}|\t| +\| ?)[A-Z]", "a table"),
    (r"(?:from )?[\w./@+-]+\.\w{1,5}:\d+:(?:\d+: |in [`'])", "a traceback"),
    (r"File \"[^\"]*\", line \d+|Traceback \(most recent call last\)", "a traceback"),
    (r"\w+\\?\{\w+=\"", "values of a monitor"),
    (r"[-*+•✓✔✗√] \S", "a list"),
    (r"TAP version \d+$|(?:not )?ok \d+\b", "the output of tests"),
    (r"[^\n\"'`$]*[^\s\"'`$] \^$", "commands of Windows"),
    (r"(?:\w, )?[a-z]+(?: <[a-z][\w -]*>)+ = \w+ ", "a description of commands"),
    # `-f<file>: what it means`, with a colon of Chinese or Japanese.
    (r"-\w, --\w|--[\w-]+(?:[ =]\S+)? {2,}\w|[-+@][^\s\uff1a\uff1b]*[\uff1a\uff1b]", "a list of options"),
    (r"[{\[]+\s*\"|\"[^\"]*\":", "JSON"),
    (r"\*(?:nat|filter|mangle|raw|security)$", "rules of iptables"),
    (A_FILE_SYSTEM, "a table of file systems"),
    (r"-?(?:auth|account|password|session)[ \t]+(?:required|requisite|sufficient|optional|include|\[)", "rules of PAM"),
    (r"[\w.:-]+[ \t]+(?:inet|unix|unix-dgram|fifo|pass)[ \t]+[yn-][ \t]+[yn-][ \t]", "services of Postfix"),
    (r"check (?:host|process|program|file|filesystem|system|directory|network|fifo) +\S", "a configuration of Monit"),
    (
        (
            r"[\w.-]+(?::[\w.-]+)?(?:@[\w.-]+)?(?:\([^()]*\)[\d:]*|\[[^\[\]]*\])?[=(-]?[>#] \S"
            r"|(?:\d{1,3}\.){3}\d{1,3}:\d+(?:\[\d+\])?>"
        ),
        "a session of another program",
    ),
    (r"[\w.-]+:(?: +\S|$)|\.[a-z]+ [a-z]+ \w", "output, or another language"),
    (r"[\w.-]+-\d+ +\| |[\w.-]+ {2,}\| |[0-9a-f]{6,16}:? +(?:[0-9a-f]{2,4} +){4}", "output"),
    (A_SENTENCE, "a text"),
    (r"(?:Error|Warning|Note|[Uu]sage|Usage of|Options|Commands):|[A-Z][A-Za-z]+(?: {2,}|\t+)\S", "output"),
)
# Where the shell has found a fault, these are no commands either: what others print before theirs, numbered and typed
# answers, a sentence.
OUTPUT = re.compile(
    r"(?:[\w.:-]*[=(-][#>]|(?:MariaDB|mysql|irb|pry|In) ?[\[(][^>\n]*>|\w+@[^\n$#>]*> |>>> |[\w-]+[#>] )[ \t]*\S?"
    r"|\[\d+\][ \t]*[-+]?(?:[ \t]|$)|\d+\) |\d+\. (?=[A-Z]|https?:)"
    r"|\([\w -]+\)(?:[: ]|$)|(?>[^$|;\"'`]*\b[a-z0-9]+\. [A-Z][a-z]+ )[^$|;]*$"
)


EAST_ASIAN = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]"  # a letter of Chinese, Japanese or Korean
LETTER = re.compile(EAST_ASIAN)
NO_PROSE = re.compile(r"\"[^\"]*\"|'[^']*'|(?<!\S)#.*")
MIN_LETTERS = 8
BULLET = re.compile(r"[ \t]*[\u2022\u25cf\u25cb\u25a0\u25a1\u25c6\u25c7][ \t]")


def is_prose(line: str) -> bool:
    """Tell whether a line has such a sentence outside quotes and comments, as no command has, or a bullet."""
    return not line.isascii() and (
        BULLET.match(line) is not None or len(LETTER.findall(NO_PROSE.sub("", line))) >= MIN_LETTERS
    )


def is_output(line: str) -> bool:
    return OUTPUT.match(line) is not None or any(pattern.match(line) for pattern, _ in OTHER_BEGINNINGS[1:])
