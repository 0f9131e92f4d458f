"""Exports the filters that readers may try on their own logs, and proves that the export behaves the same.

fail2ban's own library compiles the filter and finds the matches in the document's samples. Our matcher, run in Node,
must find the same matches. See docs/filter-tool.md.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import Any

from faircopy import filter_tool
from faircopy.cache.namespaces import SNIPPETS
from faircopy.cache.store import EntryStore
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.filter_tool.export import filter_data
from faircopy.filter_tool.model import ProvenFilter
from faircopy.filter_tool.proof import MatcherDifference, differences
from faircopy.filter_tool.reasons import Reason, UntranslatableError, reason_of
from faircopy.filter_tool.script import prover_script
from faircopy.languages.words import N_
from faircopy.snippets.cache import code_digest, default_folder
from faircopy.snippets.checkers._fail2ban.client import ask, request_for
from faircopy.snippets.checkers._fail2ban.ini import parse_ini
from faircopy.snippets.checkers._fail2ban.paths import CONFIGURATION, filter_name, library_version, log_filter_name
from faircopy.snippets.model import Level, Snippet, Status, Task
from faircopy.snippets.pages.rendered import RenderedFence, VerifiedDocument
from faircopy.snippets.sandbox.process import ProgramEndedError, ResourceLimits, TimeLimitError, ToolMissingError
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

MATCHER_DIFFERS = Rule(
    "SN245",
    Severity.ERROR,
    "fail2ban: in a sample, the matcher for a page's readers finds something else than fail2ban",
    "this is a fault of Faircopy; until it is fixed, switch the tool off with FILTER_TOOL = False",
)

NO_NODE = N_("It cannot be tried in this page: Node is not available, which proves that it finds what fail2ban finds.")
CANNOT = N_("It cannot be tried in this page, because a browser cannot do the same: %(reason)s.")
OTHER_REASON = N_("It cannot be tried in this page: %(reason)s.")
PROVER = "/prove.js"  # in the sandbox
NODE_LIMITS = ResourceLimits(seconds=60.0)
# Exceptions for an invalid answer.
NOT_UNDERSTOOD = (LookupError, TypeError, ValueError, AttributeError)


@dataclass(frozen=True, slots=True)
class FilterTools:
    """The filters that the page of a document can offer."""

    filters: tuple[ProvenFilter, ...] = ()
    missing: tuple[tuple[str, Reason], ...] = ()  # id of a filter's code block, and why there is no tool under it
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A filter that passed its own samples."""

    fence: RenderedFence
    name: str
    samples: tuple[Snippet, ...]
    sample_fence: str  # the id of the first sample that is seen
    request: Mapping[str, Any]


def with_filter_tools(verified: VerifiedDocument) -> tuple[VerifiedDocument, FilterTools]:
    """Return the available tools, and the document with reasons for those that are not available."""
    tools = filter_tools_of(verified)
    why = dict(tools.missing)
    noted = [
        replace(one, verdict=replace(one.verdict, note=why[one.id])) if one.verdict and one.id in why else one
        for one in verified.fences
    ]
    return (replace(verified, fences=tuple(noted)) if why else verified), tools


def filter_tools_of(verified: VerifiedDocument) -> FilterTools:
    candidates = [one for fence in verified.fences if (one := candidate(fence, verified))]
    if not candidates:
        return FilterTools()
    filters, missing, diagnostics = [], [], []
    with Sandbox(working_kind()) as sandbox:
        for one in candidates:
            answer = kept_answer(one, sandbox)
            found = [MatcherDifference(**difference) for difference in answer["differences"]]
            diagnostics += [located(one, difference) for difference in found]
            if answer["data"] and not found:
                filters.append(ProvenFilter(one.fence.id, one.name, one.sample_fence, answer["data"]))
            elif answer["reason"]:
                missing.append((one.fence.id, reason_of(answer["reason"])))
    return FilterTools(tuple(filters), tuple(missing), tuple(diagnostics))


