"""Network configuration of netplan, by its own generator, which writes into the sandbox and brings nothing up."""

import re
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import line_at
from faircopy.snippets.checkers._each import EachChecker, Judgement, lower_first, unparsed
from faircopy.snippets.checkers._plain.text import has_placeholder, is_left_to_comments
from faircopy.snippets.checkers._version import debian_version
from faircopy.snippets.checkers.yaml import CHECKER as YAML
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

REFUSED = Rule("SN710", Severity.ERROR, "netplan refuses it", "the message has its own reason")
DOUBTFUL = Rule("SN711", Severity.WARNING, "netplan warns of it", "the message has its own reason")

# It reads all files of this folder, in the order of their names.
PLACE = "/etc/netplan/snippet.yaml"
GENERATOR = "/usr/libexec/netplan/generate"
MESSAGE = re.compile(
    rf"^{re.escape(PLACE)}:(?P<line>\d+):(?P<column>\d+): (?:Error in network definition: )?(?P<message>.*)$",
    re.MULTILINE,
)
OF_ANOTHER = re.compile(rf"^/[^:\n]+(?<!{re.escape(PLACE)}):\d+:\d+: ", re.MULTILINE)
ELSEWHERE = re.compile(r"interface '[^']*' is not defined")
WARNING = re.compile(r"WARNING \*\*: [\d:.]+: (?P<message>(?!Permissions for).+)$", re.MULTILINE)
HAS_NETWORK = re.compile(
    r"\A(?:[ \t]*(?:#.*)?\n|---.*\n)*network *:[ \t]*(?:#.*)?\n(?:(?:[ \t].*)?\n)*?[ \t]+"
    r"(?:version *: *2\b|renderer *: *\w|(?:ethernets|wifis|bonds|bridges|vlans|tunnels|modems|vrfs) *:)"
)


def is_netplan(code: str) -> bool:
    return HAS_NETWORK.match(code) is not None


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = YAML.judge(snippet, {}, sandbox)
    if judged.findings:
        return judged
    others = {path: text for path, text in files.items() if path != snippet.file}
    done = sandbox.run([GENERATOR], SandboxRoot({**others, PLACE: snippet.code}))
    found = [finding_of(one) for one in MESSAGE.finditer(done.stderr)]
    if done.status == 1 and not found and OF_ANOTHER.search(done.stderr):
        return Judgement(Level.PARSED)
    if bool(found) != (done.status != 0) or done.status not in (0, 1):
        return Judgement(Level.PARSED, (unparsed("netplan", done),))
    found += [warning_of(one["message"], snippet.code) for one in WARNING.finditer(done.stderr)]
    if snippet.is_plain:
        # Another file may define it: netplan reads all of its folder as one.
        found = [one for one in found if not ELSEWHERE.search(one.message)]
        left_out = (is_left_to_comments(snippet.code, one.line) for one in found)
        found = [one for one, is_left in zip(found, left_out, strict=True) if not is_left]
        found = [one for one in found if not has_placeholder(snippet.code, one.line)]
    return Judgement(Level.LOADED, tuple(dict.fromkeys(found)))


def finding_of(match: re.Match[str]) -> Finding:
    message = match["message"].rstrip(":")
    return Finding(0, REFUSED, lower_first(message), int(match["line"]), int(match["column"]), tool_message=message)


def warning_of(message: str, code: str) -> Finding:
    word = re.search(r"[`'](?P<word>[\w-]+)[`']", message)
    offset = code.find(word["word"]) if word else -1
    line = line_at(code, offset) if offset >= 0 else 1
    return Finding(0, DOUBTFUL, lower_first(message), line, tool_message=message)


def find_version(sandbox: Sandbox) -> str | None:
    return debian_version("netplan.io") if sandbox.find("netplan") else None


CHECKER = EachChecker(
    name="netplan",
    tool="netplan",
    command="yamllint, then netplan's own generator",
    level=Level.LOADED,
    programs={"netplan": "netplan.io"},
    judge=judge,
    find_version=find_version,
    version=2,
    files=("/etc/netplan/*.yaml", "/etc/netplan/*.yml", "/run/netplan/*.yaml", "/lib/netplan/*.yaml"),
    languages=frozenset({"yaml", "yml"}),
    recognise=is_netplan,
)
