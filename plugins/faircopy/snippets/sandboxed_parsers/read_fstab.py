"""File systems to mount, as fstab(5) has them: what mount would refuse, or a machine would not start with."""

import re
from collections.abc import Iterator

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""

FIELD = re.compile(r"[^ \t]+")
NAMES = ("device", "mount point", "type", "options", "dump", "order of checks")
MIN_FIELDS = 3  # mount takes `defaults` for options that are not there
UUID = re.compile(r"(?:PART)?UUID=(?P<quote>\"?)[0-9A-Fa-f][0-9A-Fa-f-]{2,35}(?P=quote)")
# mount(8) knows these.
TAGS = ("UUID", "LABEL", "PARTUUID", "PARTLABEL", "ID")
# Not mounted anywhere.
NOWHERE = ("none", "swap")
CHECKS = ("0", "1", "2")


def faults(text: str) -> list[Fault]:
    return list(faults_of(text.split("\n")))


def faults_of(lines: list[str]) -> Iterator[Fault]:
    seen: set[str] = set()
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        fields = list(FIELD.finditer(line.rstrip("\r")))
        words = [field[0] for field in fields]
        found = next(field_faults(words), None)
        if found is not None:
            kind, index, message = found
            column = fields[min(index, len(fields) - 1)].start() + 1
            yield kind, number, column, *2 * (message,)
        elif words[1] in seen and words[1] not in NOWHERE:
            fact = f"'{words[1]}' is already the mount point of a line above"
            yield "duplicate", number, fields[1].start() + 1, fact, ""
        else:
            seen.add(words[1])


def field_faults(words: list[str]) -> Iterator[tuple[str, int, str]]:
    """Yield the kind of each fault, the index of its field, and the fact."""
    if len(words) < MIN_FIELDS:
        yield "fields", len(words) - 1, f"the {NAMES[len(words)]} is missing"
        return
    yield from device_faults(words[0])
    if not words[1].startswith("/") and words[1] not in NOWHERE:
        yield "fields", 1, f"'{words[1][:60]}' is not a mount point: it does not begin with '/'"
    options = words[3].split(",") if len(words) > MIN_FIELDS else []
    if "default" in options:
        yield "value", 3, "there is no option 'default'; it is called 'defaults'"
    if any(not option for option in options) and len(words) > 4 and not words[4].isdigit():  # fstab(5)'s fifth
        yield "fields", 3, f"the options have a space after '{words[3][:60]}'"
    for index in (4, 5):
        if len(words) > index and not words[index].isdigit():
            yield "fields", index, f"the {NAMES[index]} must be a number, not '{words[index][:60]}'"
    if len(words) > 5 and words[5] not in CHECKS:  # the sixth
        yield "value", 5, f"the order of checks is 0, 1 or 2, not '{words[5][:20]}'"
    if len(words) > len(NAMES) and not words[len(NAMES)].startswith("#"):
        yield "fields", len(NAMES), "there are more than six fields; a space in a path is written '\\040'"


def device_faults(device: str) -> Iterator[tuple[str, int, str]]:
    tag, equals, _ = device.partition("=")
    if "UUID=" in device and not UUID.fullmatch(device):
        yield "value", 0, f"'{device[:60]}' is not the UUID of a file system"
    elif equals and re.fullmatch(r"[A-Z]+", tag) and tag not in TAGS:
        yield "value", 0, f"mount knows no tag '{tag[:40]}=', but {', '.join(TAGS)}"
