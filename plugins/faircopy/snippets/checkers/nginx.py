"""nginx configuration, by crossplane, and by nginx's own test where nginx is installed."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import Includes, nginx_includes, outside
from faircopy.snippets.checkers._newer import NEEDS_NEWER
from faircopy.snippets.checkers._newer.third_parties import OF_A_MODULE
from faircopy.snippets.checkers._nginx.contexts import likeliest_contexts, without_tables
from faircopy.snippets.checkers._nginx.lost_dollars import lost_dollars
from faircopy.snippets.checkers._nginx.places import ELSEWHERE, STOCK, WRAPPER, WRAPPERS, context_of
from faircopy.snippets.checkers._nginx.plain import guess_language, harmful_of, is_misplaced, reading_of
from faircopy.snippets.checkers._nginx.warnings import warnings_in
from faircopy.snippets.checkers._nginx.words import open_quote, without_news
from faircopy.snippets.checkers._plain.readings import no_slip, other_text
from faircopy.snippets.checkers._programs import nginx_loads
from faircopy.snippets.checkers._sandboxed import Fault, ask_parser, package_version
from faircopy.snippets.checkers._stubs import certificate, name_files, stand_ins
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN310", Severity.ERROR, "nginx refuses it")
UNKNOWN = Rule("SN311", Severity.ERROR, "nginx has no such directive")

INCLUDES = Includes(nginx_includes, "/etc/nginx", (*STOCK, "/etc/nginx/*[*]*", "/usr/share/nginx/modules/[*].conf"))
MODULES = Path("/usr/lib/nginx/modules")
CERTIFICATE = re.compile(
    r"^[ \t]*(?:ssl|proxy_ssl|grpc_ssl|uwsgi_ssl)_(?:client_|trusted_)?certificate(?:_key)?"
    r"\s+[\"']?(?P<path>[^\s;\"']+)",
    re.MULTILINE,
)
USER = re.compile(r"^[ \t]*user[ \t]++(?P<names>[^;\n]+);", re.MULTILINE)
EMERGENCY = re.compile(
    r"\[(?:emerg|alert)\] \d+#\d+: (?P<message>.*?)(?: in (?P<file>/\S+):(?P<line>\d+))?$", re.MULTILINE
)
# nginx opens, binds and makes things only after it has taken the whole configuration.
AFTERWARDS = re.compile(r"(?:open|mkdir|chown|bind|socket|listen)\(\).* failed")
# Said at the end, when nginx has taken all lines; crossplane may be older than some of them.
READ_ALL = re.compile(r"no \"events\" section")
# What the sandbox has no stand-in for.
OF_THE_MACHINE = re.compile(r"cannot load certificate|BIO_new_file|PEM_read|dlopen\(\)|SSL_CTX_load|is not installed")
ACCEPTED = "test is successful"
UNEXPECTED_BRACE, NOT_ENDED = re.compile(r"unexpected \"[{}]\""), re.compile(r"is not terminated by")
SAME_TYPE = re.compile(r"^duplicate MIME type")  # which harms nobody
BARE_BRACES = re.compile(r"\s*(?:location\s+~\*?|rewrite|if)\s[^\"']*[\w\])]\{\d")
HINTS = {
    "unexpected": 'a directive ends with ";", a block with "}"',
    "not terminated": 'a directive ends with ";", a block with "}"',
    "invalid number of arguments": 'count its values; a missing ";" makes the next line part of it',
    "invalid URL prefix": "write http:// or https:// before the address",
    "cannot have URI part": "remove everything after host and port, even a single slash",
    "is duplicate": "keep one of them",
    "duplicate default server": "keep default_server in one of the servers",
    "unknown log format": "define it with log_format, in http",
    "invalid condition": "a condition has one comparison: $a = b, $a != b or $a ~ pattern; a single = means equality",
    "is defined for the": "add ssl_certificate and ssl_certificate_key",
    "directive invalid value": "write a size like 10m, a time like 30s, 5m, 2h or 7d, without a space",
    "invalid return code": "write the code first: return 302 /login;",
    "invalid variable name": "the name of a variable begins with $",
    "invalid port": "a port is a number up to 65535",
}
OF_OTHER_LANGUAGES = {
    "//": "a comment begins with '#'",
    "/*": "a comment begins with '#', on each line",
    "else": "nginx has no else: write a second if, or a map",
}
UNKNOWN_DIRECTIVE = re.compile(r"unknown directive \"(?P<name>[^\"]*)\"")


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    return judge_in(snippet.context or context_of(snippet.file or ""), snippet, files, sandbox)


def judge_plain(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge a fence that claims nothing where it fits best, by what harms who copies it."""
    if kind := guess_language(snippet.code):
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    reading = reading_of(snippet.code)
    read = replace(snippet, code=reading.code)
    if outside(reading.code, {}, INCLUDES):
        return Judgement(Level.PARSED, (no_slip(snippet, Finding(0, REFUSED, "an include that has no end", 1)),))
    judged = judge_where_it_fits(read, sandbox)
    news = [one for one in judged.findings if one.rule not in (REFUSED, UNKNOWN) and not SAME_TYPE.search(one.message)]
    found = [one for one in judged.findings if one.rule in (REFUSED, UNKNOWN)]
    level = Level.PARSED if found else judged.level
    return Judgement(level, (*reading.findings, *harmful_of(found, snippet.code, reading.code, UNKNOWN), *news))


