"""HCL (Terraform, OpenTofu, Packer, Nomad, Consul), parsed by tree-sitter's grammar. Nothing is evaluated."""

from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._sandboxed import package_version, parser_judge
from faircopy.snippets.model import Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

SYNTAX = Rule("SN540", Severity.ERROR, "it is not HCL", "look at brackets, quotes and `=` above the place")

strictly = parser_judge(
    "read_hcl", {"syntax": (SYNTAX, "look at brackets, quotes and `=` above it")}, package="tree_sitter_hcl"
)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = strictly(snippet, files, sandbox)
    # What is left out of a plain fence, and templates.
    is_partial = snippet.is_plain and any(mark in snippet.code for mark in ("...", "…", "{{", "<%"))
    kept = [one for one in judged.findings if one.rule is not SYNTAX or not is_partial]
    return Judgement(judged.level, tuple(kept))


def find_version(sandbox: Sandbox) -> str | None:
    return package_version("tree_sitter_hcl") if sandbox.kind else None


CHECKER = EachChecker(
    name="hcl",
    tool="tree-sitter-hcl",
    command="tree-sitter's grammar (wheel tree-sitter-hcl): syntax; nothing is evaluated",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    files=("*.tf", "*.tfvars", "*.hcl", "*.nomad", "*.tofu"),
    languages=frozenset({"hcl", "terraform", "tf", "tfvars", "nomad"}),
)
