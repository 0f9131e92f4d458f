"""Values of Postfix's parameters that postconf takes in silence, and its servers refuse once they use them.

Of which kind a parameter is, is told by its default; the words are those of postconf(5). The services of master.cf set
parameters, too, with -o (master(5)).
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._addresses import LIKE_IPV6, trouble_with_address, trouble_with_network
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._postfix.words import (
    CIPHERS,
    CLIENT_LEVELS,
    MAP_TYPES,
    PROTOCOL_FAMILIES,
    RESTRICTIONS,
    SERVER_LEVELS,
    TLS_PROTOCOLS,
    WITH_ARGUMENT,
)
from faircopy.snippets.model import Finding

VALUE_REFUSED = Rule(
    "SN776",
    Severity.ERROR,
    "Postfix does not accept this value for the parameter, and stops when it reads it",
    "postconf(5) lists the values; the message names the nearest",
)
OPTION_DIVIDED = Rule(
    "SN777",
    Severity.ERROR,
    "a service in Postfix's master.cf has an option with a space, which ends the option",
    "write -o name=value without spaces, or -o { name = value }",
)

SETTING = re.compile(r"(?P<name>[\w-]+)[ \t]*=[ \t]*")
WORD = re.compile(r"[^\s,]+")
SERVICE = re.compile(r"\S+[ \t]+(?:inet|unix|unix-dgram|fifo|pass)[ \t]+(?:\S+[ \t]+){5}(?P<command>\S+)")
OPTION = re.compile(
    r"-o[ \t]+(?P<braces>\{[ \t]*)?(?P<name>\w+)(?P<before>[ \t]*)=(?P<value>\S*)(?P<behind>[ \t]+[^-\s{]\S*)?"
)
# Their arguments are those of another program.
OTHER_ARGUMENTS = ("pipe", "spawn")
RESTRICTION_LIST = re.compile(r"smtpd_(?:client|helo|sender|relay|recipient|data|end_of_data|etrn)_restrictions")
LOOKS_LIKE_ONE = re.compile(r"(?:permit|reject|defer|check)_\w+")
HOSTS = ("relayhost", "fallback_relay", "smtp_fallback_relay", "default_transport", "content_filter")
TABLES = re.compile(r"\w+_(?:maps|checks|map|database)")
TIME, WHOLE_NUMBER = re.compile(r"\d+[smhdwSMHDW]?"), re.compile(r"-?\d+")
# Lists of networks: postconf(5), mynetworks.
NETWORKS = (
    *("mynetworks", "smtpd_authorized_xclient_hosts", "smtpd_authorized_xforward_hosts"),
    *("smtpd_client_event_limit_exceptions", "qmqpd_authorized_clients"),
)
NO_PLAIN_NUMBER = ("compatibility_level", "lmtp_tcp_port")
# Newer versions have more than yes and no (Postfix 3.9).
MORE_THAN_YES_OR_NO = ("smtpd_forbid_bare_newline",)


@dataclass(frozen=True, slots=True)
class Word:
    text: str
    line: int  # from 1
    column: int  # from 1


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    words: tuple[Word, ...]
    line: int
    column: int  # of the value


def settings_of_main(code: str) -> list[Setting]:
    """Return the parameters that a main.cf sets: a line that begins with a blank goes on with the one above."""
    found: list[Setting] = []
    for number, line in enumerate(code.split("\n"), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        setting = SETTING.match(line)
        if line[0] in " \t" and found:
            last = found[-1]
            found[-1] = Setting(last.name, (*last.words, *words_in(line, 0, number)), last.line, last.column)
        elif setting:
            words = words_in(line, setting.end(), number)
            found.append(Setting(setting["name"], tuple(words), number, setting.end() + 1))
    return found


def words_in(line: str, start: int, number: int) -> Iterator[Word]:
    return (Word(word[0], number, word.start() + 1) for word in WORD.finditer(line, start))


def settings_of_master(code: str) -> Iterator[Setting]:
    """Yield the parameters that services set with `-o name=value`."""
    for number, line in enumerate(code.split("\n"), 1):
        for option in OPTION.finditer("" if line.lstrip().startswith("#") else line):
            if not option["braces"] and not option["before"]:
                words = [
                    Word(word[0], number, option.start("value") + word.start() + 1)
                    for word in WORD.finditer(option["value"])
                ]
                yield Setting(option["name"], tuple(words), number, option.start("value") + 1)


def divided_options(code: str) -> Iterator[Finding]:
    """Yield a finding for each option of a service that a blank ends, so that its rest is an argument nobody takes."""
    command = ""
    for number, line in enumerate(code.split("\n"), 1):
        if service := SERVICE.match(line):
            command = service["command"]
        if line.lstrip().startswith("#") or command in OTHER_ARGUMENTS:
            continue
        for option in OPTION.finditer(line):
            rest = "=" if option["before"] else (option["behind"] or "").strip()
            if rest and not option["braces"]:
                column = (option.end("before") if option["before"] else option.end() - len(rest)) + 1
                fact = f"the option ends at the space, and '{rest}' is a separate argument, which {command} refuses"
                yield Finding(0, OPTION_DIVIDED, fact, number, column, f"write -o {option['name']}=… without spaces")


def refused_values(settings: Collection[Setting], defaults: Mapping[str, str]) -> Iterator[Finding]:
    """Yield a finding for each value that a parameter cannot have. `defaults` are those of `postconf -d`."""
    near = SuggestionFinder()
    classes = {word.text for one in settings if one.name == "smtpd_restriction_classes" for word in one.words}
    classes |= {one.name for one in settings}
    for setting in settings:
        is_own = setting.name not in defaults
        if RESTRICTION_LIST.fullmatch(setting.name) or (is_own and is_class(setting)):
            yield from unknown_restrictions(setting, classes, near)
        elif setting.name in HOSTS:
            yield from open_brackets(setting)
        elif setting.name in NETWORKS:
            yield from no_networks(setting)
        elif known := words_known(setting.name):
            yield from unknown_words(setting, known, near)
        elif TABLES.fullmatch(setting.name):
            yield from unknown_tables(setting, near)
        else:
            yield from wrong_kind(setting, defaults.get(setting.name, ""))


def is_class(setting: Setting) -> bool:
    """Tell whether a parameter of one's own can only be a list of restrictions."""
    return bool(setting.words) and setting.words[0].text in RESTRICTIONS - {"permit", "reject", "defer"}


