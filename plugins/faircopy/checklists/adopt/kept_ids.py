"""The ids that the questions of a list had when it was adopted before, so that readers keep their answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import Path

from faircopy.checklists.adopt.model import AdoptedQuestion, AdoptionError, AdoptionNotes, Node
from faircopy.checklists.check import check_document
from faircopy.checklists.inline import plain_text
from faircopy.checklists.names import kebab
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import read_document

FIELDS = ("checklist_answers", "checklist_ticked")
ALIKE = 0.6  # of the words of two questions, so many must be the same, in the same order


@dataclass(frozen=True, slots=True)
class Earlier:
    """The post that was made of the list before."""

    name: str  # of the list
    questions: Mapping[str, str]  # plain text by id
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
    recorded = (*lock.items, *lock.gone) if lock else ()
    answers, ticked = (field.value if (field := document.field(key)) else "" for key in FIELDS)
    return Earlier(checklist.name, questions, frozenset((*questions, *recorded)), answers, ticked)


def with_kept_ids(nodes: Sequence[Node], earlier: Earlier, notes: AdoptionNotes) -> list[Node]:
    """Return the nodes; a question that the earlier post has, in the same or similar words, has its id."""
    questions = [node for node in nodes if isinstance(node, AdoptedQuestion)]
    ids = dict(kept_ids(questions, earlier, notes))
    named = iter([replace(question, name=ids.get(number, question.name)) for number, question in enumerate(questions)])
    return [next(named) if isinstance(node, AdoptedQuestion) else node for node in nodes]


def kept_ids(questions: Sequence[AdoptedQuestion], earlier: Earlier, notes: AdoptionNotes) -> Iterator[tuple[int, str]]:
    """Yield number and id of each question that keeps its id: by its own id, by equal words, by similar words."""
    left = dict(earlier.questions)
    texts = {number: plain_text(question.text) for number, question in enumerate(questions)}
    for number, question in enumerate(questions):
        if left.pop(kebab(question.name), None) is not None:
            del texts[number]
            yield number, kebab(question.name)
    by_text = {text: id_ for id_, text in reversed(left.items())}
    for number, text in [*texts.items()]:
        if (id_ := by_text.pop(text, "")) and left.pop(id_, None) is not None:
            del texts[number]
            yield number, id_
    for _, number, id_ in sorted(alike(texts, left), reverse=True):
        if number in texts and id_ in left:
            notes.add("", f"'{texts.pop(number)[:60]}' keeps the id '{id_}' of '{left.pop(id_)[:60]}'")
            yield number, id_
    for id_, text in left.items():
        notes.add("", f"'{id_}' is no longer there, '{text[:60]}'; say what became of it when you record the list")


def alike(texts: Mapping[int, str], left: Mapping[str, str]) -> Iterator[tuple[float, int, str]]:
    words = {id_: text.lower().split() for id_, text in left.items()}
    matcher: SequenceMatcher[str] = SequenceMatcher(autojunk=False)
    for number, text in texts.items():
        matcher.set_seq2(text.lower().split())
        for id_, old in words.items():
            matcher.set_seq1(old)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE and matcher.ratio() >= ALIKE:
                yield matcher.ratio(), number, id_
