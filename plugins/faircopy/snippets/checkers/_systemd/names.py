"""Names in units that nothing can have, of which systemd says nothing: targets, capabilities, users, and comments."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._nearest import SuggestionFinder, is_slip
from faircopy.snippets.model import Finding

MISSPELT = Rule(
    "SN343",
    Severity.WARNING,
    "no capability or target has this name, but one differs by a single character; systemd ignores it",
    "correct the name",
)
NO_NAME = Rule(
    "SN348",
    Severity.WARNING,
    "a unit's user or group has more than one word; systemd takes them as one name, which nobody has",
    "write a single name; `SupplementaryGroups` takes several",
)
NO_COMMENT = Rule(
    "SN347",
    Severity.WARNING,
    "a comment follows a value in a unit's [Install] section, and `systemctl enable` fails on its words",
    "put the comment on its own line",
)

# systemd.special(7) has these.
TARGETS = """
basic boot-complete cryptsetup default emergency exit final first-boot-complete getty-pre getty graphical-session-pre
graphical-session graphical halt hibernate initrd kexec local-fs-pre local-fs multi-user network-online network-pre
network nss-lookup nss-user-lookup paths poweroff printer reboot remote-fs-pre remote-fs rescue rpcbind shutdown sleep
slices sockets sound suspend swap sysinit system-update time-set time-sync timers umount usb-gadget veritysetup
"""
# capabilities(7) has these.
CAPABILITIES = """
AUDIT_CONTROL AUDIT_READ AUDIT_WRITE BLOCK_SUSPEND BPF CHECKPOINT_RESTORE CHOWN DAC_OVERRIDE DAC_READ_SEARCH FOWNER
FSETID IPC_LOCK IPC_OWNER KILL LEASE LINUX_IMMUTABLE MAC_ADMIN MAC_OVERRIDE MKNOD NET_ADMIN NET_BIND_SERVICE
NET_BROADCAST NET_RAW PERFMON SETFCAP SETGID SETPCAP SETUID SYSLOG SYS_ADMIN SYS_BOOT SYS_CHROOT SYS_MODULE SYS_NICE
SYS_PACCT SYS_PTRACE SYS_RAWIO SYS_RESOURCE SYS_TIME SYS_TTY_CONFIG WAKE_ALARM
"""
LINE = re.compile(
    r"^[ \t]*(?:After|Before|Wants|Requires|Requisite|BindsTo|PartOf|Conflicts|WantedBy|RequiredBy)"
    r"[ \t]*=(?P<words>.*)",
    re.MULTILINE,
)
WORD = re.compile(r"(?<![^\s=])(?P<target>[a-zA-Z_-]+)\.target(?!\S)")
ALLOWED = re.compile(r"^[ \t]*(?:AmbientCapabilities|CapabilityBoundingSet)[ \t]*=[ \t]*~?(?P<words>.*)", re.MULTILINE)
# A number is one, too; with a comma, it is more than one word (SN119).
NAME = re.compile(r"(?<![^\s~=])(?:cap_)?(?P<name>[a-z]\w+)(?!\S)", re.IGNORECASE)
# `DOMAIN\\domain users` are of another directory of users.
OWNER = re.compile(r"^[ \t]*(?P<key>User|Group)[ \t]*=[ \t]*(?P<name>[a-z_][\w-]*[ \t]+[\w-]+)[ \t]*$", re.MULTILINE)
OF_A_DOMAIN = re.compile(r"domain\s", re.IGNORECASE)
WANTED = re.compile(
    r"^[ \t]*(?:WantedBy|RequiredBy|UpheldBy|Also|Alias)[ \t]*=[^#\n]*(?<=[ \t])(?P<comment>#)", re.MULTILINE
)
# systemd.exec(5), Environment=: "Variable expansion is not performed inside the strings".
UNEXPANDED = re.compile(
    r"^[ \t]*Environment[ \t]*=[^\n$]*(?P<sign>\$(?:[A-Z][A-Z_]{3,}\b|\{[A-Z][A-Z_]{3,}\}))", re.MULTILINE
)
LITERAL = Rule(
    "SN344",
    Severity.WARNING,
    "systemd does not expand variables in Environment=",
    "write the whole value, such as PATH=/usr/local/bin:/usr/bin:/bin",
)


def doubtful_names(code: str) -> Iterator[Finding]:
    """Yield what systemd says nothing of until it starts or enables a unit."""
    yield from misspelt_targets(code)
    yield from unknown_capabilities(code)
    for found in UNEXPANDED.finditer(code):
        fact = f"systemd does not expand '{found['sign']}' in Environment="
        yield Finding(0, LITERAL, fact, *place_at(code, found.start("sign")), LITERAL.remedy)
    for owner in OWNER.finditer(code):
        if not OF_A_DOMAIN.match(owner["name"]):
            fact = f"'{owner['name']}' is one name to systemd, but no {owner['key'].lower()} has a space in its name"
            yield Finding(0, NO_NAME, fact, *place_at(code, owner.start("name")))
    for wanted in WANTED.finditer(code):
        fact = "a comment begins only at the start of a line; systemd takes these words as unit names"
        yield Finding(0, NO_COMMENT, fact, *place_at(code, wanted.start("comment")), NO_COMMENT.remedy)


def misspelt_targets(code: str) -> Iterator[Finding]:
    for line in LINE.finditer(code):
        for found in WORD.finditer(code, line.start("words"), line.end("words")):
            name, known = found["target"], TARGETS.split()
            meant = "" if name in known else next((one for one in known if is_slip(name, one)), "")
            if meant:
                fact = f"systemd has no target '{found[0]}' of its own"
                hint = f"did you mean '{meant}.target'?"
                yield Finding(0, MISSPELT, fact, *place_at(code, found.start()), hint)


def unknown_capabilities(code: str) -> Iterator[Finding]:
    """Yield each word that is no capability: systemd leaves it out, and says nothing."""
    near = SuggestionFinder()
    for line in ALLOWED.finditer(code):
        for found in NAME.finditer(code, line.start("words"), line.end("words")):
            name, known = found["name"].upper(), CAPABILITIES.split()
            if name in known and found[0].upper() != name:
                continue
            begun = [one for one in known if one.startswith(name)]
            meant = begun[0] if len(begun) == 1 else near.find(name, known)
            hint = f"did you mean 'CAP_{meant}'?" if meant else "capabilities(7) lists them"
            yield Finding(0, MISSPELT, f"Linux has no capability '{found[0]}'", *place_at(code, found.start()), hint)
