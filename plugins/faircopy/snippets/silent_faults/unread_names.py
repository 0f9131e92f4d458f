"""Files in folders whose program reads only names with a certain ending, and passes over all others in silence."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import attrgetter
from posixpath import basename

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.snippets.excerpt import excerpt
from faircopy.snippets.model import Snippet

NAME_UNREAD = Rule(
    "SN120",
    Severity.WARNING,
    "a file is in a folder whose program reads only names of another form",
    "give the file the name that the message shows",
)
# Of Debian's packages and of the makers' own: the `include` lines of their main files, sysctl.d(5), systemd.unit(5),
# modprobe.d(5), netplan(5), sources.list(5), a2ensite(8).
ENDINGS = {
    ".conf": "|".join(
        (
            *(r"/etc/nginx/(?:conf|stream-conf)\.d/", r"/etc/apache2/(?:conf|sites)-(?:available|enabled)/"),
            *(r"/etc/httpd/conf\.d/", r"/etc/ssh/sshd?_config\.d/", r"/etc/rsyslog\.d/", r"/etc/dovecot/conf\.d/"),
            *(r"/etc/unbound/unbound\.conf\.d/", r"/etc/security/limits\.d/", r"/etc/NetworkManager/conf\.d/"),
            r"/(?:etc|run|lib)/(?:sysctl|modprobe|modules-load|tmpfiles|sysusers|binfmt|environment)\.d/",
            *(r"/systemd/(?:\S+/)?[^/]+\.d/", r"/etc/X11/xorg\.conf\.d/"),
        )
    ),
    ".yaml": r"/(?:etc|run|lib)/netplan/",
    ".rules": r"/etc/(?:udev|polkit-1)/rules\.d/",
    ".cnf": r"/etc/mysql/(?:mysql\.|mariadb\.)?conf\.d/",
    ".ini": r"/etc/php/[^/]+/[^/]+/conf\.d/",
    ".sh": r"/etc/profile\.d/",
}
FOLDERS = {ending: re.compile(rf"(?:.*)(?:{folders})(?P<name>[^/]+)") for ending, folders in ENDINGS.items()}
# Names that run-parts(8) passes over.
SCRIPTS = re.compile(
    r"/etc/(?:cron\.(?:hourly|daily|weekly|monthly)|update-motd\.d|kernel/\w+\.d|network/if-[\w-]+\.d)/"
    r"(?P<name>[^/]*[^A-Za-z0-9_/-][^/]*)"
)
# Kept out on purpose, made into another name, or read by another file.
OTHERS = re.compile(
    r"README|.*(?:~|\.(?:bak|old|orig|save|disabled|off|ext|example|sample|dist|in|j2|jinja2?|tmpl|template|erb|tpl|load))"
)


def unread_names(snippets: Iterable[Snippet]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each such file; its document may include it by its name."""
    for _, members in groupby(sorted(snippets, key=attrgetter("path")), key=attrgetter("path")):
        document = tuple(members)
        # One text, because there may be as many files as snippets; no name has this divider.
        text = "\0".join(one.code for one in document)
        start = 0
        for one in document:
            end = start + len(one.code)
            is_claim = not one.must_fail and one.check != "none"
            if one.file and is_claim and (wanted := readable_name(one.file)):
                name = basename(one.file)
                if text.find(name, 0, start) < 0 and text.find(name, end) < 0:
                    yield NAME_UNREAD.at(one.path, one.line, why(one.file, wanted), f"call it '{excerpt(wanted)}'")
            start = end + 1


def why(path: str, wanted: str) -> str:
    _, dot, ending = wanted.rpartition(".")
    if dot:
        return f"'{excerpt(path)}' is never read: in this folder only names that end in '.{ending}' are"
    name = "names may have only letters, digits, hyphens and underscores"
    return f"run-parts of Debian and Ubuntu never runs '{excerpt(path)}': {name}"


def readable_name(path: str) -> str:
    """Return a name by which the file would be read; "" if it is read as it is, or not meant to be."""
    if OTHERS.fullmatch(basename(path)):
        return ""
    if found := SCRIPTS.fullmatch(path):
        return re.sub(r"\.(?:sh|bash|py|pl)$", "", found["name"]).replace(".", "-")
    for ending, folder in FOLDERS.items():
        found = folder.fullmatch(path)
        if found and not found["name"].endswith(ending):
            stem = found["name"].removesuffix(".yml").removesuffix(".conf")
            return stem + ending
    return ""
