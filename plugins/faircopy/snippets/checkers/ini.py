"""INI, by Python's configparser. What options mean is known to the program whose file it is, not here."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fnmatch import fnmatch

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._plain.readings import TypoTest, with_alternatives, with_readings
from faircopy.snippets.checkers._plain.text import A_LOG, A_PROMPT, common_readings, kind_of, kinds_of
from faircopy.snippets.checkers._plain.typos import Place, TypoKinds
from faircopy.snippets.checkers._sandboxed import parser_judge, python_version, slips_of
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN440", Severity.ERROR, "a line of an INI file is neither a section nor an option")
DUPLICATE = Rule("SN441", Severity.WARNING, "a section or an option of an INI file appears twice")

# Of systemd, what is no unit, and Podman's Quadlet, which makes units of it. `systemd_daemons` has more.
NO_UNITS = (
    *("*/systemd/*.conf", "*/systemd/*.conf.d/*", "*.nspawn"),
    *("*.container", "*.volume", "*.pod", "*.kube", "*.build", "*.image"),
)
PATTERNS = ("*.ini", "*/setup.cfg", "*/tox.ini", "*/.editorconfig", *NO_UNITS)
# Where an option may stand several times, or a section: systemd and Podman's Quadlet, WireGuard, git, PHP and desktop
# entries. Their manuals say so: systemd.syntax(7), podman-systemd.unit(5), wg(8), git-config(1).
LIST_FILES = (
    *("*/systemd/*", "*.service", "*.socket", "*.timer", *NO_UNITS, "*.network", "*.netdev", "*.link"),
    *("*/wireguard/*", "*gitconfig", "*/.git/config", "*php*.ini", "*.desktop"),
)
LIST_SECTIONS = re.compile(
    r"^[ \t]*\[(?:Unit|Service|Install|Container|Pod|Volume|Network|Kube|Build|Match|Peer|Interface|PHP|Desktop Entry"
    r'|Route|NetDev|(?:remote|branch|url|alias|credential|submodule|include)(?: "[^"]*")?)\]',
    re.MULTILINE,
)
# Without sections: https://www.php.net/parse_ini_file, and certbot's options.
SECTIONLESS_FILES = ("*php*.ini", "*/php/*", "*/letsencrypt/*.ini", "*/letsencrypt.ini", "*/cli.ini")
# Hosts alone, with or without variables: https://docs.ansible.com/ansible/latest/inventory_guide/intro_inventory.html
INVENTORY_FILES = ("*inventor*", "*/hosts*.ini", "*/ansible/hosts")
OF_INVENTORY = re.compile(r"^[ \t]*\[[^\]\n]+:(?:children|vars)\]|\bansible_\w+[ \t]*=", re.MULTILINE)
# Switches without a value: https://dev.mysql.com/doc/refman/8.4/en/option-files.html
SWITCH_FILES = ("*/my.ini", "*php*.ini")
SECTION = re.compile(r"^[ \t]*\[[^\]\n]+\]", re.MULTILINE)
OPTION = re.compile(r"[ \t]*[^\s=:;#\[][^=:\n]*[=:]")
# A switch of MySQL's files, a host of Ansible's.
WORD = re.compile(r"\s*[\w.@/*?!:\[\]-]+\s*")

REPEATED = Rule(
    "SN442",
    Severity.NOTE,
    "an option in an INI file appears twice: some programs read it as a list, most use only the last",
    "name the file with `file=` to have it checked strictly, or leave one out",
)
# `name = {` and what ends it, as Kerberos and others have it.
BLOCK = re.compile(r"\{[ \t]*\n(?:.*\n){0,400}?[ \t]*\}[ \t]*$", re.MULTILINE)
HAND = TypoKinds(signs="[]=:", may_miss=lambda above, _behind, sign: sign in "[]" or has_options(above))
OTHER_BEGINNINGS = kinds_of(
    (rf"{A_PROMPT}|(?:sudo|cat|echo|systemctl|curl|docker) [^=\n]*$", "commands of a shell"),
    (r"<\?xml|</?\w+[^<>=]*>$|<\w+ [^<>]*>$", "XML, or a configuration of Apache"),
    (r"[\w.-]+(?: +\S+)* *\{$|[\w.-]+ [^=]*;$", "a configuration of nginx, or of another program"),
    (r"[{\[]$|\"[^\"]*\":", "JSON"),
    (A_LOG, "a log"),
)


def has_options(code: str) -> bool:
    """Tell whether there is a section with two options, as there is in a file of which one line is wrong."""
    return SECTION.search(code) is not None and sum(map(bool, map(OPTION.match, code.split("\n")))) > 1


literally = parser_judge(
    "read_ini",
    {
        "syntax": (SYNTAX, "write `[section]`, or `option = value` below one"),
        "duplicate": (DUPLICATE, "keep one of them; most programs read only the last"),
    },
)

slip_of_ini = slips_of("read_ini", HAND)


def without_lists(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = literally(snippet, files, sandbox)
    return replace(judged, findings=tuple(one for one in judged.findings if is_wrong(one, snippet)))


def with_repeats(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a file; what stands twice in a plain fence is a note: its program may make a list of it."""
    judged = with_alternatives(without_lists, DUPLICATE)(snippet, files, sandbox)
    if not snippet.is_plain or is_any(f"/{snippet.hint}", PATTERNS):
        return judged
    repeated = (replace(one, rule=REPEATED, hint="") if one.rule is DUPLICATE else one for one in judged.findings)
    return replace(judged, findings=tuple(repeated))


