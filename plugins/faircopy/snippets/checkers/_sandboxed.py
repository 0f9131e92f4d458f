"""Runs Python parsers in the sandbox: see faircopy.snippets.sandboxed_parsers."""

import json
import re
import sys
from collections.abc import Callable, Container, Mapping, Sequence
from functools import cache
from pathlib import Path

from faircopy.diagnostics.model import Rule
from faircopy.snippets import sandboxed_parsers
from faircopy.snippets.checkers._each import Judge, Judgement, listed, lower_first, read_answer, unparsed
from faircopy.snippets.checkers._plain.typos import Place, TypoKinds, repairs
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.interpreter import PYTHON_OPTIONS, compile_modules, interpreter
from faircopy.snippets.sandbox.paths import SANDBOX_FOLDER
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox

# What a parser's package imports, as folders and files.
NEEDED = {
    "tree_sitter_hcl": ("tree_sitter", "tree_sitter_hcl"),
    "tree_sitter_powershell": ("tree_sitter", "tree_sitter_powershell"),
    "yamllint": ("yamllint", "yaml", "_yaml", "pathspec"),
    "check_jsonschema": (
        *("check_jsonschema", "yaml", "_yaml", "jsonschema", "jsonschema_specifications", "referencing"),
        *("attr", "attrs", "rpds", "typing_extensions.py"),
    ),
}

OWN_PARSERS = Path(sandboxed_parsers.__file__).parent
PARSERS, PACKAGES = f"{SANDBOX_FOLDER}/parsers", f"{SANDBOX_FOLDER}/packages"

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""


def python_version(sandbox: Sandbox) -> str | None:
    return sys.version.split()[0] if sandbox.kind else None


def package_version(name: str) -> str | None:
    found = installed(name)
    return None if found is None else found.name.removeprefix(f"{name}-").removesuffix(".dist-info")


@cache
def installed(name: str) -> Path | None:
    """Return the metadata folder of an installed package, whose name has the version.

    Importing importlib.metadata takes longer than a whole run with cached verdicts.
    """
    found = (path for folder in sys.path for path in sorted(Path(folder).glob(f"{name}-*.dist-info")))
    return next(found, None)


def ask_parser(
    sandbox: Sandbox, parser: str, text: str, *, package: str = "", files: Mapping[str, str] | None = None
) -> list[Fault] | Finding:
    """Return the faults that the sandboxed parser finds in a text, or the finding that it gave no answer.

    `package` is what the parser needs besides the standard library.
    """
    answer = ask_parser_often(sandbox, parser, [text], package=package, files=files)
    return answer if isinstance(answer, Finding) else answer[0]


def ask_parser_often(
    sandbox: Sandbox, parser: str, texts: Sequence[str], *, package: str = "", files: Mapping[str, str] | None = None
) -> list[list[Fault]] | Finding:
    """Return the faults of each text, as `ask_parser` does, by a single process."""
    python, bind_mounts, hidden, environment = interpreter()
    bind_mounts = {**bind_mounts, PARSERS: str(OWN_PARSERS), **packages_for(package)}
    # A text that names no file is read beside no other: see `SandboxRoot.shared`.
    root = SandboxRoot(files or {}, bind_mounts, hidden, environment=environment, shared=not files)
    command = [python, *PYTHON_OPTIONS, f"{PARSERS}/run.py", parser, PACKAGES]
    done = sandbox.run(command, root, stdin=json.dumps(list(texts)))
    if done.status != 0:
        return unparsed(parser, done)
    return read_answer(parser, done, lambda output: read_faults(output, len(texts)))


def read_faults(output: str, number: int) -> list[list[Fault]]:
    """Return the printed faults of each text. Raises ValueError and TypeError for other output."""
    answers = listed(json.loads(output))
    if len(answers) != number:
        raise ValueError(f"{len(answers)} answers to {number} texts")
    return [
        [
            (str(kind), int(line), int(column), str(message), str(tool_message))
            for kind, line, column, message, tool_message in listed(answer)
        ]
        for answer in answers
    ]


@cache
def packages_for(package: str) -> dict[str, str]:
    """Return the bind mounts of a package and its dependencies, in PACKAGES, compiled."""
    found = installed(package) if package else None
    folders = [found.parent / name for name in NEEDED.get(package, (package,))] if found else []
    compile_modules([OWN_PARSERS, *(one for one in folders if one.is_dir())])
    return {f"{PACKAGES}/{folder.name}": str(folder) for folder in folders if folder.exists()}


def parser_judge(
    parser: str,
    rules: Mapping[str, tuple[Rule, str]],
    *,
    package: str = "",
    harms: Callable[[Snippet, Finding], bool] | None = None,
) -> Judge:
    """Return a judge that runs the sandboxed parser; `rules` has the rule and hint of each kind of fault.

    `harms` tells whether a finding in a plain fence matters; others are dropped.
    """

    def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        answer = ask_parser(sandbox, parser, snippet.code, package=package)
        if isinstance(answer, Finding):
            return Judgement(Level.PARSED, (answer,))
        findings = [
            Finding(0, rules[kind][0], lower_first(message), line, column, rules[kind][1], tool_message)
            for kind, line, column, message, tool_message in answer
        ]
        if harms and snippet.is_plain:
            findings = [one for one in findings if harms(snippet, one)]
        return Judgement(Level.PARSED, tuple(findings))

    return judge


def slips_of(
    parser: str,
    hand: TypoKinds,
    *,
    package: str = "",
    kinds: Container[str] = ("syntax", "value"),
    ignored: re.Pattern[str] | None = None,
) -> Callable[[str, Place, Sandbox], bool]:
    """Return a function that tells whether a text's syntax is wrong only by a typo.

    `ignored` are messages that do not count in a plain fence.
    """

    def is_slip(code: str, place: Place, sandbox: Sandbox) -> bool:
        answers = ask_parser_often(sandbox, parser, repairs(code, place, hand), package=package)
        # An error of the parser itself proves nothing.
        return not isinstance(answers, Finding) and any(
            all(kind not in kinds or (ignored and ignored.search(message)) for kind, _, _, message, _ in answer)
            for answer in answers
        )

    return is_slip
