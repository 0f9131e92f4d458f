"""Selects the findings of shellcheck and bash that matter in a plain shell fence."""

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._plain.typos import Place, repairs
from faircopy.snippets.checkers._shell.beginnings import is_output, is_prose
from faircopy.snippets.checkers._shell.block_repairs import HAND
from faircopy.snippets.checkers._shell.commands import reads_as_command
from faircopy.snippets.checkers._shell.harms import FLAG_AS_COMMAND, harms
from faircopy.snippets.checkers._shell.plain import USAGE_PART
from faircopy.snippets.checkers._shell.shown import REMARK, are_words, is_constant_alone, is_head_alone
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

CODE = re.compile(r"\(SC(\d+)\)$")
# Typographic signs, entities of HTML, a test closed by another bracket, blanks that divide no words, a blank behind the
# backslash at the end of a line.
ALWAYS = frozenset({1015, 1016, 1018, 1033, 1034, 1100, 1101, 1109, 1110, 1111, 1112})
BLANK_BEHIND = 1101
SIGNS = frozenset({1015, 1016, 1018, 1100, 1110, 1111, 1112})  # typographic ones
# A label before its value, a name written large, or one with colons, before more words.
SENTENCE = re.compile(r"[A-Z][A-Za-z]*(?: [A-Za-z]+){0,4}\s*:\s+\S|[A-Z][A-Za-z.]+ (?![=-])\w|\w+:\w+:\S+ \S")
# `For permanent protection, use that`: a word of the shell with a large letter, and no loop or condition.
CAPITAL_WORD = 1081
OF_A_SENTENCE = re.compile(r"\s*(?:For(?! \w+ in\b)|While|Until|If|Case|Select|Then|Do|Done|Function)(?: [\w,'-]+){3}")
# An address whose `&` ends the command.
AMPERSAND, ADDRESS = 1132, re.compile(r"\w+://[^\s\"']*&")
# A file of variables for another program, as `.env`, has values that no shell reads.
VARIABLE = re.compile(r"[A-Z][A-Z0-9_]*=(?!.*(?:\$\(|`)).*")
# A file of settings has names and values alone, as those of yum.
SETTING = re.compile(r"\s*(?:[A-Za-z][\w.-]*=(?!.*(?:\$\(|`)).*|\[[^\]]*\]\s*)")
ASSIGNED_WITH_BLANKS, NAME = 2283, re.compile(r"\s*(?P<name>[A-Za-z_]\w*)\s+=")
# Where such a finding does not matter. `"$*"` and `"${names[*]}"` are one word, and whoever writes a loop over it shows
# just that; whether there is any word is the same of all together; behind an arrow stands what another command does.
NOT_AT = {
    # As words, the statuses and numbers that are not 0 stand behind it, too.
    2071: re.compile(r"\$[?#]\"?[ \t]+>[ \t]+0[ \t]"),
    2066: re.compile(r"\"\$(?:\*|\{\w+\[\*\]\})\""),
    # A search in all words together finds one of them.
    2199: re.compile(
        r"\[\[[ \t]+!?[ \t]*(?:-[nz][ \t]+\"\$(?:@|\{\w+\[@\]\})\"[ \t]+\]\]"
        r"|\"?[ ,:]?\$(?:@|\{\w+\[@\]\})[ ,:]?\"?[ \t]+(?:=~[ \t]|[!=]=?[ \t]+\*))"
    ),
    2284: re.compile(r"\s={1,3}>(?:\s|$)"),
    2290: re.compile(r"^\s*local\b"),  # of Lua
}
LOOP_OVER_ONE = 2066
EXITS, EXIT_NUMBER = (2241, 2242), re.compile(r"\b(?:exit|return)[ \t]+[-\d]")
# Of shellcheck's errors beyond syntax, those that say: the command does another thing than it seems to.
HARMFUL = frozenset(
    {
        *(2055, 2066, 2067, 2070, 2071, 2072, 2073, 2074, 2077, 2107, 2108, 2109, 2110, 2157, 2170, 2199, 2203),
        *(2204, 2205, 2225, 2241, 2242, 2270, 2271, 2275, 2277, 2280, 2281, 2282, 2284, 2288, 2290, 2328),
    }
)
SYNTAX = range(1000, 2000)
# `if [ -f x ; then`, `if [-f x ]; then` and `if [ -f x]; then` are commands to bash.
TEST = re.compile(
    r"(?:^|\b(?:if|elif|while|until)|&&|\|\|)\s*+(?:!\s*+)?\[\[?"
    r"(?:\s[^\]\n]*$|(?:-[a-z]\s|[\"'$])[^\n]{0,2000}\](?:\s*+(?:;|&&|\|\|)|$)"
    r"|\s[^\n]{0,2000}[^\s\]]\]\]?(?:\s*+(?:;|&&|\|\|)|$))"
)
# Each text, up to a NUL byte, is given to bash's parser, until one is right. Behind `set -n` no command is run: nor is
# one that would take it back. Another bash for each text would take six times as long.
TRY_EACH = (
    "while IFS= read -r -d '' text; do"
    " said=$(eval $'set -n\\n'\"$text\" 2>&1) && [[ -z $said ]] && printf 'right\\n' && break; done"
)


