"""Apache configuration, by apache2's own test, with the modules of Debian's apache2-bin loaded, and no others there."""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import replace
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets import rules
from faircopy.snippets.checkers import _newer
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import (
    Includes,
    apache_includes,
    included_files,
)
from faircopy.snippets.checkers._nearest import Nearest
from faircopy.snippets.checkers._newer.third_parties import APACHE, module_of, of_a_module
from faircopy.snippets.checkers._programs import apache_loadings, facts_of
from faircopy.snippets.checkers._stubs import certificate, name_files, stand_ins
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot, is_below, program_folders
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN320", Severity.ERROR, "Apache refuses it")
UNKNOWN = Rule("SN321", Severity.ERROR, "Apache and its modules have no such directive")

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
# Of Apache's own modules, those that are not loaded here: taken on trust, and the level says so.
NOT_CHECKED = re.compile(r"Lua[A-Z]\w*|MDomain\w*", re.IGNORECASE)
FILES = re.compile(
    r"^[ \t]*SSL(?:Proxy)?(?:Certificate|CACertificate|MachineCertificate)(?:Key|Chain)?File"
    r"\s+[\"']?(?P<path>/[^\s\"']+)",
    re.MULTILINE | re.IGNORECASE,
)
USERS = re.compile(r"^[ \t]*(?:User|Group|SuexecUserGroup)[ \t]+(?P<names>[^\n#]+)", re.MULTILINE | re.IGNORECASE)
MESSAGE = re.compile(r"Syntax error on line (?P<line>\d+) of (?P<file>/\S+?):\s+(?P<message>(?!\s|Syntax error).*)")
PLAIN = re.compile(r"^AH\d+: (?:apache2: )?(?P<message>.*)$", re.MULTILINE)
WORD = re.compile(r'"([^"]*)"|(\S+)')
INVALID = re.compile(r"Invalid command '(?P<name>[^']*)'")
# The folder of a log, and modules that the machine lacks: apache2 has by then read all the lines above.
AFTERWARDS = re.compile(r"AH02291|AH00014|AH00016")
OF_THE_MACHINE = re.compile(
    r"Cannot load \S+ into server|does not exist or is empty|could not open|Could not open|Invalid Mutex directory"
)
ACCEPTED = "Syntax OK"
INCLUDES = Includes(
    apache_includes,
    "/etc/apache2",
    (*STOCK, "/etc/apache2/*[*]*", *(f"/etc/apache2/{kind}-enabled" for kind in ("mods", "conf", "sites"))),
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    context = snippet.context or ("directory" if fnmatch(snippet.file or "", "*/.htaccess") else "server")
    everything = "\n".join([snippet.code, *files.values()])
    if refusals := tuple(programs_in(snippet.code, files)):
        return Judgement(Level.PARSED, refusals[:1])
    judged = judge_loaded(snippet.code, files, context, sandbox)
    refused = stubs_for({**STOCK, **files}, everything, snippet.code, sandbox)[1]
    return replace(judged, findings=(*judged.findings, *refused))


def programs_in(code: str, files: Mapping[str, str]) -> Iterator[Finding]:
    """Yield the refusal of each place where the code, or a file of the group that it includes, is to run a program.

    This is for a good message. What keeps a snippet from being run is that no file of a post can be a library, and
    that the sandbox has no module that runs what it reads.
    """
    texts = {"": code, **{path: files[path] for path in included_files(code, files, INCLUDES)}}
    for fact, line in facts_of({path: apache_loadings(text) for path, text in texts.items()}):
        yield Finding(0, rules.CHECK_REFUSED, fact, line, hint='write check="none" reason="…"')


def judge_loaded(code: str, files: Mapping[str, str], context: str, sandbox: Sandbox) -> Judgement:
    everything = "\n".join([code, *files.values()])
    laid = {**files, CHECKED: code}
    tested = run_apache(laid, context, everything, sandbox)
    if not stops_at_others(tested, sandbox):
        return judgement_of(tested, Level.LOADED, sandbox)
    # All such lines at once: Apache stops at the first, and a process for each would be as many as an author likes.
    known, have = {name.lower() for name in directives(sandbox.kind)}, find_version(sandbox) or ""
    news = [*notes_on_others(code, known, have)]
    laid = {path: without_others(text, known, have) for path, text in laid.items()}
    judged = judgement_of(run_apache(laid, context, everything, sandbox), Level.PARSED, sandbox)
    return replace(judged, findings=(*judged.findings, *news))


def run_apache(files: Mapping[str, str], context: str, code: str, sandbox: Sandbox) -> Completed:
    root = root_for({**STOCK, **files}, context, code, sandbox)
    return sandbox.run(["apache2", "-t", "-d", "/etc/apache2", "-f", WRAPPER], root)


def root_for(laid: Mapping[str, str], context: str, code: str, sandbox: Sandbox) -> SandboxRoot:
    users = [name for found in USERS.finditer(code) for name in found["names"].split()]
    stubs, _ = stubs_for(laid, code, code, sandbox)
    return root_of({**stubs, **laid, WRAPPER: preamble() + WRAPPERS[context], **name_files(code, users)})


def root_of(files: Mapping[str, str | bytes]) -> SandboxRoot:
    """Return the root for apache2, in which it finds the modules that are loaded, and no others."""
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


def stubs_for(laid: Mapping[str, str], code: str, own: str, sandbox: Sandbox) -> tuple[dict[str, str], list[Finding]]:
    return stand_ins(FILES.finditer(code), certificate(sandbox.kind) or "", laid, own)


@cache
def preamble() -> str:
    """Return the lines above a fragment: Debian's modules and variables, and the least that Apache asks for."""
    loaded = "".join(f"LoadModule {name_of(path)}_module {path}\n" for path in modules())
    defined = "".join(f"Define {name} {value}\n" for name, value in VARIABLES.items())
    return f"{loaded}{defined}ServerName localhost\nErrorLog /var/log/error.log\nPidFile /run/apache2.pid\n"


@cache
def modules() -> tuple[Path, ...]:
    """Return the modules that are loaded: those that apache2-bin brought; what else lies there may run anything."""
    try:
        brought = PACKAGE.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ()
    paths = [Path(line) for line in brought if fnmatch(line, f"{MODULES}/mod_*.so")]
    return tuple(path for path in sorted(paths) if name_of(path) not in NOT_LOADED and path.is_file())


def name_of(module: Path) -> str:
    return module.stem.removeprefix("mod_")


def stops_at_others(tested: Completed, sandbox: Sandbox) -> bool:
    """Tell whether Apache stops only because a line belongs to a module of another package, or a newer Apache."""
    match = MESSAGE.search(tested.stderr)
    invalid = INVALID.search(match["message"]) if match else None
    unknown = bool(invalid and is_of_another(invalid["name"], find_version(sandbox) or ""))
    return unknown or bool(match and "Cannot load" in match["message"])


def is_of_another(name: str, have: str) -> bool:
    """Tell whether a directive is known to be one of another module, of a newer Apache, or of an older one."""
    return bool(module_of(name, APACHE, re.IGNORECASE) or NOT_CHECKED.fullmatch(name) or news_of(name, have, 1))


def news_of(name: str, have: str, line: int) -> Finding | None:
    """Return what is to be said of a directive that another version of Apache knows, however it is written."""
    table = _newer.table("apache", "Apache")
    known = next((one for one in (*table.since, *table.gone) if one.lower() == name.lower()), None)
    return table.finding(known, have, line) if known else None


def notes_on_others(code: str, known: Container[str], have: str) -> Iterator[Finding]:
    """Yield what is to be said of each module that a line is of, at its first line, and of each line that is newer."""
    reported: set[str] = set()
    for number, line in enumerate(code.split("\n"), 1):
        name = next((found[1] or found[2] for found in WORD.finditer(line)), "")
        if name.startswith("#") or name.lower() in known:
            continue
        module = module_of(name, APACHE, re.IGNORECASE)
        if module and module not in reported:
            reported.add(module)
            yield of_a_module(name, module, number)
        elif not module and (news := news_of(name, have, number)):
            yield news


def without_others(code: str, known: Container[str], have: str) -> str:
    """Return the code with a comment in the place of each line that belongs to a module of another package.

    `known` are the directives that Apache and the loaded modules have, in lower case.
    """
    lines = code.split("\n")
    start = 0
    for number, line in enumerate(lines):
        if line.endswith("\\") and number + 1 < len(lines):
            continue
        # As Apache reads it: what the backslashes join is one line, and a name may have quotes around it.
        joined = "".join(part.removesuffix("\\") for part in lines[start:number]) + line
        if is_of_others(joined, known, have):
            lines[start : number + 1] = ["#"] * (number + 1 - start)
        start = number + 1
    return "\n".join(lines)


def is_of_others(line: str, known: Container[str], have: str) -> bool:
    words = [found[1] or found[2] for found in WORD.finditer(line)]
    if not words:
        return False
    if words[0].lower() == "loadmodule":
        return len(words) == 3 and MODULES / Path(words[2]).name not in modules()
    return words[0].lower() not in known and is_of_another(words[0], have)


def judgement_of(tested: Completed, level: Level, sandbox: Sandbox) -> Judgement:
    accepted = ACCEPTED in tested.stdout + tested.stderr
    if accepted != (tested.status == 0):
        return Judgement(Level.PARSED, (unparsed("apache2", tested),))
    match = MESSAGE.search(tested.stderr)
    if accepted or (match is None and AFTERWARDS.search(tested.stderr)):
        return Judgement(level)
    plain = PLAIN.findall(tested.stderr)
    if match is None and not plain:
        return Judgement(Level.PARSED, (unparsed("apache2", tested),))
    message = match["message"].removeprefix(f"{CHECKED}:{match['line']}: ") if match else plain[-1]
    if OF_THE_MACHINE.search(message):
        return Judgement(Level.PARSED)
    line = int(match["line"]) if match and match["file"] == CHECKED else 0
    where = f"in '{match['file']}', line {match['line']}: " if match and match["file"] != CHECKED else ""
    # What Apache says of another file it does not say of this snippet.
    own = "" if where else message
    invalid = INVALID.search(message)
    if invalid:
        fact = f"'{invalid['name']}' is no directive of Apache or its modules"
        hint = Nearest().hint(invalid["name"], directives(sandbox.kind)) or 'of another module? check="none" reason="…"'
        return Judgement(level, (Finding(0, UNKNOWN, where + fact, line, hint=hint, tool_message=own),))
    hint = 'say where the fragment stands: context="…"' if "not allowed" in message else ""
    return Judgement(level, (Finding(0, REFUSED, where + lower_first(message), line, hint=hint, tool_message=own),))


@cache
def directives(kind: str | None) -> frozenset[str]:
    """Return the directives that Apache and the loaded modules have, as it prints them."""
    root = root_of({WRAPPER: preamble(), **name_files("", ())})
    printed = Sandbox(kind).run(["apache2", "-L", "-d", "/etc/apache2", "-f", WRAPPER], root).stdout
    return frozenset(re.findall(r"^([A-Z]\w+) \(", printed, re.MULTILINE))


def find_version(sandbox: Sandbox) -> str | None:
    # Without the package's list nobody knows which modules are its own.
    return program_version(sandbox, "apache2", ("-v",), r"Apache/(\S+)") if modules() else None


CHECKER = EachChecker(
    name="apache",
    tool="Apache",
    command="`apache2 -t`",
    level=Level.LOADED,
    programs={"apache2": "apache2-bin", "openssl": "openssl"},
    judge=judge,
    find_version=find_version,
    version=2,
    files=("/etc/apache2/*", "/etc/httpd/*", "*/.htaccess", "*/httpd.conf"),
    fragment_languages=frozenset({"apache", "apacheconf"}),
    contexts=frozenset(WRAPPERS),
    includes=INCLUDES,
)
