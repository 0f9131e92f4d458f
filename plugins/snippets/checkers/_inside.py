"""Parsers written in Python, run in the sandbox by this Python: see snippets.inside."""

import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import snippets.inside
from mdsource.diagnostics import Rule
from snippets.checkers._each import Judge, Judgement, confused, listed, lower_first, read_answer
from snippets.model import Finding, Level, Snippet
from snippets.sandbox import Room, Sandbox

Fault = tuple[str, int, int, str, str]  # kind, line and column from 1, message, the tool's own words or ""


def python_version(sandbox: Sandbox) -> str | None:
    return sys.version.split()[0] if sandbox.kind else None


def package_version(name: str) -> str | None:
    found = installed(name)
    return None if found is None else found.name.removeprefix(f"{name}-").removesuffix(".dist-info")


@cache
def installed(name: str) -> Path | None:
    """Return the folder that says that a package is installed, whose name has the version.

    importlib.metadata would tell, and takes longer to import than a whole run with kept verdicts does.
    """
    found = (path for folder in sys.path for path in sorted(Path(folder).glob(f"{name}-*.dist-info")))
    return next(found, None)


def ask_parser(
    sandbox: Sandbox, parser: str, text: str, *, package: str = "", files: Mapping[str, str] | None = None
) -> list[Fault] | Finding:
    """Return the faults that `inside.PARSER` finds in a text, or the finding that it gave no answer.

    `package` is what the parser needs besides the standard library.
    """
    folder = str(Path(snippets.inside.__file__).parent)
    found = installed(package) if package else None
    packages = [str(found.parent)] if found else []
    # The interpreter itself, not the virtual environment's: that one would read the whole environment first.
    python = str(Path(sys.executable).resolve())
    borrowed = {sys.base_prefix, folder, *packages}
    room = Room(files or {}, borrowed=tuple(sorted(path for path in borrowed if not path.startswith("/usr"))))
    command = [python, "-I", "-S", "-B", f"{folder}/run.py", parser, *packages]
    done = sandbox.run(command, room, stdin=json.dumps([text]))
    return read_answer(parser, done, read_faults) if done.status == 0 else confused(parser, done)


def read_faults(output: str) -> list[Fault]:
    """Return the faults that `inside.run` printed for one text. Raises ValueError and TypeError for other output."""
    (answer,) = listed(json.loads(output))
    return [
        (str(kind), int(line), int(column), str(message), str(said))
        for kind, line, column, message, said in listed(answer)
    ]


def parser_judge(parser: str, rules: Mapping[str, tuple[Rule, str]], *, package: str = "") -> Judge:
    """Return the judge that asks `inside.PARSER`; `rules` has for each kind of fault its rule and a hint."""

    def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        answer = ask_parser(sandbox, parser, snippet.code, package=package)
        if isinstance(answer, Finding):
            return Judgement(Level.PARSED, (answer,))
        findings = [
            Finding(0, rules[kind][0], lower_first(message), line, column, rules[kind][1], said)
            for kind, line, column, message, said in answer
        ]
        return Judgement(Level.PARSED, tuple(findings))

    return judge