def number_of(finding: Finding) -> int:
    found = CODE.search(finding.message)
    return int(found[1]) if found else 0


def in_a_sentence(finding: Finding, lines: Sequence[str]) -> bool:
    """Tell whether what shellcheck takes for a misspelt word of the shell begins a sentence."""
    return number_of(finding) == CAPITAL_WORD and OF_A_SENTENCE.match(lines[finding.line - 1]) is not None


def is_syntax(finding: Finding) -> bool:
    return (
        finding.rule.severity is Severity.ERROR
        and number_of(finding) in SYNTAX
        and number_of(finding) not in (*ALWAYS, AMPERSAND)
    )


def is_damage(finding: Finding) -> bool:
    """Tell whether a command cannot have been run as it stands; what else is doubtful of one may be what it shows."""
    return not number_of(finding) or number_of(finding) in SYNTAX


def harmful(found: Sequence[Finding], code: str, wrong: Rule) -> Iterator[Finding]:
    """Yield the findings that matter, except syntax errors. `wrong` is the rule of shellcheck's errors."""
    lines = code.split("\n")
    is_text = are_words(lines)
    for finding in found:
        number = number_of(finding)
        if is_constant_alone(number, lines[finding.line - 1]):
            is_wanted = False
        elif number in ALWAYS:
            # In output, and in sentences, such signs harm nobody.
            text = lines[finding.line - 1].strip()
            is_wanted = not (is_text or is_output(text) or SENTENCE.match(text) or is_prose(text))
        elif number in SYNTAX and number != AMPERSAND:
            is_wanted = False
        elif not number:
            is_wanted = True
        elif not is_reported(number, lines, finding.line):
            is_wanted = False
        elif finding.rule is wrong:
            is_wanted = is_harm(number, finding.line, lines)
        else:
            is_wanted = harms(number, finding.line, lines)
        if is_wanted:
            yield finding


def reported_once(found: Sequence[Finding], code: str, before: Sequence[Finding] = ()) -> Iterator[Finding]:
    """Yield one syntax error, one other finding for each line, and one for the stray options of a command.

    `before` has the findings so far. If one says that a command ends too early, its options follow from that. From a
    typographic sign follows what else cannot be read.
    """
    lines, reported = code.split("\n"), set[tuple[int, int]]()
    found = without_consequences(found, before)
    ends = {one.line for one in before if one.rule.severity is Severity.ERROR}
    ends |= {one.line for one in found if number_of(one) == BLANK_BEHIND}
    for finding in sorted(found, key=lambda one: one.line):
        number, line = number_of(finding), finding.line
        if number == FLAG_AS_COMMAND:
            # The first line of its paragraph.
            line -= sum(1 for _ in takewhile(str.strip, reversed(lines[: line - 1])))
            if ends & {*range(line, finding.line)}:
                continue
        if is_syntax(finding):
            number, line = SYNTAX.start, 0
        if not number or (number, line) not in reported:
            reported.add((number, line))
            yield finding


