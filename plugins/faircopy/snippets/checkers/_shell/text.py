"""Parts of a shell fence that are not shell: prompts, output, placeholders, and typographic characters."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.model import Finding

SESSION = Rule(
    "SN303",
    Severity.NOTE,
    "a session with prompts is marked as a script",
    "mark it as `console`, or leave out the prompts and the output; its commands were checked",
)
PLACEHOLDER = Rule(
    "SN304",
    Severity.NOTE,
    "a placeholder is in angle brackets, which the shell would take as a file to read",
    "write a value that a reader knows to replace, such as `example.org` or `$NAME`; the rest was checked",
)
NOT_CONTINUED = Rule(
    "SN307",
    Severity.ERROR,
    "a comment follows a backslash, so the next line becomes a separate command",
    "put the comment on a line above the command",
)

# What bash, zsh and others print before a command: `$`, `ada@host:~$`, `[root@host ~]#`, `sh-5.2$`, `(venv) $`,
# `~/src $`, `%`, and the arrows of prompts that are made to be seen.
PROMPT = re.compile(
    r"[ \t]*(?:\([\w.-]+\)[ \t]*)?"
    r"(?:\[?[\w.-]+@[\w.-]+(?:[:\s][^\n$#%>]*)?\]?[$#%]|(?:ba|z|k)?sh-[\d.]+[$#]|~(?:/[\w./-]*)?[ \t]?[$#%]"
    r"|[$%\u276f\u25b6\u25ba\u00bb\u03bb]|[Ss]hell ?>|\u279c[ \t]+\S+)[ \t]+(?=\S)"
)
# Root's prompt is a comment to the shell, so it is one only before what is surely a command.
ROOT_PROMPT = re.compile(
    r"[ \t]*#[ \t]+(?=(?:sudo|apt|apt-get|apk|dnf|yum|zypper|pacman|pkg|systemctl|service|docker|podman|kubectl|helm|cd"
    r"|ls|cat|cp|mv|rm|ln|mkdir|chmod|chown|vi|vim|nano|git|pip3?|npm|npx|curl|wget|useradd|usermod|adduser|passwd"
    r"|tar|mkfs\.\w+|nginx|journalctl|fail2ban-client|ufw|iptables|nft|ip|ss|openssl|certbot|python3?|bash|sh|echo"
    r"|su|ssh|scp|rsync)"
    r"(?:[ \t]+[^\s.:]|[ \t]*$)(?![^\n]*[.:][ \t]*$))",
    re.MULTILINE,
)
CONTINUED = re.compile(r"\\$")
SECOND_PROMPT = re.compile(r"[ \t]*>[ \t]")
HEREDOC = re.compile(r"(?<!<)<<(?P<tabs>-?)[ \t]*\\?(?P<quote>[\"']?)(?P<name>\w+)(?P=quote)")
NAME_IN_BRACKETS = re.compile(r"<(?P<name>[A-Za-z][\w.-]*+(?:[ |/][\w.-]++){0,5})>(?![&>(\w])")
# In a plain fence any words, as `<your-name@example.com>`, `<path/to file>`, `<...>`.
WORDS_IN_BRACKETS = re.compile(
    r"<(?=[^\s<>(&=])(?:(?:[^<>\n;&\"'`$]|`[^`\n]{0,60}`|\"[^\"<>\n$]{0,60}\"){0,60}"
    r"(?:[^\s<>;&\"'`$]|`[^`\n]{0,60}`|\"[^\"<>\n$]{0,60}\"))?>(?![&>(])"
    r"|(?<==)<[ \t]*[A-Za-z][^<>\n]{0,80}>(?=[ \t]*(?:#|$))"
    r"|<[ \t]+[A-Za-z][^<>\n;&|\"'`$]{0,60}[ \t]>(?=$|/|[ \t]+(?:$|[-|;&]))"
    r"|<[ \t]+[A-Za-z][\w ./-]{0,60}>(?=[ \t]*$)"
    r"|(?<=[\s=])<[\w.-]++(?:\|[\w.-]++){1,40}>(?![&>(\w])"
    # `<path & name>`, an empty one, and one with others in it: `<arn::<account>:user/<name>>`.
    r"|<[A-Za-z][\w ]{0,40} & [\w ]{1,40}>(?![&>(\w])|(?<=[ \t])<>(?=[ \t]*$)"
    r"|(?<==)<[\w:./-]{0,60}(?:<[^<>\n]{1,60}>[^<>\n]{0,60}){1,4}>(?=[ \t]*(?:#|$))",
    re.MULTILINE,
)
# `\<name>`, as those write who know of Markdown's own brackets.
ESCAPED_BRACKET = re.compile(r"(?<=\s)\\<(?=[A-Za-z][^<>\n\\]{0,60}>(?:\s|$))", re.MULTILINE)
# `<the user's name>`, `[your server's address]`: to the shell, a quote begins there.
APOSTROPHE = re.compile(
    r"(?P<before>(?P<bracket>[<\[{])(?:[A-Za-z][\w.-]* ){0,5}[A-Za-z]+)'(?=s? [\w ./-]{1,60}(?P<end>[>\]}]))"
)
# `<<the host>>`, and no here-document, which ends at a line of that one word.
DOUBLE_BRACKETS = re.compile(r"<<(?P<words>[A-Za-z][^<>\n\"'`$;&|]{0,60}(?<! ))>>")
# Within double quotes, what is given to a command is commands again.
SUBSTITUTION = re.compile(r"\$\((?:[^()\"']|\"[^\"\n]*\"|'[^'\n]*')*\)")
# `\\ # why`: a blank, and a comment that ends the command.
CONTINUATION = re.compile(r"(?<=\s)\\[ \t]+(?=#[^\n]{0,1000}\n[ \t]*[^\s#])")


def is_session(code: str) -> bool:
    """Tell whether the first line that is no comment begins with a prompt."""
    lines = (line for line in code.split("\n") if line.strip() and not line.lstrip().startswith("#"))
    return PROMPT.match(next(lines, "")) is not None


def first_prompt(code: str) -> int:
    """Return the line, from 1, of the first shell prompt outside strings; 0 if there is none."""
    spans, offset = list(text_spans(code)), 0
    for number, line in enumerate(code.split("\n"), 1):
        found = PROMPT.match(line)
        if found and is_outside_text(offset + found.end() - 1, spans):
            return number
        offset += len(line) + 1
    return 0


def is_session_of_root(code: str) -> bool:
    """Tell whether each command begins with root's prompt; otherwise `#` begins a comment."""
    lines = [line.strip() for line in code.split("\n") if line.strip()]
    if not lines or ROOT_PROMPT.match(lines[0]) is None:
        return False
    return not any(ROOT_PROMPT.match(f"# {line}") for line in lines if not line.startswith("#"))


