"""Caddyfiles, by `caddy adapt`, which reads a file as Caddy does, and neither starts it nor asks the network.

`caddy validate` goes further: it opens the storage and the certificates that a file names, so it is not asked.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import CHECKED, EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._includes import IncludedPath, Includes, outside, words_of
from faircopy.snippets.checkers._nearest import SuggestionFinder
from faircopy.snippets.checkers._plain.readings import other_text
from faircopy.snippets.checkers._plain.text import OMITTED, TAG, FenceReading, blanks, is_as_written, without_tags
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN630", Severity.ERROR, "Caddy refuses it", "the message has its own reason")
UNKNOWN = Rule(
    "SN631",
    Severity.NOTE,
    "the installed Caddy does not accept a plain fence, but a newer one or a plugin may",
    "say in the text which version or plugin it needs",
)

# What stands above a fragment and below it, each on a line of its own.
WRAPPERS = {"file": ("", ""), "site": (":80 {\n", "\n}\n"), "global": ("{\n", "\n}\n")}
SNIPPET_NAME = re.compile(r"^[ \t]*\((?P<name>[^()\s]+)\)", re.MULTILINE)
IMPORT = re.compile(r"^[ \t]*import[ \t]+(?P<path>[^\n]+)$", re.MULTILINE)
# Put in as the file is read. As a number it may be a port as well as a name.
VARIABLE = re.compile(r"\{\$[^{}:\n]+\}")
USAGE = re.compile(r"\[<|<[\w.-]+(?:\.\.\.)?>\]|\[[\w.|-]+\.\.\.\]|\|<")
MESSAGE = re.compile(
    r"^Error: (?:adapting config using caddyfile: )?(?:parsing caddyfile tokens for '[^'\n]*': )*"
    rf"(?:{re.escape(CHECKED)}:(?P<line>\d+)(?: - |: ))?(?:Error during parsing: )?(?P<message>.*)",
    re.DOTALL | re.MULTILINE,
)
# What no plugin and no other version could make right.
OF_SYNTAX = re.compile(
    r"syntax error|unexpected token|cannot end with a curly brace|certificate: '\}'|ambiguous site definition"
    r"|global configuration, and if used, it must be first|unrecognized matcher name|bad duration value"
    r"|URLs for proxy upstreams only support|conflicting scheme"
    r"|wrong argument count|duplicate matcher|matcher is defined more than once",
    re.IGNORECASE,
)
# https://caddyserver.com/docs/v2-upgrade
INSTEAD_OF_CADDY_1 = {
    "browse": "file_server browse", "errors": "handle_errors", "ext": "try_files", "fastcgi": "php_fastcgi",
    "gzip": "encode gzip", "markdown": "templates", "proxy": "reverse_proxy",
}  # fmt: skip
UNKNOWN_NAME = re.compile(r"unrecognized directive: (?P<name>\S+)")
# https://caddyserver.com/docs/caddyfile/directives
DIRECTIVES = frozenset((
    *("abort", "acme_server", "basic_auth", "basicauth", "bind", "encode", "error", "file_server"),
    *("forward_auth", "fs", "handle", "handle_errors", "handle_path", "header", "import", "intercept"),
    *("invoke", "log", "log_append", "log_name", "log_skip", "map", "method", "metrics"),
    *("php_fastcgi", "push", "redir", "request_body", "request_header", "respond", "reverse_proxy", "rewrite"),
    *("root", "route", "templates", "tls", "tracing", "try_files", "uri", "vars"),
))  # fmt: skip


def imports(code: str) -> Iterator[IncludedPath]:
    """Yield the files that a Caddyfile imports; a name that it defines itself is none."""
    own = {found["name"] for found in SNIPPET_NAME.finditer(code)}
    for found in IMPORT.finditer(code):
        for word in list(words_of(found["path"], found.start("path")))[:1]:
            if word.path not in own:
                yield replace(word, is_known="{" not in word.path)


INCLUDES = Includes(imports, "/etc/caddy", ("/etc/caddy/*[*]*",))


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    if not snippet.is_plain:
        refused = outside(snippet.code, files, INCLUDES)
        if refused:
            return Judgement(Level.PARSED, tuple(refused))
        return adapted(snippet.code, snippet.context or "file", files, sandbox)
    if USAGE.search(snippet.code):
        return Judgement(Level.PARSED, (other_text(snippet, "a description of the syntax"),))
    code = OMITTED.sub(lambda found: blanks(found[0]), without_imports(snippet.code))
    reading = without_tags(code, certain=TAG) or FenceReading(code)
    judged = [adapted(reading.code, context, {}, sandbox) for context in contexts_for(snippet)]
    best = max(judged, key=lambda one: (not one.findings, max((finding.line for finding in one.findings), default=0)))
    own = (plainly(one) for one in best.findings if is_as_written(code, reading.code, one.line))
    return replace(best, findings=(*reading.findings, *own))


def contexts_for(snippet: Snippet) -> Iterator[str]:
    """Yield where a plain fence may stand: a part of a site has no block at its top, or only those of directives."""
    if snippet.language != "caddy-d":
        yield "file"
    yield "site"
    yield "global"


def without_imports(code: str) -> str:
    """Return the code with blanks for the imports of what stands elsewhere."""
    for one in imports(code):
        start, end = code.rfind("\n", 0, one.offset) + 1, code.find("\n", one.offset)
        end = end if end >= 0 else len(code)
        code = code[:start] + blanks(code[start:end]) + code[end:]
    return code


def filled_in(variable: re.Match[str]) -> str:
    """Return what stands for a variable: an address of mail, where its name says so, else a number."""
    return "mail@example.org" if "MAIL" in variable[0].upper() else "8080"


def adapted(code: str, context: str, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    above, below = WRAPPERS[context]
    text = above + VARIABLE.sub(filled_in, code) + below
    command = ["caddy", "adapt", "--config", CHECKED, "--adapter", "caddyfile"]
    done = sandbox.run(command, SandboxRoot({**files, CHECKED: text}))
    if done.status == 0 and done.stdout.startswith("{"):
        return Judgement(Level.PARSED)
    match = MESSAGE.search(done.stderr)
    if done.status != 1 or match is None:
        return Judgement(Level.PARSED, (unparsed("caddy", done),))
    message = " ".join(match["message"].split())
    line = min(int(match["line"] or 1) - above.count("\n"), code.rstrip("\n").count("\n") + 1)
    unknown = UNKNOWN_NAME.match(message)
    # What is spelt as in the manual is not misspelt: this version is too old for it.
    is_newer = unknown is not None and unknown["name"] in DIRECTIVES
    hint = hint_for(unknown["name"]) if unknown and not is_newer else ""
    return Judgement(Level.PARSED, (Finding(0, REFUSED, lower_first(message), max(1, line), 1, hint, message),))


def hint_for(name: str) -> str:
    """Return a hint at the directive that was meant; `header_up` is not meant as `header`."""
    if now := INSTEAD_OF_CADDY_1.get(name):
        return f"it is from Caddy 1; write '{now}'"
    near = SuggestionFinder().find(name, DIRECTIVES, cutoff=0.85)
    return f"did you mean '{near}'?" if near else ""


def plainly(finding: Finding) -> Finding:
    """Return what a finding is in a fence that claims nothing: a plugin may have what this Caddy does not."""
    if finding.rule is not REFUSED or finding.hint or OF_SYNTAX.search(finding.message):
        return finding
    hint = "a newer version or a plugin may accept it; nothing below was checked"
    return replace(
        finding, rule=UNKNOWN, message=f"the installed Caddy does not accept it: {finding.message}", hint=hint
    )


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "caddy", ("version",), r"v?(\d[\w.]*)")


CHECKER = EachChecker(
    name="caddy",
    tool="Caddy",
    command="`caddy adapt`",
    level=Level.PARSED,
    programs={"caddy": "caddy"},
    judge=judge,
    find_version=find_version,
    version=2,
    files=("*/Caddyfile", "*/Caddyfile.*", "*.caddyfile", "/etc/caddy/*.conf", "/etc/caddy/*.caddy"),
    languages=frozenset({"caddy", "caddyfile", "caddy-d"}),
    fragment_languages=frozenset({"caddy", "caddyfile", "caddy-d"}),
    contexts=frozenset(WRAPPERS),
)
