"""Whether a line of a plain shell fence looks like a command."""

import re
from collections.abc import Sequence

# What the shell itself knows, and programs whose names stand without options and paths as often as with them.
NAMES = """
[ [[ alias bg break builtin cat cd chgrp chmod chown clear command cp crontab curl cut date dd declare df diff dig dirs
docker du echo env eval exec exit export false fg file find for git go grep gzip head helm history host id ifconfig
if ip iptables jobs journalctl kill kubectl less let ln local ls lsof make man mkdir mount mv mysql nano nc nft
nginx node npm npx openssl passwd patch ping pip pip3 podman printf ps psql pwd python python3 read readonly return
rm rmdir rsync ruby scp sed select service set sh shift shopt sleep sort source ss ssh su systemctl tail tar tee
test time top touch tr trap true type ufw umask unalias uname uniq unset unzip vi vim wait watch wc wget while xargs
yarn zip apt apt-get apk dnf yum zypper pacman brew sudo bash zsh awk jq perl php cargo mvn gradle terraform ansible
ansible-playbook aws az gcloud redis-cli sqlite3 mysqldump pg_dump createdb dropdb useradd usermod groupadd
"""
COMMANDS = frozenset(NAMES.split())
# What stands before a command: words of the shell, programs that start others, and variables that are set for it.
LEADING = re.compile(
    r"(?:(?:if|then|elif|else|while|until|do|sudo(?: -\w+(?: \w+)?)?|doas|env|nohup|time|exec|command)\s+|[!({;|&]+\s*"
    r"|[A-Za-z_]\w*=(?:\"[^\"]*\"|'[^']*'|[^\s\"']*)\s+)*"
)
ASSIGNMENT = re.compile(r"(?:export\s+|local\s+|readonly\s+|declare\s+(?:-\w+\s+)?)?\$?[A-Za-z_]\w*(?:\[[^\]]*\])?\+?=")
STRUCTURE = re.compile(
    r"(?:if |while |until |elif |fi|done|esac|then|else|do|\}|\)|;;"
    r"|\[\[? |\(|case \S+ in|for \w+ in|function \w|[\w-]+\(\)\s*(?:\{|$))"
)
FIRST = re.compile(
    r"(?:\.{0,2}/|~/|\"?\$\{?\w++\}?\"?/?)?[A-Za-z0-9_.+-][\w.+-]*(?:/[\w.+${}-]+)*|\"?\$\{?\w+\}?\"?|\$\(.*"
)
ARGUMENT = re.compile(r"\s--?[A-Za-z]|\s[|>&<]|\$[\w({]|\s(?:\.{0,2}|~)/\w|\w://|[\"']|\s\{|\w=|\.\w+\s*$|@")
# A name with a colon behind it, or the word behind it has one: output, as in `libva info: …`.
PROSE = re.compile(r"[\w.-]+[:,!?](?:\s|$)|[\w.-]+ [\w.-]+:(?:\s|$)|[A-Z][a-z]+ [a-z]+ ")
GOES_ON = re.compile(r"(?:\\|\||&&|\|\|)\s*$")


def reads_as_command(lines: Sequence[str], number: int) -> bool:
    """Tell whether a line, counted from 1, belongs to a command."""
    at = min(number, len(lines)) - 1
    while at > 0 and (not lines[at].strip() or GOES_ON.search(lines[at - 1])):
        at -= 1
    text = lines[at].strip()
    if ASSIGNMENT.match(text) or STRUCTURE.match(text):
        return True
    leading = LEADING.match(text)
    words = text[leading.end() if leading else 0 :].split(maxsplit=1) or [""]
    first, rest = words[0], words[1] if len(words) > 1 else ""
    if first in COMMANDS:
        return True
    # Names of commands are written small.
    is_name = FIRST.fullmatch(first) is not None and not first[:1].isupper() and PROSE.match(f"{first} {rest}") is None
    return is_name and ARGUMENT.search(f" {rest}") is not None