def commands_of(code: str, prompt: re.Pattern[str] = PROMPT) -> str:
    """Return a session with prompts and output blanked; offsets stay."""
    lines: list[str] = []
    # Of the line before: whether it is of a command, and whether that goes on; the end of a here-document.
    is_command, goes_on, ends, whole = False, False, "", ""
    for line in code.split("\n"):
        if ends:
            # The shell asks for each line of a here-document, too; its end must stand at the start of a line.
            prompt_found = SECOND_PROMPT.match(line)
            is_end = line[prompt_found.end() if prompt_found else 0 :].strip() == ends
            lines.append(line[prompt_found.end() :] if prompt_found and is_end else line)
            ends = "" if is_end else ends
            continue
        found = prompt.match(line) or (SECOND_PROMPT.match(line) if goes_on else None)
        is_command = found is not None or goes_on
        if not is_command:
            lines.append("")
            continue
        command = " " * found.end() + line[found.end() :] if found else line
        lines.append(command)
        whole = f"{whole}\n{command}" if goes_on and not prompt.match(line) else command
        goes_on = CONTINUED.search(command) is not None or is_open(whole)
        opened = HEREDOC.search(command)
        ends = opened["name"] if opened else ""
    return "\n".join(lines)


def is_open(command: str) -> bool:
    """Tell whether a command continues on the next line: by a quote, a block or an operator."""
    plain = TEXT.sub(lambda found: " " if found[0][0] != "\\" or found[0][1:] == "\n" else "x", command)
    if "'" in plain or '"' in plain or OPERATOR.search(plain) or plain.count("(") > plain.count(")"):
        return True
    words = [found["word"] for found in BLOCK_WORD.finditer(plain)]
    ends = sum(word in ("done", "fi", "esac", "}") for word in words)
    return len(words) - ends > ends


