"""Combines documents with their verdicts, for pages, feeds and downloads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from faircopy.markdown.comments import HtmlComment, find_comments
from faircopy.markdown.document import Document
from faircopy.markdown.fences import Fence, find_fences
from faircopy.snippets.model import CheckedSnippet, Snippet, Status, Verdict
from faircopy.snippets.reading.attributes import read_fence
from faircopy.snippets.reading.fence_info import parse_info
from faircopy.snippets.reading.read import is_setup


@dataclass(frozen=True, slots=True)
class RenderedFence:
    """A fence with its verdict."""

    number: int  # among the fences of its document, from 1
    fence: Fence
    language: str
    snippet: Snippet | None = None  # None: it claims nothing
    verdict: Verdict | None = None  # None: not checked

    @property
    def id(self) -> str:
        """The id of its element in the page."""
        return f"snippet-{self.number}"

    @property
    def is_broken(self) -> bool:
        """Whether nobody should copy it: it fails, on purpose or not."""
        failed = self.verdict is not None and self.verdict.status in (Status.FAILED, Status.TIMED_OUT)
        return failed or (self.snippet is not None and self.snippet.must_fail)


@dataclass(frozen=True, slots=True)
class VerifiedDocument:
    """A document, its fences, and its hidden files."""

    document: Document
    fences: tuple[RenderedFence, ...]
    setups: tuple[HtmlComment, ...]  # the lines of hidden files, which no page shows
    hidden: tuple[Snippet, ...]


def verified_documents(documents: Iterable[Document], checked: Iterable[CheckedSnippet]) -> list[VerifiedDocument]:
    """Return each document with the results of checking all of them."""
    by_path: dict[str, list[CheckedSnippet]] = defaultdict(list)
    for one in checked:
        by_path[one.snippet.path].append(one)
    return [verified_document(document, by_path[document.path]) for document in documents]


def verified_document(document: Document, checked: Iterable[CheckedSnippet] = ()) -> VerifiedDocument:
    """Return one document; without `checked`, its fences have no verdicts."""
    verdicts = {one.snippet.line: one for one in checked}
    proofs = tuple(
        rendered_fence(number, fence, verdicts.get(fence.line)) for number, fence in enumerate(find_fences(document), 1)
    )
    setups = tuple(comment for comment in find_comments(document) if is_setup(comment))
    hidden = tuple(one.snippet for one in verdicts.values() if one.snippet.hidden)
    return VerifiedDocument(document, proofs, setups, hidden)


def rendered_fence(number: int, fence: Fence, checked: CheckedSnippet | None) -> RenderedFence:
    info = parse_info(fence.info, fence.info_column)
    if checked is None:
        # Which checkers there are is the check's business: whatever the author has chosen will do here.
        chosen = [attribute.value for attribute in info.attributes if attribute.key == "check"]
        snippet = read_fence("", fence, chosen)
        claims = isinstance(snippet, Snippet) and claims_something(snippet)
        return RenderedFence(number, fence, info.language, snippet if isinstance(snippet, Snippet) and claims else None)
    if checked.verdict.status is Status.SKIPPED and not claims_something(checked.snippet):
        return RenderedFence(number, fence, info.language)
    return RenderedFence(number, fence, info.language, checked.snippet, checked.verdict)


def claims_something(snippet: Snippet) -> bool:
    """Tell whether a fence has attributes besides its language."""
    return bool(snippet.file or snippet.log or snippet.context or snippet.check or snippet.must_fail)
