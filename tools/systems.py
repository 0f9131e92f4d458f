"""The names of the packages of debian-packages.txt on other systems; docs/platforms.md shows the same table."""

import os
import sys
from pathlib import Path

LISTING = Path(__file__).resolve().parent.parent / "debian-packages.txt"
# Homebrew lacks these, or does not put their commands on the PATH.
NOT_ON_MACOS = ("chromium-headless-shell", "firefox-esr", "webkit2gtk-driver", "xvfb")


def for_snippets():
    """Return the packages that only the checks of snippets need: they are of no use where there is no sandbox."""
    section = LISTING.read_text(encoding="utf-8").partition("# proving snippets\n")[2].partition("\n\n")[0]
    return [line.split(None, 1)[0] for line in section.splitlines()]


# System -> the command that installs, and the package for each of Debian's that has another name there.
# "" means that no package has the command that we look for; checks that need it say so.
SYSTEMS = {
    "Fedora": (
        "sudo dnf install",
        {
            "apache2-bin": "",  # Fedora's program is called httpd
            "cron": "",  # cronie's crontab is another program
            "bind9-utils": "bind-utils",
            "chromium-headless-shell": "chromium",  # the tests take that, too
            "nginx-light": "nginx",
            "iptables": "iptables-nft",
            "default-jre-headless": "java-latest-openjdk-headless",
            "faketime": "libfaketime",
            "npm": "nodejs-npm",
            "python3-venv": "python3",
            "dnsmasq-base": "dnsmasq",
            "dovecot-core": "dovecot",
            "netplan.io": "",  # not packaged for it
            "samba-common-bin": "samba-common-tools",
            "firefox-esr": "",  # Fedora's program is called firefox
            "webkit2gtk-driver": "",  # its MiniBrowser is elsewhere
            "xvfb": "xorg-x11-server-Xvfb",
        },
    ),
    "Arch": (
        "sudo pacman -S --needed",
        {
            "apache2-bin": "",  # Arch's program is called httpd
            "cron": "",  # cronie's crontab is another program
            "bind9-utils": "bind",
            "chromium-headless-shell": "chromium",  # as above
            "nginx-light": "nginx",
            "openssh-server": "openssh",
            "default-jre-headless": "jre-openjdk-headless",
            "faketime": "libfaketime",
            "poppler-utils": "poppler",
            "python3-venv": "python",
            "dnsmasq-base": "dnsmasq",
            "dovecot-core": "dovecot",
            "rsyslog": "",  # not packaged for it
            "netplan.io": "",  # not packaged for it
            "samba-common-bin": "samba",
            "firefox-esr": "",  # as above
            "webkit2gtk-driver": "",  # as above
            "xvfb": "xorg-server-xvfb",
        },
    ),
    "macOS": (
        "brew install",
        {
            **dict.fromkeys([*for_snippets(), *NOT_ON_MACOS], ""),
            "default-jre-headless": "openjdk",
            "faketime": "libfaketime",
            "nodejs": "node",
            "npm": "node",
            "poppler-utils": "poppler",
            "python3-venv": "python",
        },
    ),
}
# What distributions call themselves in os-release(5), or are like.
LIKE = {"fedora": "Fedora", "rhel": "Fedora", "centos": "Fedora", "arch": "Arch"}
LACKS = {
    "macOS": "snippets are not checked: the sandbox needs Linux; builds are made by one process, and take longer",
    "Windows": "Faircopy does not run there; use Linux, for example in WSL 2",
}


def name_of_system(release="/etc/os-release"):
    """Return the name of a system of SYSTEMS, of Debian's family, or whatever this one calls itself."""
    if sys.platform == "darwin":
        return "macOS"
    if os.name == "nt":
        return "Windows"
    fields = fields_of(release)
    for name in [fields.get("ID", ""), *fields.get("ID_LIKE", "").split()]:
        if name in ("debian", "ubuntu"):
            return "Debian"
        if name in LIKE:
            return LIKE[name]
    return fields.get("NAME") or sys.platform


def fields_of(release):
    try:
        with open(release, encoding="utf-8") as file:  # noqa: PTH123  # a name
            lines = [line.strip().partition("=") for line in file]
    except OSError:
        return {}
    return {name: value.strip("\"'") for name, _, value in lines}


def advice(system, names):
    """Return the lines that say how to install Debian's packages `names` on another system."""
    if system not in SYSTEMS:
        return ["install the equivalents of these Debian packages: " + " ".join(names)]
    command, others = SYSTEMS[system]
    there = sorted({others.get(name, name) for name in names} - {""})
    nowhere = [name for name in names if others.get(name, name) == ""]
    lines = [command + " " + " ".join(there)] if there else []
    if nowhere:
        lines.append("not available on " + system + "; checks that need them say so: " + " ".join(nowhere))
    return lines
