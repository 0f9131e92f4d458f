"""The ids that the questions of a list had when it was adopted before, so that readers keep their answers."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from faircopy.checklists.adopt.model import AdoptedQuestion, AdoptionError, AdoptionNotes, Heading, Node
from faircopy.checklists.check import check_document
from faircopy.checklists.names import kebab
from faircopy.checklists.reading.inline import plain_text
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import read_document

FIELDS = ("checklist_answers", "checklist_ticked")
ALIKE = 0.6  # of the words of two questions, so many must be the same, in the same order


@dataclass(frozen=True, slots=True)
class Earlier:
    """The post that was made of the list before."""

    name: str  # of the list
    questions: Mapping[str, str]  # plain text by id, in their order
    sections: Mapping[str, str]  # title of the section by id of a question
    taken: frozenset[str]  # all ids that the list has or had
    answers: str  # its set of answers, as the front matter has it; "" if it names none
    ticked: str  # the answer of a ticked box


def earlier_post(path: Path) -> Earlier:
    """Return what a post has of its list. Raises AdoptionError."""
    document = read_document(path)
    found = () if isinstance(document, Diagnostic) else check_document(document)
    lists = [checked for checked in found if checked.checklist]
    if isinstance(document, Diagnostic) or len(lists) != 1 or lists[0].checklist is None:
        raise AdoptionError(f"'{path}' is not a post with one list; name the post that was made of the list before")
    checklist, lock = lists[0].checklist, lists[0].lock
    questions = {item.id: item.question.plain for _, item in checklist.placed_items()}
    sections = {item.id: section.title.plain for section, item in checklist.placed_items()}
    recorded = (*lock.items, *lock.gone) if lock else ()
    answers, ticked = (field.value if (field := document.field(key)) else "" for key in FIELDS)
    return Earlier(checklist.name, questions, sections, frozenset((*questions, *recorded)), answers, ticked)


def with_kept_ids(nodes: Sequence[Node], earlier: Earlier, notes: AdoptionNotes) -> list[Node]:
    """Return the nodes; a question that the earlier post has, in the same or similar words, has its id."""
    questions: list[AdoptedQuestion] = []
    sections: list[str] = []
    title = ""
    for node in nodes:
        title = plain_text(node.text) if isinstance(node, Heading) else title
        if isinstance(node, AdoptedQuestion):
            questions.append(node)
            sections.append(title)
    ids = dict(kept_ids(questions, sections, earlier, notes))
    named = iter([replace(question, name=ids.get(number, question.name)) for number, question in enumerate(questions)])
    return [next(named) if isinstance(node, AdoptedQuestion) else node for node in nodes]


def kept_ids(
    questions: Sequence[AdoptedQuestion], sections: Sequence[str], earlier: Earlier, notes: AdoptionNotes
) -> Iterator[tuple[int, str]]:
    """Yield number and id of each question that keeps its id.

    That is by its own id, by equal words in a section of the same title, by equal words, and by similar ones. Of
    several with the same words, the first has the id of the first: otherwise answers would go from one to the other.
    """
    left = dict(earlier.questions)
    texts = {number: plain_text(question.text) for number, question in enumerate(questions)}
    for number, question in enumerate(questions):
        if left.pop(kebab(question.name), None) is not None:
            del texts[number]
            yield number, kebab(question.name)
    for within in (sections, None):
        new = {number: (within[number] if within else "", text) for number, text in texts.items()}
        old = {id_: (earlier.sections[id_] if within else "", text) for id_, text in left.items()}
        for number, id_ in [*equal(new, old)]:
            del texts[number], left[id_]
            yield number, id_
    # Sorting keeps the order of those that are as much alike.
    for _, number, id_ in sorted(alike(texts, left), key=lambda found: -found[0]):
        if number in texts and id_ in left:
            notes.add("", f"'{texts.pop(number)[:60]}' keeps the id '{id_}' of '{left.pop(id_)[:60]}'")
            yield number, id_
    for id_, text in left.items():
        notes.add("", f"'{id_}' is no longer there, '{text[:60]}'; say what became of it when you record the list")


def equal(new: Mapping[int, tuple[str, str]], old: Mapping[str, tuple[str, str]]) -> Iterator[tuple[int, str]]:
    """Yield pairs of what is equal in the new list and in the old one, each at most once, in their order."""
    ids: dict[tuple[str, str], deque[str]] = {}
    for id_, words in old.items():
        ids.setdefault(words, deque()).append(id_)
    for number, words in new.items():
        if ids.get(words):
            yield number, ids[words].popleft()


def alike(texts: Mapping[int, str], left: Mapping[str, str]) -> Iterator[tuple[float, int, str]]:
    words = {id_: text.lower().split() for id_, text in left.items()}
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    for number, text in texts.items():
        matcher.set_seq2(text.lower().split())
        for id_, old in words.items():
            matcher.set_seq1(old)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                yield matcher.ratio(), number, id_
