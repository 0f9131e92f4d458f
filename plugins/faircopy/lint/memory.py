"""What has been found out of each document, kept by all that it depends on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

import msgspec

from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic
from faircopy.incremental.digests import digest_of
from faircopy.incremental.store import Store
from faircopy.lint.findings import Finding
from faircopy.lint.ignores import Ignore
from faircopy.lint.links import Link
from faircopy.lint.rules.check_failed import CHECK_FAILED
from faircopy.markdown.document import Document
from faircopy.snippets.check import Report, Settings, check_documents, state_of_tools
from faircopy.snippets.model import Checked
from faircopy.snippets.shown import Proven, prove
from faircopy.snippets.verdicts import are_lasting

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Reading:
    """What a document says by itself; nothing in it depends on any other file."""

    findings: tuple[Finding, ...]
    links: tuple[Link, ...]
    anchors: frozenset[str]
    ignores: tuple[Ignore, ...]


@dataclass(frozen=True, slots=True)
class Judged:
    """What the checkers say of the snippets of one document."""

    proven: Proven
    checked: tuple[Checked, ...]
    diagnostics: tuple[Diagnostic, ...]
    tools: dict[str, str]  # that were used, name -> version


class Memory:
    """Readings and judgements of earlier runs. `code` is the digest of all code that makes them."""

    def __init__(self, store: Store | None, code: str = "") -> None:
        """Without a `store` nothing is kept."""
        self.store = store
        self.code = code

    def reading(self, document: Document, site: Site, *, dated: bool, read: Callable[[], Reading]) -> Reading:
        """Return what `read` returns."""
        if self.store is None:
            return read()
        key = digest_of((self.code, document.path, document.text, site, dated))
        known = self.kept(self.store, key, Reading)
        if known is None:
            known = read()
            # A fault of ours may come of the moment: memory that was short, say.
            if all(one.diagnostic.code != CHECK_FAILED.code for one in known.findings):
                self.keep(self.store, key, known)
        return known

    def judged(self, documents: Iterable[Document], settings: Settings) -> list[Judged]:
        """Check the snippets of some documents; those that are new all together."""
        documents = list(documents)
        if self.store is None or settings.checkers is not None:
            return judge(documents, settings)
        keys = [digest_of((self.code, self.tools, settings.strict, one.path, one.text)) for one in documents]
        known = {key: self.kept(self.store, key, Judged) for key in keys}
        new = [(key, one) for key, one in zip(keys, documents, strict=True) if known[key] is None]
        for (key, _), found in zip(new, judge([one for _, one in new], settings), strict=True):
            known[key] = found
            if are_lasting(found.checked, found.diagnostics):
                self.keep(self.store, key, found)
        return [judged for key in keys if (judged := known[key])]

    @cached_property
    def tools(self) -> str:
        return digest_of(state_of_tools())

    def kept(self, store: Store, key: str, kind: type[Value]) -> Value | None:
        data = store.get(kind.__name__, key)
        try:
            return msgspec.json.decode(data, type=kind) if data else None
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            return None

    def keep(self, store: Store, key: str, value: Value) -> Value:
        store.put(type(value).__name__, key, msgspec.json.encode(value))
        return value


def judge(documents: list[Document], settings: Settings) -> list[Judged]:
    if not documents:
        return []
    report = check_documents(documents, settings)
    return [
        Judged(
            proven,
            tuple(one for one in report.checked if one.snippet.path == proven.document.path),
            tuple(one for one in report.diagnostics if one.path == proven.document.path),
            dict(report.tools),
        )
        for proven in prove(documents, report.checked)
    ]


def report_of(judged: Iterable[Judged]) -> Report:
    """Return the judgements of some documents as one report."""
    judged = list(judged)
    return Report(
        tuple(checked for one in judged for checked in one.checked),
        tuple(sorted(diagnostic for one in judged for diagnostic in one.diagnostics)),
        {name: version for one in judged for name, version in one.tools.items()},
    )