def unknown_restrictions(setting: Setting, classes: Collection[str], near: SuggestionFinder) -> Iterator[Finding]:
    is_argument, depth = False, 0
    for word in setting.words:
        text = word.text
        was_argument, is_argument = is_argument, text in WITH_ARGUMENT
        depth += text.count("{") - text.count("}")
        if was_argument or depth or text in RESTRICTIONS or text in classes or not re.fullmatch(r"[a-z_]+", text):
            continue
        meant = near.find(text, RESTRICTIONS, cutoff=0.85)
        if meant or LOOKS_LIKE_ONE.fullmatch(text):
            hint = f"did you mean '{meant}'?" if meant else "postconf(5) lists them"
            yield refused(word, f"Postfix has no restriction '{text}'", hint)


def words_known(name: str) -> Collection[str]:
    """Return the only words that a parameter may have; none where it may have any."""
    if name == "inet_protocols":
        return PROTOCOL_FAMILIES
    if re.fullmatch(r"smtpd_tls_security_level", name):
        return SERVER_LEVELS
    if re.fullmatch(r"(?:smtp|lmtp|tlsproxy_client)_tls_security_level", name):
        return CLIENT_LEVELS
    if re.fullmatch(r"(?:smtp|smtpd|lmtp|tlsproxy|tlsproxy_client)_tls_(?:mandatory_)?protocols", name):
        return TLS_PROTOCOLS
    return CIPHERS if re.fullmatch(r"(?:smtp|smtpd|lmtp)_tls_(?:mandatory_)?ciphers", name) else ()


