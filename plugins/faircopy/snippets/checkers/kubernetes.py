"""Manifests of Kubernetes: their YAML, the kinds of its own APIs that they name, and the fields of these."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.checkers._each import EachChecker, Judgement
from faircopy.snippets.checkers._kubernetes_kinds import GONE, NOW
from faircopy.snippets.checkers._nearest import MIN_RATIO, SuggestionFinder
from faircopy.snippets.checkers._plain.readings import has_error
from faircopy.snippets.checkers._schemas import FOREIGN, LEFT_OUT, find_version, schema_judge
from faircopy.snippets.model import Finding, Level, Snippet
from faircopy.snippets.sandbox.runner import Sandbox

NO_SUCH_KIND = Rule(
    "SN765",
    Severity.ERROR,
    "no Kubernetes API has the kind that a manifest names, so the server refuses it",
    "correct `apiVersion` or `kind`; `kubectl api-resources` lists both",
)
KIND_GONE = Rule(
    "SN766",
    Severity.WARNING,
    "newer versions of Kubernetes no longer have the API that a manifest names",
    "name the API that replaced it, and check which fields changed",
)

REFUSED = Rule(
    "SN767",
    Severity.ERROR,
    "Kubernetes would refuse a manifest: a field or a value is not allowed there",
    "check the spelling and the indent; a number or a truth value that is meant as text needs quotes",
)

KEY = re.compile(r"^(?P<key>apiVersion|kind):[ ]+(?P<quote>[\"']?)(?P<value>[\w./-]+)(?P=quote)[ \t]*(?:#.*)?$")
NEW_DOCUMENT = re.compile(r"---(?:[ \t]|$)")
IS_MANIFEST = re.compile(r"^apiVersion:[ ]", re.MULTILINE), re.compile(r"^kind:[ ]", re.MULTILINE)
STABLE = re.compile(r"v[1-9]\d*")
HAS_VERSION = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Named:
    """What a manifest says that it is, at a place."""

    value: str
    line: int
    column: int


def is_allowed(kind: str, _fact: str) -> bool:
    """Nothing stands for the value that Kubernetes has of its own."""
    return kind == "empty"


by_fields = schema_judge(lambda _: "kubernetes", {"": REFUSED}, is_allowed, left_out=(*LEFT_OUT, FOREIGN))


def is_manifest(code: str) -> bool:
    return all(one.search(code) for one in IS_MANIFEST)


def judge(snippet: Snippet, files: Mapping[str, str], sandbox: Sandbox) -> Judgement:
    judged = by_fields(snippet, files, sandbox)
    if has_error(judged):
        return judged
    return replace(judged, findings=(*judged.findings, *findings_of(snippet.code)))


def findings_of(code: str) -> Iterator[Finding]:
    near = SuggestionFinder()
    for api, kind in objects_in(code):
        if not HAS_VERSION.search(api.value):
            continue  # a word that stands for it
        if last := removed_kinds().get((api.value, kind.value)):
            fact = f"Kubernetes ≥ {last} no longer has '{kind.value}' in '{api.value}'"
            others = " or ".join(apis_of(kind.value))
            yield Finding(0, KIND_GONE, fact, api.line, api.column, f"it is in {others}" if others else "", fact)
        elif (api.value, kind.value) not in current_kinds():
            yield from unknown_pair(api, kind, near)


def unknown_pair(api: Named, kind: Named, near: SuggestionFinder) -> Iterator[Finding]:
    """Yield what is wrong with a kind, if an API of Kubernetes' own would have to have it."""
    group, version = group_of(api.value), api.value.rpartition("/")[2]
    # The others are named after a domain, and may have kinds of the same names.
    if group not in groups() and "." in group:
        return
    apis = apis_of(kind.value)
    if apis:
        if group not in map(group_of, apis) or STABLE.fullmatch(version):
            fact = f"Kubernetes has no '{kind.value}' in '{api.value}'"
            yield Finding(0, NO_SUCH_KIND, fact, api.line, api.column, f"it is in {' or '.join(apis)}", fact)
    elif group in groups() and not kind.value.endswith("List"):
        names = {name.lower(): name for _, name in current_kinds()}
        meant = names.get(kind.value.lower(), "") or near.find(kind.value, names.values(), cutoff=MIN_RATIO)
        if meant:
            fact = f"Kubernetes has no kind '{kind.value}' in '{api.value}'"
            yield Finding(0, NO_SUCH_KIND, fact, kind.line, kind.column, f"did you mean '{meant}'?", fact)


def objects_in(code: str) -> Iterator[tuple[Named, Named]]:
    """Yield API and kind of each object of a text that says both at its top."""
    found: dict[str, Named] = {}
    for number, line in enumerate([*code.split("\n"), "---"], 1):
        if NEW_DOCUMENT.match(line):
            if len(found) == len(IS_MANIFEST):
                yield found["apiVersion"], found["kind"]
            found = {}
        elif key := KEY.match(line):
            found.setdefault(key["key"], Named(key["value"], number, key.start("value") + 1))


def group_of(api: str) -> str:
    return api.rpartition("/")[0]


@cache
def current_kinds() -> frozenset[tuple[str, str]]:
    return frozenset((api, kind) for api, kinds in NOW.items() for kind in kinds.split())


@cache
def removed_kinds() -> Mapping[tuple[str, str], str]:
    return {
        (api, kind): version for version, apis in GONE.items() for api, kinds in apis.items() for kind in kinds.split()
    }


@cache
def groups() -> frozenset[str]:
    return frozenset(map(group_of, (*NOW, *(api for apis in GONE.values() for api in apis))))


def apis_of(kind: str) -> list[str]:
    return [api for api, kinds in NOW.items() if kind in kinds.split()]


CHECKER = EachChecker(
    name="kubernetes",
    tool="check-jsonschema",
    command="yamllint, then the kinds of Kubernetes' own APIs, their fields, and what newer versions no longer have",
    level=Level.PARSED,
    judge=judge,
    find_version=find_version,
    version=2,
    files=("/etc/kubernetes/*.yaml", "/etc/kubernetes/*.yml"),
    languages=frozenset({"yaml", "yml"}),
    recognise=is_manifest,
)
