"""Parsers written in Python, run in the sandbox by this Python: see snippets.inside."""

import json
import sys
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import snippets.inside
from mdsource.diagnostics import Rule
from snippets.checkers._each import Judge, Judgement, confused, lower_first
from snippets.model import Finding, Level, Snippet
from snippets.sandbox import Completed, Room, Sandbox

Fault = tuple[str, int, int, str]  # kind, line and column from 1, message


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
    found = (path for folder in sys.path for path in Path(folder).glob(f"{name}-*.dist-info"))
    return next(found, None)


def ask_parser(
    sandbox: Sandbox, parser: str, text: str, *, package: str = "", files: Mapping[str, str] | None = None
) -> list[Fault] | Completed:
    """Return the faults that `inside.PARSER` finds in a text, or, when it ended without an answer, how it ended.

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
    if done.status != 0:
        return done
    (answer,) = json.loads(done.stdout)
    return [(str(kind), int(line), int(column), str(message)) for kind, line, column, message in answer]


def parser_judge(parser: str, rules: Mapping[str, tuple[Rule, str]], *, package: str = "") -> Judge:
    """Return the judge that asks `inside.PARSER`; `rules` has for each kind of fault its rule and a hint."""

    def judge(snippet: Snippet, _files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
        answer = ask_parser(sandbox, parser, snippet.code, package=package)
        if isinstance(answer, Completed):
            return Judgement(Level.PARSED, (confused(parser, answer),))
        findings = [
            Finding(0, rules[kind][0], lower_first(message), line, column, rules[kind][1], message)
            for kind, line, column, message in answer
        ]
        return Judgement(Level.PARSED, tuple(findings))

    return judge