def unknown_words(setting: Setting, known: Collection[str], near: SuggestionFinder) -> Iterator[Finding]:
    for word in setting.words:
        for text in re.split(":", word.text) if known is TLS_PROTOCOLS else [word.text]:
            bare = re.sub(r"^(?:!|[<>]=)", "", text) if known is TLS_PROTOCOLS else text
            if not bare or "$" in bare or bare.lower() in {one.lower() for one in known} or is_number(bare):
                continue
            meant = near.find(bare, known, cutoff=0.5)
            hint = f"did you mean '{meant}'?" if meant else f"known: {', '.join(sorted(known))}"
            yield refused(word, f"'{bare}' is not a value of '{setting.name}'", hint)


def no_networks(setting: Setting) -> Iterator[Finding]:
    """Yield each network that Postfix refuses once a client comes: bits behind its length, IPv6 without brackets."""
    for word in setting.words:
        text = word.text.removeprefix("!")
        bare = text.replace("[", "", 1).replace("]", "", 1)
        if trouble := trouble_with_network(bare) or trouble_with_address(bare):
            yield refused(word, trouble, "write the network's address and length, such as 192.0.2.0/24")
        elif bare == text and LIKE_IPV6.fullmatch(text.partition("/")[0]):
            fact = f"Postfix takes '{text}' as a table, not as an address"
            yield refused(word, fact, f"write '[{text.replace('/', ']/', 1) if '/' in text else f'{text}]'}'")


def open_brackets(setting: Setting) -> Iterator[Finding]:
    """Yield each host with one bracket of two: with both, Postfix asks for no MX record."""
    for word in setting.words:
        if word.text.count("[") != word.text.count("]"):
            yield refused(word, f"'{word.text}' has only one of two brackets", "write [host], or [host]:port")


def is_number(text: str) -> bool:
    return re.fullmatch(r"0x[0-9a-fA-F]+|\d+", text) is not None


def unknown_tables(setting: Setting, near: SuggestionFinder) -> Iterator[Finding]:
    for word in setting.words:
        kind, colon, place = word.text.partition(":")
        if not colon and (kind := word.text.partition("/")[0]) in MAP_TYPES and "/" in word.text:
            path = word.text.removeprefix(kind)
            yield refused(word, "there is no ':' between the kind of table and its file", f"write {kind}:{path}")
        if colon and re.fullmatch(r"[a-z]+", kind) and re.match(r"[/$a-z]", place) and kind not in MAP_TYPES:
            meant = near.find(kind, MAP_TYPES, cutoff=0.7)
            if meant:
                yield refused(word, f"Postfix has no kind of table '{kind}'", f"did you mean '{meant}'?")


def wrong_kind(setting: Setting, default: str) -> Iterator[Finding]:
    """Yield a finding where a parameter is a switch, a time or a number, and its value is none."""
    value = " ".join(word.text for word in setting.words)
    if "$" in value or setting.name in (*NO_PLAIN_NUMBER, *MORE_THAN_YES_OR_NO):
        return
    at = setting.words[0] if setting.words else Word("", setting.line, setting.column)
    if default in ("yes", "no") and value.lower() not in ("yes", "no"):
        yield refused(at, f"'{setting.name}' must be yes or no, not '{value}'", "write yes or no")
    elif re.fullmatch(r"\d+[smhdw]", default) and not TIME.fullmatch(value):
        hint = "write a whole number and one of s, m, h, d, w: 5d"
        yield refused(at, f"'{setting.name}' must be a time, not '{value}'", hint)
    elif re.fullmatch(r"\d+", default) and not WHOLE_NUMBER.fullmatch(value):
        yield refused(at, f"'{setting.name}' must be a whole number, not '{value}'", "write digits alone")


def refused(word: Word, fact: str, hint: str) -> Finding:
    return Finding(0, VALUE_REFUSED, fact, word.line, word.column, hint)


def defaults_from(lines: Iterable[str]) -> dict[str, str]:
    """Return the defaults that `postconf -d` lists, by parameter."""
    pairs = (line.partition(" =") for line in lines)
    return {name: value.strip() for name, equals, value in pairs if equals}
