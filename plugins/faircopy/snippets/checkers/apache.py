"""Apache configuration, by apache2's own test, with the modules of Debian's apache2-bin loaded, and no others there."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets import rules
from faircopy.snippets.checkers._apache.htaccess import is_htaccess, misplaced
from faircopy.snippets.checkers._apache.numbers import no_numbers
from faircopy.snippets.checkers._apache.old_access import shut_sections
from faircopy.snippets.checkers._apache.other_modules import (
    INVALID,
    MESSAGE,
    notes_on_others,
    stops_at_others,
    without_others,
)
from faircopy.snippets.checkers._apache.plain import (
    CONTEXTS,
    OF_THE_TEXT,
    OTHER_BEGINNINGS,
    is_inside,
    whole,
    without_brackets,
)
from faircopy.snippets.checkers._apache.proxied import lost_slashes
from faircopy.snippets.checkers._apache.root import (
    STOCK,
    WRAPPER,
    WRAPPERS,
    directives,
    find_version,
    preamble,
    root_of,
)
from faircopy.snippets.checkers._apache.warnings import shell_variables, warnings_in
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import (
    Includes,
    apache_includes,
    included_files,
    outside,
)
from faircopy.snippets.checkers._nearest import SuggestionFinder, is_misspelt
from faircopy.snippets.checkers._plain.files import filled_in_only, is_filled_in, kind_of_file, reading_of
from faircopy.snippets.checkers._plain.readings import first_error, has_error, other_text
from faircopy.snippets.checkers._programs import apache_loadings, facts_of
from faircopy.snippets.checkers._stubs import certificate, name_files, stand_ins
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN320", Severity.ERROR, "Apache refuses it")
UNKNOWN = Rule("SN321", Severity.ERROR, "Apache and its modules have no such directive")

FILES = re.compile(
    r"^[ \t]*SSL(?:Proxy)?(?:Certificate|CACertificate|MachineCertificate)(?:Key|Chain)?File"
    r"\s+[\"']?(?P<path>/[^\s\"']+)",
    re.MULTILINE | re.IGNORECASE,
)
USERS = re.compile(r"^[ \t]*(?:User|Group|SuexecUserGroup)[ \t]+(?P<names>[^\n#]+)", re.MULTILINE | re.IGNORECASE)
# Apache looks for the folder of the main server as it reads.
ROOT = re.compile(
    r"^[ \t]*DocumentRoot[ \t]+[\"']?(?P<folder>/(?![^\s\"']*\.\.)[^\s\"']+)", re.MULTILINE | re.IGNORECASE
)
PLAIN = re.compile(r"^AH\d+: (?:apache2: )?(?P<message>.*)$", re.MULTILINE)
# The folder of a log, and modules that the machine lacks: apache2 has by then read all the lines above.
AFTERWARDS = re.compile(r"AH02291|AH00014|AH00016")
OF_THE_MACHINE = re.compile(
    r"Cannot load \S+ into server|does not exist or is empty|could not open|Could not open|Invalid Mutex directory"
)
# What may stand behind `Require`: https://httpd.apache.org/docs/2.4/mod/mod_authz_core.html and its neighbours.
PROVIDER = re.compile(r"unknown Authz provider: (?P<name>\S+)")
PROVIDERS = (
    *(
        "all",
        "env",
        "expr",
        "file-group",
        "file-owner",
        "forward-dns",
        "group",
        "host",
        "ip",
        "ldap-attribute",
        "ldap-dn",
    ),
    *("ldap-filter", "ldap-group", "ldap-search", "ldap-user", "local", "method", "not", "user", "valid-user"),
)
ACCEPTED = "Syntax OK"
INCLUDES = Includes(
    apache_includes,
    "/etc/apache2",
    (*STOCK, "/etc/apache2/*[*]*", *(f"/etc/apache2/{kind}-enabled" for kind in ("mods", "conf", "sites"))),
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    context = snippet.context or ("directory" if is_htaccess(snippet.file) else "server")
    everything = "\n".join([snippet.code, *files.values()])
    if refusals := tuple(programs_in(snippet.code, files)):
        return Judgement(Level.PARSED, refusals[:1])
    judged = judge_loaded(snippet.code, files, context, sandbox)
    if is_htaccess(snippet.file):
        judged = in_htaccess(judged, snippet.code, sandbox)
    refused = stubs_for({**STOCK, **files}, everything, snippet.code, sandbox)[1]
    return replace(judged, findings=(*judged.findings, *refused, *silent_faults(snippet.code)))


def in_htaccess(judged: Judgement, code: str, sandbox: Sandbox) -> Judgement:
    """Return a judgement with what Apache would take in its own files, and refuses in a .htaccess."""
    placed = [
        Finding(
            0,
            REFUSED,
            f"'{name}' is not allowed in a .htaccess file",
            line,
            hint="it belongs in the server's own files",
        )
        for line, name in misplaced(code, sandbox.kind)
    ]
    lines = {one.line for one in placed}
    return replace(judged, findings=(*(one for one in judged.findings if one.line not in lines), *placed))


def judge_plain(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing where Apache comes furthest with it, by what harms who copies it."""
    if kind := kind_of_file(snippet.code, OTHER_BEGINNINGS):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    reading = reading_of(snippet.code, INCLUDES)
    code = whole(filled_in_only(reading.code))
    if outside(code, {}, INCLUDES) or any(programs_in(code, {})):
        return Judgement(Level.PARSED, reading.findings)
    best, furthest = Judgement(Level.PARSED), -1
    for context in CONTEXTS:
        judged = judge_loaded(code, {}, context, sandbox)
        line = first_error(judged) if has_error(judged) else len(code)
        if line > furthest:
            best, furthest = judged, line
        if not has_error(judged):
            break
    own = [one for one in best.findings if one.rule not in (REFUSED, UNKNOWN) or is_harm(one, snippet.code, code)]
    return Judgement(best.level, (*reading.findings, *own, *silent_faults(code)))