def without_consequences(found: Sequence[Finding], before: Sequence[Finding]) -> Sequence[Finding]:
    """Return the findings without those that follow from a typographic sign above, or in the same line."""
    signs = {one.line for one in before if one.rule.severity is Severity.ERROR}
    found = [one for one in found if not (number_of(one) in SIGNS and one.line in signs)]
    signs |= {one.line for one in found if number_of(one) in SIGNS}
    return [one for one in found if not is_consequence(one, min(signs, default=one.line + 1))]


def is_consequence(finding: Finding, sign: int) -> bool:
    return finding.line >= sign and (is_syntax(finding) or not number_of(finding))


def is_reported(number: int, lines: Sequence[str], line: int) -> bool:
    """Tell whether a finding is about a command; an option on its own line has lost its command."""
    if USAGE_PART.search(lines[line - 1]):
        return False
    return number in (FLAG_AS_COMMAND, ASSIGNED_WITH_BLANKS) or reads_as_command(lines, line)


def is_harm(number: int, line: int, lines: Sequence[str]) -> bool:
    text = lines[line - 1]
    if number == AMPERSAND:
        return ADDRESS.search(text) is not None and not (are_all(SETTING, lines) or is_output(text.strip()))
    if number == ASSIGNED_WITH_BLANKS:
        # A name that is used below is a variable, and no option of a configuration file.
        name = NAME.match(text)
        return name is not None and re.search(rf"\$\{{?{name['name']}\b", "\n".join(lines[line:])) is not None
    if number == LOOP_OVER_ONE and text.replace('"', "") in lines:
        return False  # the same loop without quotes: the two are compared
    if number in NOT_AT:
        return NOT_AT[number].search(text) is None
    if number in EXITS:
        # Another program's `exit` takes words.
        return EXIT_NUMBER.search(text) is not None
    return number in HARMFUL


def are_all(kind: re.Pattern[str], lines: Sequence[str]) -> bool:
    code = [line for line in lines if line.strip() and not line.lstrip().startswith("#")]
    return all(map(kind.fullmatch, code))


CASE_LABEL = re.compile(r"[ \t]*[\w*.\"'|?-]+\)[ \t]")
WORD = re.compile(r"\s*[a-z]*\s*")
# Where nothing has begun such a block. If one has, its beginning is found fault with, too.
END_OF_BLOCK = re.compile(r"\s*[}\])]+[,;]?\s*")


def is_fault(code: str, syntax: Sequence[Finding], sandbox: Sandbox) -> bool:
    """Tell whether a syntax error is a typo in a command, rather than another kind of text."""
    lines = code.split("\n")
    if is_head_alone(lines):
        return False
    # Words alone are no commands, though `do` may be one of them.
    if not any(reads_as_command(lines, number) and not WORD.fullmatch(line) for number, line in enumerate(lines, 1)):
        return False
    commands = {
        one.line: one
        for one in syntax
        if reads_as_command(lines, one.line) or CASE_LABEL.match(lines[min(one.line, len(lines)) - 1])
    }
    for line, finding in list(commands.items())[:3]:
        if REMARK.fullmatch(lines[min(line, len(lines)) - 1]):
            continue
        if END_OF_BLOCK.fullmatch(lines[min(line, len(lines)) - 1]):
            continue  # of another language, as JSON or a configuration, whose beginning the shell could read
        if are_all(VARIABLE, lines) and "=(" in lines[min(line, len(lines)) - 1]:
            continue
        if is_open_test(code, finding) or is_slip(code, (line, finding.column), sandbox):
            return True
    return False


def is_open_test(code: str, finding: Finding) -> bool:
    """Tell whether shellcheck misses the end of a `[` test."""
    lines = code.split("\n")
    return TEST.search(lines[min(finding.line, len(lines)) - 1]) is not None


def is_slip(code: str, place: Place, sandbox: Sandbox) -> bool:
    texts = repairs(code, place, HAND)
    done = sandbox.run(
        ["bash", "--norc", "--noprofile", "-O", "extglob", "-c", TRY_EACH],
        SandboxRoot({}, shared=True),
        stdin="".join(f"{text}\0" for text in texts if "\0" not in text),
    )
    return "right" in done.stdout
