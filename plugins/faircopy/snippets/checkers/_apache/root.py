"""The sandbox for Apache: Debian's modules and variables, and no other modules."""

import re
from collections.abc import Mapping
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from faircopy.snippets.checkers._each import CHECKED
from faircopy.snippets.checkers._stubs import name_files
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.sandbox.root import SandboxRoot, is_below, program_folders
from faircopy.snippets.sandbox.runner import Sandbox

WRAPPER = "/etc/apache2/.wrapper.conf"
INNER = f"Include {CHECKED}\n"
WRAPPERS = {
    "server": INNER,
    "vhost": f"<VirtualHost *:80>\n{INNER}</VirtualHost>\n",
    "directory": f'<Directory "/var/www/html">\n{INNER}</Directory>\n',
    "location": f'<Location "/snippet">\n{INNER}</Location>\n',
}
# What Debian's envvars sets before apache2 starts.
VARIABLES = {
    "APACHE_RUN_USER": "www-data",
    "APACHE_RUN_GROUP": "www-data",
    "APACHE_PID_FILE": "/run/apache2.pid",
    "APACHE_RUN_DIR": "/run",
    "APACHE_LOCK_DIR": "/run",
    "APACHE_LOG_DIR": "/var/log",
}
STOCK = {
    "/etc/apache2/ports.conf": "",
    "/etc/apache2/magic": "",
    "/etc/apache2/mime.types": "",
    "/etc/letsencrypt/options-ssl-apache.conf": "",
}
MODULES = Path("/usr/lib/apache2/modules")
PACKAGE = Path("/var/lib/dpkg/info/apache2-bin.list")  # the files that the package brought, one a line
# Only one of the mpm_ modules can be loaded; suexec wants to be root; lua is for programs, which are not run here.
NOT_LOADED = ("mpm_prefork", "mpm_worker", "suexec", "lua")


def root_of(files: Mapping[str, str | bytes]) -> SandboxRoot:
    """Return the root for apache2, which contains only the modules that are loaded."""
    others = [path for path in sorted(MODULES.glob("*")) if path not in modules()]
    # By what it is a link to; what lies outside of the programs' folders is in no sandbox.
    places = {str(path.resolve()): path for path in others}
    seen = {place: path for place, path in places.items() if is_below(place, program_folders())}
    return SandboxRoot(
        files,
        bind_mounts={place: "/dev/null" for place, path in seen.items() if path.is_file()},
        hidden=tuple(place for place, path in seen.items() if path.is_dir()),
        writable=("/var/log",),
    )


@cache
def preamble() -> str:
    """Return the lines above a fragment: Debian's modules and variables, and Apache's required directives."""
    loaded = "".join(f"LoadModule {name_of(path)}_module {path}\n" for path in modules())
    defined = "".join(f"Define {name} {value}\n" for name, value in VARIABLES.items())
    return f"{loaded}{defined}ServerName localhost\nErrorLog /var/log/error.log\nPidFile /run/apache2.pid\n"


@cache
def modules() -> tuple[Path, ...]:
    """Return the modules to load: only those of apache2-bin, because others may run anything."""
    try:
        brought = PACKAGE.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ()
    paths = [Path(line) for line in brought if fnmatch(line, f"{MODULES}/mod_*.so")]
    return tuple(path for path in sorted(paths) if name_of(path) not in NOT_LOADED and path.is_file())


def name_of(module: Path) -> str:
    return module.stem.removeprefix("mod_")


@cache
def list_of_directives(kind: str | None) -> str:
    """Return what Apache prints of the directives that it and the loaded modules have."""
    root = root_of({WRAPPER: preamble(), **name_files("", ())})
    return Sandbox(kind).run(["apache2", "-L", "-d", "/etc/apache2", "-f", WRAPPER], root).stdout


@cache
def directives(kind: str | None) -> frozenset[str]:
    """Return the directives of Apache and the loaded modules, as Apache prints them."""
    return frozenset(re.findall(r"^([A-Z]\w+) \(", list_of_directives(kind), re.MULTILINE))


def find_version(sandbox: Sandbox) -> str | None:
    # Without the package's list nobody knows which modules are its own.
    return program_version(sandbox, "apache2", ("-v",), r"Apache/(\S+)") if modules() else None
