"""JavaScript, by `node --check`, which parses and runs nothing."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement, unparsed
from faircopy.snippets.checkers._plain.readings import is_left_out, no_slip, other_text
from faircopy.snippets.checkers._plain.text import after_changes, blanks
from faircopy.snippets.checkers._plain.typos import Place, TypoKinds, is_inside, repairs
from faircopy.snippets.checkers._version import program_version
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.process import Completed
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN530", Severity.ERROR, "it is not JavaScript", "the message has node's own reason")

FOLDER = "/checked/"
# What is wrong, as node says it: the place, the line with a mark below, and the reason.
MESSAGE = re.compile(
    r"^/checked/snippet\.[cm]js:(?P<line>\d+)\n(?:.*\n(?P<mark>[ \t]*)\^+\n)?(?:.*\n)*?SyntaxError: (?P<reason>.*)$",
    re.MULTILINE,
)
TOO_DEEP = re.compile("^RangeError: Maximum call stack size exceeded$", re.MULTILINE)
# Other languages that are shown as JavaScript: JSX, TypeScript, Flow. And what stands for something that is left out.
OTHER = re.compile(
    r"(?:^[ \t]*|(?:[(=>?:,&|{]|return)[ \t\n]*)<(?:>|[A-Za-z][\w.]*[ \t\n/>])"
    r"|^[ \t]*(?:interface|type|enum|declare|abstract|public|private)[ \t]|\)[ \t]*:[ \t]*\w+[ \t]*(?:\{|=>)"
    r"|\w\??:[ \t]*(?:string|number|boolean|any|void)\b|^[ \t]*@\w+",
    re.MULTILINE,
)
LEFT_OUT = re.compile(
    r"(?<![\w)\]])\.\.\.(?![\w\[({])|…|<[\w -]+>|\{\{|\{%|<%|=>[ \t]*/\*[^*\n]*\*/[ \t]*\)"
    # A value that a comment stands for.
    r"|\w[ \t]*=[ \t]*/\*[^*\n]*\*/[ \t]*;?[ \t]*(?:\n|\Z)"
)
# `function find(name, options)`, alone or one below the other, as the references of libraries have them.
HEADS = re.compile(
    r"(?>(?:\s*+(?:export )?(?:default )?(?:async )?function\*? ?\w*\([^(){}]*\)[ \t]*+(?:;[ \t]*+)?(?:\n|\Z))+)\s*+"
)
# https://github.com/tc39/proposal-explicit-resource-management
USING = re.compile(r"^[ \t]*(?:await )?using \w+ = ", re.MULTILINE)
# A value, a part of an object, of a class, and of a function: what stands around it, on no line of its own.
WRAPPERS = (("(", ")"), ("({", "})"), ("(class {", "})"), ("(async function* () {", "})"))

# Compiles texts until one is right, and runs none.
TRY_EACH = """
const vm = require("node:vm");
const isRight = (text) => [vm.Script, vm.SourceTextModule].some((Kind) => {
  try { return Boolean(new Kind(text)); } catch { return false; }
});
const texts = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(texts.some(isRight) ? "right" : "wrong");
"""


def may_miss(above: str, _behind: str, sign: str) -> bool:
    """Tell whether a sign may be missing behind a text: `a, b` and `a: b` are statements, too."""
    return sign not in ",:" or is_inside(above)


HAND = TypoKinds(may_miss=may_miss, max_chars=100_000)


def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    (name, code), *others = readings(snippet)
    checked = sandbox.run(["node", "--check", FOLDER + name], SandboxRoot({FOLDER + name: code}))
    found = fault_of(checked)
    if found is None:
        return Judgement(Level.PARSED)
    if found.rule is not SYNTAX:
        is_part = snippet.is_plain and LEFT_OUT.search(snippet.code)
        what = other_text(snippet, "an example with something left out") if is_part else found
        return Judgement(Level.PARSED, (what,))
    if others and is_any_right([code for _, code in others], sandbox):
        return Judgement(Level.PARSED)
    if not snippet.is_plain:
        return Judgement(Level.PARSED, (found,))
    kind = other_kind(snippet.code, found.message)
    if kind:
        return Judgement(Level.PARSED, (other_text(snippet, kind),))
    is_certain = not is_left_out(snippet.code, found.line) and is_slip(
        without_shown(snippet.code), (found.line, found.column), sandbox
    )
    return Judgement(Level.PARSED, (found if is_certain else no_slip(snippet, found),))


def is_any_right(texts: Sequence[str], sandbox: Sandbox) -> bool:
    """Tell whether node can read one of some texts. One process reads them all: each takes long to start."""
    command = ["node", "--experimental-vm-modules", "-e", TRY_EACH]
    return sandbox.run(command, SandboxRoot({}), stdin=json.dumps(texts)).stdout == "right"


def is_slip(code: str, place: Place, sandbox: Sandbox) -> bool:
    """Tell whether a slip of the hand is all that is wrong, in the whole or in a part."""
    found = [one.rstrip().removesuffix(",") for one in repairs(code, place, HAND)]
    texts = [f"{above}{one}\n{below}" for above, below in (("", ""), *WRAPPERS) for one in found]
    return is_any_right(texts, sandbox)


# `// Result:`, and the object or list below it, to its end at the start of a line.
RETURNED = re.compile(
    r"(?P<label>^//[ \t]*(?:(?:expected|sample|example|the)[ \t]+)?(?:outputs?|results?|responses?|returns|prints"
    r"|返回结果|返回|结果|输出结果|输出|出力|結果)[ \t]*[:\uff1a]?[ \t]*\n)"
    r"(?P<value>[{\[](?:[^\n]*\n(?![}\]])){0,200}[^\n]*\n[}\]][^\n]*)",
    re.MULTILINE | re.IGNORECASE,
)
# An object at the top, or below a comment or a blank line, from its brace at the start of a line to the end in another:
# one of several that only are shown.
SHOWN = re.compile(
    r"(?P<above>(?:\A|^//[^\n]*\n|^[ \t]*\n)[ \t\n]*+)"
    r"(?P<value>\{[ \t]*\w+[ \t]*:[^\n]*\}|\{[ \t]*\n(?=[ \t]*[\"']?[\w$]+[\"']?[ \t]*:)(?:(?!\})[^\n]*\n){0,200}\})"
    r"[ \t]*[;,]?[ \t]*$",
    re.MULTILINE,
)


def without_shown(code: str) -> str:
    """Return code with blanks for what a comment calls the result of a command, and with other objects as values."""
    code = RETURNED.sub(lambda found: found["label"] + blanks(found["value"]), code)
    return SHOWN.sub(lambda found: f"{found['above']}({found['value']});", code)


def other_kind(code: str, message: str) -> str:
    """Return what a plain fence is that is no JavaScript as a whole; "" where it should be."""
    kinds = (
        (OTHER.search(code), "JSX, TypeScript or Flow"),
        (LEFT_OUT.search(code), "an example with something left out"),
        (HEADS.fullmatch(code), "the head of a function"),
        ("import.meta" in message, "a part of a module"),
        ("has already been declared" in message, "alternatives, one below the other"),
        (USING.search(code), "newer JavaScript"),
        (message.startswith("await is only valid"), "a part of a function"),
    )
    return next((kind for is_so, kind in kinds if is_so), "")


def readings(snippet: Snippet) -> Iterator[tuple[str, str]]:
    """Yield the names and texts of which one has to be right."""
    name = snippet.file or ""
    is_module = name.endswith(".mjs") or re.search(
        r"^[ \t]*(?:import\b(?![ \t]*\()|export\b)", snippet.code, re.MULTILINE
    )
    names = ["snippet.mjs", "snippet.cjs"] if is_module else ["snippet.cjs", "snippet.mjs"]
    if name.endswith((".mjs", ".cjs")):
        names = [f"snippet{name[-4:]}"]
    yield from ((one, snippet.code) for one in names)
    if snippet.is_plain:
        # What the changes lead to, and a part of a list.
        changed = after_changes(snippet.code)
        code = (changed.code if changed else snippet.code).rstrip().removesuffix(",")
        code = without_shown(code)
        if code != snippet.code.rstrip():
            yield names[0], code
        yield from (("snippet.cjs", f"{above}{code}\n{below}") for above, below in WRAPPERS)
        yield from (("snippet.cjs", one) for one in ends_of_blocks(code))


def ends_of_blocks(code: str) -> Iterator[str]:
    """Yield the code of a block whose other end stands in another fence, as a whole one."""
    missing = code.count("{") - code.count("}")
    if missing > 0 and code.rstrip().endswith("{"):  # nobody forgets all of the body
        yield f"{code}\n{'}' * missing}"
    if missing == -1 and code[:1].isspace() and code.rstrip().endswith("\n}"):
        yield from (f"{head} {{ {code}" for head in ("class A", "async function* f()"))


def fault_of(checked: Completed) -> Finding | None:
    match = MESSAGE.search(checked.stderr)
    if match is None and checked.status != 0 and TOO_DEEP.search(checked.stderr):
        return Finding(0, SYNTAX, "it is nested too deeply: node cannot read it", 1)
    # It may end by an abort after it has told of a fault.
    if (match is None) != (checked.status == 0) or checked.stdout:
        return unparsed("node", checked)
    if match is None:
        return None
    reason = match["reason"]
    fact = reason[:1].lower() + reason[1:]
    return Finding(0, SYNTAX, fact, int(match["line"]), len(match["mark"] or "") + 1, "", reason)


def find_version(sandbox: Sandbox) -> str | None:
    return program_version(sandbox, "node", ("--version",), r"v(\d\S*)")


CHECKER = EachChecker(
    name="javascript",
    tool="Node.js",
    command="`node --check`, which runs nothing",
    level=Level.PARSED,
    programs={"node": "nodejs"},
    judge=judge,
    find_version=find_version,
    version=6,
    files=("*.js", "*.mjs", "*.cjs"),
    languages=frozenset({"javascript", "js", "mjs", "cjs"}),
)