def silent_faults(code: str) -> Iterator[Finding]:
    yield from no_numbers(code)
    yield from lost_slashes(code)
    yield from shut_sections(code)
    yield from shell_variables(code)


def is_harm(finding: Finding, code: str, read: str) -> bool:
    """Tell whether a finding is about the text as it is copied; `read` is what Apache was given of it."""
    if finding.line < 1 or not is_filled_in(without_brackets(code), finding.line):
        return False
    if finding.rule is UNKNOWN:
        return is_misspelt(finding)
    if provider := PROVIDER.search(finding.message):
        # Modules of others have more of them.
        return bool(get_close_matches(provider["name"], PROVIDERS, 1, 0.75))
    if "not allowed" in finding.message:
        return is_inside(read, finding.line)
    return OF_THE_TEXT.search(finding.message) is not None


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
        judged = judgement_of(tested, Level.LOADED, sandbox)
        return judged if judged.findings else replace(judged, findings=tuple(warnings_in(tested.stderr, code)))
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
    stubs |= {f"{found['folder'].rstrip('/')}/.there": "" for found in ROOT.finditer(code)}
    return root_of({**stubs, **laid, WRAPPER: preamble() + WRAPPERS[context], **name_files(code, users)})


def stubs_for(laid: Mapping[str, str], code: str, own: str, sandbox: Sandbox) -> tuple[dict[str, str], list[Finding]]:
    return stand_ins(FILES.finditer(code), certificate(sandbox.kind) or "", laid, own)


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
        fact = f"'{invalid['name']}' is not a directive of Apache or its modules"
        hint = (
            SuggestionFinder().hint(invalid["name"], directives(sandbox.kind))
            or 'if another module has it: check="none" reason="…"'
        )
        return Judgement(level, (Finding(0, UNKNOWN, where + fact, line, hint=hint, tool_message=own),))
    hint = 'say where the fragment belongs: context="…"' if "not allowed" in message else ""
    return Judgement(level, (Finding(0, REFUSED, where + lower_first(message), line, hint=hint, tool_message=own),))


CHECKER = EachChecker(
    name="apache",
    tool="Apache",
    command="`apache2 -t`",
    level=Level.LOADED,
    programs={"apache2": "apache2-bin", "openssl": "openssl"},
    judge=judge,
    find_version=find_version,
    version=8,
    files=("/etc/apache2/*", "/etc/httpd/*", "*/.htaccess", "*/httpd.conf"),
    languages=frozenset({"apache", "apacheconf", "htaccess"}),
    fragment_languages=frozenset({"apache", "apacheconf", "htaccess"}),
    contexts=frozenset(WRAPPERS),
    plain=judge_plain,
    includes=INCLUDES,
)