def candidate(fence: RenderedFence, verified: VerifiedDocument) -> _Candidate | None:
    snippet, verdict = fence.snippet, fence.verdict
    name = filter_name(snippet) if snippet else None
    if (
        not (snippet and name and verdict)
        or verdict.status is not Status.PASSED
        or verdict.level is not Level.EXERCISED
    ):
        return None
    rendered = [
        one for one in verified.fences if one.snippet and one.snippet.group == snippet.group and not one.is_broken
    ]
    members = [one.snippet for one in rendered if one.snippet]
    members += [one for one in verified.hidden if one.group == snippet.group]
    samples = tuple(one for one in members if one.log and log_filter_name(one) == name)
    if not samples:
        return None
    seen = [one.id for one in rendered if one.snippet in samples]
    group_files = {one.file: one.code for one in members if one.file}
    task = Task((*(one for one in members if not one.log), *samples), group_files)
    parsed = {path: parse_ini(text) for path, text in group_files.items() if path.startswith(CONFIGURATION)}
    request = {**request_for(task, parsed), "filters": [], "actions": [], "compile": [name]}
    return _Candidate(fence, name, samples, seen[0] if seen else "", request)


def kept_answer(one: _Candidate, sandbox: Sandbox) -> dict[str, Any]:
    """Return the cached answer for the same filter, samples and programs, or a new one."""
    store = EntryStore(SNIPPETS, default_folder())
    versions = [library_version(), sandbox.find("node"), code_digest(), own_digest()]
    key = "filter-tool-" + hashlib.sha256(json.dumps([one.request, versions]).encode()).hexdigest()
    if (kept := store.get(key)) is not None:
        found: dict[str, Any] = json.loads(kept)
        return found
    try:
        answer = export_of(one, sandbox)
    except (ToolMissingError, TimeLimitError, ProgramEndedError) as error:
        # It may be otherwise the next time.
        return without(Reason(OTHER_REASON, {"reason": str(error)}))
    store.put(key, json.dumps(answer).encode())
    return answer


def own_digest() -> str:
    """Return the digest of the code that makes the data, and of the matcher."""
    found = hashlib.sha256()
    for path in sorted((one for one in files(filter_tool).iterdir() if one.is_file()), key=lambda one: one.name):
        found.update(path.read_bytes())
    return found.hexdigest() + hashlib.sha256(prover_script().encode()).hexdigest()


def export_of(one: _Candidate, sandbox: Sandbox) -> dict[str, Any]:
    if sandbox.find("node") is None:
        return without(Reason(NO_NODE))
    answer = ask(sandbox, one.request)
    try:
        compiled = answer["compiled"][one.name]
        if compiled["error"]:
            return without(Reason(OTHER_REASON, {"reason": str(compiled["error"])}))
        data = filter_data(one.name, compiled, answer["numbers"], f"fail2ban {library_version()}")
        found = [*differences(answer["logs"], in_node(sandbox, data, one.request["logs"], answer["logs"]))]
    except UntranslatableError as error:
        return without(Reason(CANNOT, {"reason": error.reason}))
    except NOT_UNDERSTOOD as error:
        return without(Reason(OTHER_REASON, {"reason": f"the answer is not understood: {error}"}))
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return {"data": text, "reason": None, "differences": [as_data(difference) for difference in found]}


def without(reason: Reason) -> dict[str, Any]:
    return {"data": "", "reason": reason.as_data(), "differences": []}


def as_data(difference: MatcherDifference) -> dict[str, Any]:
    return {"sample": difference.sample, "line": difference.line, "fact": difference.fact}


def in_node(
    sandbox: Sandbox, data: Mapping[str, Any], logs: Iterable[Mapping[str, Any]], answers: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Return our matcher's results on the samples, for the jails that fail2ban has tried on each.

    Raises ProgramEndedError.
    """
    jails = {jail["name"]: jail for jail in data["jails"]}
    samples = [
        {"lines": log["lines"], "jails": [jails[name] for name in answer["jails"] if name in jails]}
        for log, answer in zip(logs, answers, strict=True)
    ]
    root = SandboxRoot({PROVER: prover_script().encode()})
    done = sandbox.run(["node", PROVER], root, NODE_LIMITS, json.dumps({"data": data, "samples": samples}))
    if done.status:
        raise ProgramEndedError(f"node ended with status {done.status}: {done.stderr.strip()[-200:]}")
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def located(one: _Candidate, difference: MatcherDifference) -> Diagnostic:
    sample = one.samples[difference.sample]
    fact = f"filter '{one.name}': {difference.fact}"
    return MATCHER_DIFFERS.at(sample.path, sample.line + difference.line, fact, MATCHER_DIFFERS.remedy)
