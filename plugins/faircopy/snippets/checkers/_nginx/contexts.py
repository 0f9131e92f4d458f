"""Where a fence of nginx may stand, by what crossplane finds fault with there."""

import re

from faircopy.snippets.checkers._each import CHECKED
from faircopy.snippets.checkers._nginx.places import WRAPPER, WRAPPERS
from faircopy.snippets.checkers._nginx.plain import CONTEXTS
from faircopy.snippets.checkers._nginx.words import in_tables, without_news
from faircopy.snippets.checkers._sandboxed import Fault, ask_parser_often
from faircopy.snippets.model import Finding
from faircopy.snippets.sandbox.runner import Sandbox

SERVER = re.compile(r"^[ \t]*server[ \t]*\{", re.MULTILINE)


def likeliest_contexts(code: str, version: str | None, sandbox: Sandbox) -> list[str]:
    """Return the places in which crossplane finds the least fault with a text, likeliest first; one at least.

    At a fault of its syntax crossplane stops, so there may be several. It looks into no block that is in a wrong place,
    so names that it knows nowhere would speak for such places.
    """
    code = without_news(code, CONTEXTS[0], version)[0] if version else code
    wrappers = {f"{WRAPPER}.{context}": WRAPPERS[context] + "\n" for context in CONTEXTS}
    files = {CHECKED: code, **wrappers}
    answers = ask_parser_often(sandbox, "read_nginx", [*wrappers], package="crossplane", files=files)
    if isinstance(answers, Finding):
        return [CONTEXTS[0]]
    numbers = {
        context: sum("unknown directive" not in fault[3] for fault in found)
        for context, found in zip(CONTEXTS, answers, strict=True)
    }
    if SERVER.search(code):  # in an upstream it is a line, and crossplane would tell of its brace only
        numbers = {context: number for context, number in numbers.items() if "upstream" not in context}
    return [context for context in numbers if numbers[context] == min(numbers.values())]


def without_tables(faults: list[Fault], code: str) -> list[Fault]:
    """Return the faults without those in maps and the like, whose values crossplane takes for directives."""
    tables = in_tables(code) if faults else set()
    return [one for one in faults if not (one[0] == CHECKED and one[1] in tables and "unknown directive" in one[3])]