def is_wrong(finding: Finding, snippet: Snippet) -> bool:
    """Return whether a finding of configparser is one, in a file of this kind."""
    file, code = snippet.file or snippet.hint, snippet.code
    if finding.rule is DUPLICATE:
        return not (is_any(file, LIST_FILES) or LIST_SECTIONS.search(code))
    if finding.rule is not SYNTAX:
        return True
    line = code.split("\n")[finding.line - 1]
    if snippet.is_plain and not SECTION.search(code):
        # A part of a section, as manuals show it.
        return not OPTION.match(line)
    is_inventory = is_any(file, INVENTORY_FILES) or OF_INVENTORY.search(code) is not None
    has_words = snippet.is_plain or is_inventory or is_any(file, SWITCH_FILES)
    if "before any section" in finding.message:
        # https://editorconfig.org: `root` stands above all sections. OpenSSL and others have more such options.
        is_root = line.split("=")[0].strip() == "root" and file.endswith(".editorconfig")
        needs_none = snippet.is_plain or is_inventory or is_any(file, SECTIONLESS_FILES)
        return not (is_root or (needs_none and OPTION.match(line)) or (is_inventory and is_word(line)))
    return not (has_words and is_word(line))


def is_word(line: str) -> bool:
    return WORD.fullmatch(line) is not None and line.count("[") == line.count("]")


def is_any(file: str, patterns: Iterable[str]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


def is_slip(code: str, place: Place, sandbox: Sandbox) -> bool:
    """Tell whether a slip is all that is wrong; words alone are switches, and make no file of this kind."""
    if not (SECTION.search(code) or any(map(OPTION.match, code.split("\n")))):
        return False
    lines = ("" if WORD.fullmatch(line) and not {*line} & {*"[]"} else line for line in code.split("\n"))
    return slip_of_ini("\n".join(lines), place, sandbox)


def guess_language(code: str) -> str:
    """Return what a fence is that is no INI, by its first line, or by its blocks; "" where it may be."""
    kind = kind_of(code.split("\n"), OTHER_BEGINNINGS, ("#", ";"))
    return kind or ("a configuration with blocks in braces" if BLOCK.search(code) else "")


CHECKER = EachChecker(
    name="ini",
    tool="Python",
    command="Python's configparser",
    level=Level.PARSED,
    judge=with_readings(
        with_repeats,
        common_readings,
        other=guess_language,
        twice=DUPLICATE,
        slips=TypoTest(SYNTAX, is_slip),
    ),
    find_version=python_version,
    version=7,
    files=PATTERNS,
    languages=frozenset({"ini"}),
)
