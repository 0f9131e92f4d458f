"""HCL (Terraform, OpenTofu, Packer, Nomad, Consul), parsed by tree-sitter's grammar. Nothing is evaluated."""

import re

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker
from faircopy.snippets.checkers._plain.readings import TypoTest, with_readings
from faircopy.snippets.checkers._plain.typos import TypoKinds
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge, slips_of
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN540", Severity.ERROR, "it is not HCL", "look at brackets, quotes and `=` above the place")

# As a reference shows it, alone.
CALL = re.compile(r"\s*\w+\([^={}]*\)\s*")


def harms(snippet: Snippet, finding: Finding) -> bool:
    """Something may be left out of a plain fence, and it may be a template."""
    return finding.rule is not SYNTAX or not any(mark in snippet.code for mark in ("...", "…", "{{", "<%"))


def guess_language(code: str) -> str:
    """Return what a fence is that is no HCL, or ""."""
    if code.lstrip().startswith("{"):
        return "a configuration in braces"
    return "a call of a function" if CALL.fullmatch(code) else ""


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
            {"syntax": (SYNTAX, "look at brackets, quotes and `=` above it")},
            package="tree_sitter_hcl",
            harms=harms,
        ),
        lambda _: (),
        other=guess_language,
        slips=TypoTest(SYNTAX, slips_of("read_hcl", TypoKinds(signs='[]{}()",='), package="tree_sitter_hcl")),
    ),
    find_version=find_version,
    files=("*.tf", "*.tfvars", "*.hcl", "*.nomad", "*.tofu"),
    languages=frozenset({"hcl", "terraform", "tf", "tfvars", "nomad"}),
)