OPERATOR = re.compile(r"(?:\||&&|\()[ \t]*$")
BLOCK_WORD = re.compile(
    r"(?:^|[;|&(]|\bdo|\bthen|\belse)[ \t]*(?P<word>for|while|until|done|if|fi|case|esac|\{|\})(?=[\s;)|&]|$)",
    re.MULTILINE,
)


def placeholders(code: str, pattern: re.Pattern[str]) -> tuple[str, list[Finding]]:
    """Return the code with a word of equal length for each placeholder, and a note on the first."""
    findings: list[Finding] = []
    inside = (one for part in SUBSTITUTION.finditer(code) for one in pattern.finditer(code, part.start(), part.end()))
    spans = [*text_spans(code)]
    # One may have quotes of its own: `<your name, as "ada">`.
    outside = (
        one
        for one in pattern.finditer(code)
        if is_outside_text(one.start(), spans) and is_outside_text(one.end() - 1, spans)
    )
    for found in sorted({one.start(): one for one in (*outside, *inside)}.values(), key=re.Match.start):
        if not findings:
            written = found[0].replace("\u2019", "'")
            fact = f"'{written}' is a placeholder; the shell would read a file of that name"
            findings.append(Finding(0, PLACEHOLDER, fact, *place_at(code, found.start())))
        code = code[: found.start()] + "x" * len(found[0]) + code[found.end() :]
    return code, findings


def plain_brackets(code: str) -> str:
    """Return the code of a plain fence with its placeholders as the shell can tell them; every place stays."""
    lines = {line.strip() for line in code.split("\n")}
    code = DOUBLE_BRACKETS.sub(lambda found: found[0] if found["words"] in lines else "x" * len(found[0]), code)
    return APOSTROPHE.sub(
        lambda found: found["before"] + ("\u2019" if found["bracket"] == "<" else "x"), ESCAPED_BRACKET.sub(" <", code)
    )


def broken_continuations(code: str) -> list[Finding]:
    """Return a finding for each continuation backslash with a comment behind it."""
    fact = "the backslash continues nothing, because a comment follows it"
    spans = [*text_spans(code)]
    return [
        Finding(0, NOT_CONTINUED, fact, *place_at(code, found.start()), NOT_CONTINUED.remedy)
        for found in CONTINUATION.finditer(code)
        # The backslash itself is one, with the blank behind it.
        if is_outside_text(found.start() - 1, spans)
    ]


def outside_text(code: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Yield the matches of `pattern` outside quotes, comments and here-documents."""
    spans = [*text_spans(code), (len(code), len(code))]
    number = 0
    for found in pattern.finditer(code):
        while spans[number][1] <= found.start() and number < len(spans) - 1:
            number += 1
        if found.end() <= spans[number][0]:
            yield found


def is_outside_text(offset: int, spans: Sequence[tuple[int, int]]) -> bool:
    """Tell whether an offset is in none of the sorted spans."""
    before = bisect_right(spans, offset, key=lambda span: span[0])
    return not before or spans[before - 1][1] <= offset


def text_spans(code: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of quotes, comments and here-documents, in order and in linear time."""
    ends: dict[str, list[int]] = {}
    offset = 0
    for line in code.split("\n"):
        ends.setdefault(line.lstrip("\t"), []).append(offset)
        offset += len(line) + 1
    spot = 0
    while found := TEXT.search(code, spot):
        name = found["end"]
        below = ends.get(name, []) if name else []
        after = bisect_right(below, found.end())
        spot = below[after] + len(name) if after < len(below) else found.end()
        if name is None or after < len(below):
            yield found.start(), spot


# An escaped sign, a quoted text, a comment, or what begins a here-document.
TEXT = re.compile(
    r"\\."
    r"|\$?'[^']*'"
    r'|"(?:\\.|[^"\\])*"'
    r"|(?:(?<=\s)|(?<![^\n]))#[^\n]*"
    r"|(?<!<)<<-?[ \t]*\\?(?P<quote>[\"']?)(?P<end>\w+)(?P=quote)",
    re.DOTALL,
)
