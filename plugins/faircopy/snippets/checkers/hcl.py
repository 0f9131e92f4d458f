"""HCL (Terraform, OpenTofu, Packer, Nomad, Consul), parsed by tree-sitter's grammar. Nothing is evaluated."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import TypoTest, with_readings
from faircopy.snippets.checkers._plain.text import FenceReading
from faircopy.snippets.checkers._plain.typos import TypoKinds
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge, slips_of
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN540", Severity.ERROR, "it is not HCL", "check brackets, quotes and `=` above that place")

# As a reference shows it, alone.
CALL = re.compile(r"\s*\w+\([^={}]*\)\s*")
# Values one below the other: `true`, `42`, `"text"`.
VALUES = re.compile(r"(?:\s*+(?:true|false|null|-?\d[\d.]*|\"[^\"\n]*\")[ \t]*(?:#[^\n]*)?(?:\n|\Z))+\s*")
# Words alone; and a line of them above a configuration in braces.
WORDS = re.compile(r"\s*+[A-Za-z][\w ]*(?:\s*|\n\s*(?P<braces>\{)[\s\S]*)")
# What a text names: the head of a block, the place of a module, or an address.
NAMED = re.compile(r"\s*+(?:\w+(?:[ \t]+\"[^\"\n]*\")+|[\w-]+(?:/[\w-]+)+|[\w-]+(?:\.[\w-]+)+)\s*")
# A value, or the type of one, as `object({ … })`, without the name that it is given to.
VALUE = re.compile(r"(?P<above>\s*+)(?=\w+\(|\[)")


def harms(snippet: Snippet, finding: Finding) -> bool:
    """Something may be left out of a plain fence, and it may be a template."""
    return finding.rule is not SYNTAX or not any(mark in snippet.code for mark in ("...", "…", "{{", "<%"))


def guess_language(code: str) -> str:
    """Return what a fence is that is no HCL, or ""."""
    if code.lstrip().startswith("{"):
        return "a configuration in braces"
    if words := WORDS.fullmatch(code):
        return "a configuration in braces" if words["braces"] else "a text"
    if NAMED.fullmatch(code):
        return "a name"
    if VALUES.fullmatch(code):
        return "values without names"
    return "a call of a function" if CALL.fullmatch(code) else ""


def readings(code: str) -> Iterator[FenceReading]:
    """Yield the fence as what a name is given."""
    if VALUE.match(code):
        yield FenceReading(VALUE.sub(lambda found: f"{found['above']}value = ", code, count=1))


# HCL has no texts in single quotes.
HAND = TypoKinds(signs='[]{}()",=', whole=lambda code: iter([code.replace("'", '"')]))


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("tree_sitter_hcl") if sandbox.kind else None


CHECKER = EachChecker(
    name="hcl",
    tool="tree-sitter-hcl",
    command="tree-sitter's grammar (wheel tree-sitter-hcl): syntax; nothing is evaluated",
    level=Level.PARSED,
    judge=with_readings(
        parser_judge(
            "read_hcl",
            {"syntax": (SYNTAX, "check brackets, quotes and `=` above it")},
            package="tree_sitter_hcl",
            harms=harms,
        ),
        readings,
        other=guess_language,
        slips=TypoTest(SYNTAX, slips_of("read_hcl", HAND, package="tree_sitter_hcl")),
    ),
    find_version=find_version,
    version=3,
    files=("*.tf", "*.tfvars", "*.hcl", "*.nomad", "*.tofu"),
    languages=frozenset({"hcl", "terraform", "tf", "tfvars", "nomad"}),
)