def judge_where_it_fits(snippet: Snippet, sandbox: Sandbox) -> Judgement:
    """Judge a part of a file in the first place where nginx lets its outermost directives stand."""
    first, *others = likeliest_contexts(snippet.code, nginx_version(sandbox), sandbox)
    tried = []
    # Most have blocks of http in mind, unless nothing else fits.
    for context in (first, *(one for one in others if "stream" not in one)):
        tried.append(judge_in(context, snippet, {}, sandbox))
        if not any(is_misplaced(one, snippet.code) for one in tried[-1].findings):
            return tried[-1]
    return tried[0]


# Defined at `http`, above the place where a fragment stands.
DEFINED_ABOVE = re.compile(r"zero size shared memory zone")


def judge_in(context: str, snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    version = nginx_version(sandbox)
    code, news = without_news(snippet.code, context, version) if version else (snippet.code, [])
    judged = judge_known(code, context, files, sandbox)
    level = Level.PARSED if any(one.rule in (NEEDS_NEWER, OF_A_MODULE) for one in news) else judged.level
    return Judgement(level, (*judged.findings, *news))


def judge_known(code: str, context: str, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    """Judge code without what is newer than the nginx of this machine."""
    laid = {**STOCK, **files, CHECKED: code, WRAPPER: WRAPPERS[context] + "\n"}
    parsed = ask_parser(sandbox, "read_nginx", WRAPPER, package="crossplane", files=laid)
    if isinstance(parsed, Finding):
        return Judgement(Level.PARSED, (parsed,))
    faults = [fault for fault in without_tables(parsed, code) if fault[0] in (CHECKED, *files)]
    everything = "\n".join([code, *files.values()])
    # What nginx would load or run as it reads, crossplane only reads.
    if sandbox.find("nginx") is None or nginx_loads([code, *files.values()]):
        return Judgement(Level.PARSED, tuple(of_crossplane(faults)))
    pem = certificate(sandbox.kind) or ""
    laid |= {ELSEWHERE: pem}
    stubs, refused = stand_ins(CERTIFICATE.finditer(everything), pem, laid, code)
    judged = of_nginx(run_nginx({**stubs, **laid}, context, everything, sandbox), faults)
    above = context not in ("main", "http")
    own = (one for one in judged.findings if not (above and DEFINED_ABOVE.search(one.message)))
    judged = replace(judged, findings=tuple(ended_once(better_placed(one, code) for one in own)))
    return replace(judged, findings=(*judged.findings, *refused, *lost_dollars(code)))


def ended_once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the findings with one at the place of each quote that has no end: nginx and crossplane miss other signs."""
    ends = set[tuple[int, int]]()
    for one in findings:
        if "unexpected end of file" not in one.message or (one.line, one.column) not in ends:
            yield one
        if "unexpected end of file" in one.message:
            ends.add((one.line, one.column))


def better_placed(finding: Finding, code: str) -> Finding:
    """Return a finding where its cause is: a quote without an end, an expression with braces and without quotes."""
    if "unexpected end of file" in finding.message and (start := open_quote(code)) is not None:
        line, column = place_at(code, start)
        return replace(finding, line=line, column=column, hint=f"the quote {code[start]} is not closed")
    text = [*code.split("\n"), ""][finding.line - 1]
    if finding.rule is UNKNOWN and BARE_BRACES.match(text):
        return replace(finding, hint='write quotes around an expression with { or } in it: "…"')
    return finding


def run_nginx(laid: Mapping[str, str], context: str, code: str, sandbox: Sandbox) -> Completed:
    users = [name for found in USER.finditer(code) for name in found["names"].split()]
    module = MODULES / "ngx_stream_module.so"
    load = f"load_module {module}; " if context.startswith("stream") and module.exists() else ""
    root = SandboxRoot(
        {**laid, WRAPPER: load + laid[WRAPPER], **name_files(code, users, one_id=True)},
        writable=("/var/lib/nginx", "/var/log/nginx", "/var/cache/nginx"),
        capabilities=("CAP_NET_BIND_SERVICE",),
    )
    return sandbox.run(["nginx", "-t", "-p", "/etc/nginx/", "-c", WRAPPER], root)


def of_nginx(tested: Completed, faults: list[Fault]) -> Judgement:
    """Return what nginx says, and what crossplane found beyond the one fault that nginx stops at."""
    match = EMERGENCY.search(tested.stderr)
    if (tested.status == 0) != (match is None) or (tested.status == 0) != (ACCEPTED in tested.stderr):
        return Judgement(Level.PARSED, (unparsed("nginx", tested),))
    if match is None or (match["file"] is None and AFTERWARDS.search(match["message"])):
        return Judgement(Level.LOADED, tuple(warnings_in(tested.stderr)))
    found = [] if READ_ALL.match(match["message"]) else of_crossplane(faults)
    unknown = UNKNOWN_DIRECTIVE.search(match["message"])
    if OF_THE_MACHINE.search(match["message"]) or (unknown and not is_unknown(unknown["name"], faults)):
        # The nginx of this machine lacks a module or a file; the reader's need not.
        return Judgement(Level.PARSED, tuple(found))
    message = match["message"]
    own = finding_at(match["file"] or CHECKED, int(match["line"] or 0), message, hint_for(message, faults), message)
    more = tuple(one for one in found if one.line != own.line and one.message != own.message)
    # nginx tells of the brace below the directive that has no end, and crossplane of that.
    is_same_fault = UNEXPECTED_BRACE.match(own.message) and any(NOT_ENDED.search(one.message) for one in more)
    return Judgement(Level.PARSED, more if is_same_fault else (own, *more))


def is_unknown(name: str, faults: list[Fault]) -> bool:
    return any(f'unknown directive "{name}"' in message for _, _, _, message, _ in faults)


def of_crossplane(faults: list[Fault]) -> list[Finding]:
    found = []
    for file, line, _, message, match in faults:
        fact, _, near = message.partition("\n")
        name = UNKNOWN_DIRECTIVE.search(fact)
        is_plain = name is not None and name["name"] not in OF_OTHER_LANGUAGES
        hint = unknown_hint(near) if is_plain else hint_for(fact, faults)
        found.append(finding_at(file, line, fact, hint, match))
    return found


def finding_at(file: str, line: int, message: str, hint: str, tool_message: str) -> Finding:
    rule = UNKNOWN if UNKNOWN_DIRECTIVE.search(message) else REFUSED
    if file == CHECKED:
        return Finding(0, rule, lower_first(message), line, hint=hint, tool_message=tool_message)
    # What nginx says of another file it does not say of this snippet.
    return Finding(0, rule, f"in '{file}', line {line}: {message}", hint=hint)


def hint_for(message: str, faults: list[Fault]) -> str:
    if unknown := UNKNOWN_DIRECTIVE.search(message):
        if unknown["name"] in OF_OTHER_LANGUAGES:
            return OF_OTHER_LANGUAGES[unknown["name"]]
        near = (text.partition("\n")[2] for _, _, _, text, _ in faults if text.startswith(message))
        return unknown_hint(next(near, ""))
    if "is not allowed here" in message:
        return 'say where the fragment belongs: context="…"'
    return next((hint for part, hint in HINTS.items() if part in message), "")


def unknown_hint(near: str) -> str:
    return f"did you mean '{near}'?" if near else 'if a third-party module has it: check="none"'


def nginx_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "nginx", ("-v",), r"nginx/(\S+)")


def find_version(sandbox: Sandbox) -> str | None:
    crossplane = package_version("crossplane") if sandbox.kind else None
    nginx = nginx_version(sandbox)
    if crossplane is None:
        return None
    return f"{nginx} with crossplane {crossplane}" if nginx else f"by crossplane {crossplane}"


CHECKER = EachChecker(
    name="nginx",
    tool="nginx",
    command="crossplane (wheel), then `nginx -t` where it is installed",
    level=Level.LOADED,
    programs={"nginx": "nginx-light", "openssl": "openssl"},
    judge=judge,
    find_version=find_version,
    version=7,
    files=("/etc/nginx/*", "/usr/local/nginx/conf/*", "/usr/local/etc/nginx/*", "*/nginx.conf"),
    languages=frozenset({"nginx", "nginxconf", "nginx-conf"}),
    fragment_languages=frozenset({"nginx", "nginxconf", "nginx-conf"}),
    contexts=frozenset(WRAPPERS),
    plain=judge_plain,
    includes=INCLUDES,
)
