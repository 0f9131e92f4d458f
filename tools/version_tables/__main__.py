"""Make the tables of what newer versions of programs know, from the sources of their manuals.

    python tools/version_tables nginx PATH      # a clone of https://github.com/nginx/nginx.org
    python tools/version_tables openssh PATH    # a clone of https://github.com/openssh/openssh-portable, with tags
    python tools/version_tables systemd PATH    # a clone of https://github.com/systemd/systemd
    python tools/version_tables apache PATH     # a clone of https://github.com/apache/httpd, with its branches
    python tools/version_tables fail2ban PATH   # a clone of https://github.com/fail2ban/fail2ban, with tags
    python tools/version_tables nftables PATH   # a clone of https://git.netfilter.org/nftables, with tags
    python tools/version_tables dovecot PATH    # a clone of https://github.com/dovecot/documentation, with branches

Each prints a table in TOML, as `plugins/faircopy/snippets/checkers/_newer/` keeps it. A program is a module of this
folder: `SOURCE` is the address that the table names, `OLDEST` the oldest version in it, and `table` reads the clone.
OLDEST leaves out what every maintained system has (Debian 10 has nginx 1.14; Debian 9 has OpenSSH 7.4).
"""

import sys
from collections.abc import Iterator

import apache
import dovecot
import fail2ban
import nftables
import nginx
import openssh
import systemd
from sources import Table, numbers

PROGRAMS = {each.__name__: each for each in (apache, dovecot, fail2ban, nftables, nginx, openssh, systemd)}


def toml(source: str, table: Table) -> Iterator[str]:
    """Yield the lines of a table in TOML."""
    yield f'source = "{source}"'
    for kind, versions in table.items():
        if not versions:
            continue
        yield f"\n[{kind}]"
        for version in sorted(versions, key=lambda one: numbers(one or "0")):
            names = "\n".join(f'    "{name}",' for name in versions[version])
            yield f'"{version}" = [\n{names}\n]'


def main() -> None:
    name, folder = sys.argv[1:]
    program = PROGRAMS[name]
    sys.stdout.write("\n".join(toml(program.SOURCE, program.table(folder))) + "\n")


if __name__ == "__main__":
    main()
