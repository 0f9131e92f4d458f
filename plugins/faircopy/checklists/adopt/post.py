"""Writes a post from an adopted list."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches

from faircopy.checklists.adopt.answer_choice import answer_fields
from faircopy.checklists.adopt.inlines import PRIORITIES
from faircopy.checklists.adopt.kept_ids import Earlier, with_kept_ids
from faircopy.checklists.adopt.model import (
    MAX_QUESTIONS,
    Adopted,
    AdoptedQuestion,
    AdoptionError,
    AdoptionNotes,
    Heading,
    Node,
)
from faircopy.checklists.model import STANDARD_HINTS, STANDARD_PRIORITIES
from faircopy.checklists.names import ID, MAX_ID_CHARS, IdMaker, kebab, title_id
from faircopy.checklists.reading.check_outline import RESERVED
from faircopy.checklists.reading.grammar import HINT
from faircopy.checklists.reading.inline import plain_text
from faircopy.checklists.reading.options import COLUMNS

NESTING = 4
TOP_LEVEL = 2
MAX_LEVEL = 6
MAX_PRIORITIES = 12
LABELS = tuple(kind.label for kind in STANDARD_HINTS)


def post_of(adopted: Adopted, name: str, date: str, notes: AdoptionNotes, earlier: Earlier | None = None) -> str:
    """Return the text of a post. Raises AdoptionError.

    `name` is used for a list without a title; questions keep the ids that they have in the `earlier` post.
    """
    nodes = with_first_heading(without_empty_headings(adopted.nodes, notes), notes)
    nodes = with_kept_ids(nodes, earlier, notes) if earlier else nodes
    questions = [node for node in nodes if isinstance(node, AdoptedQuestion)]
    if not questions:
        raise AdoptionError("there is no question in the file")
    if len(questions) > MAX_QUESTIONS:
        raise AdoptionError(
            f"there are {len(questions)} questions, and at most {MAX_QUESTIONS} are taken; split the file"
        )
    priorities = priorities_of(questions)
    labels = labels_of(questions)
    title = plain_text(adopted.title) or name.replace("-", " ").replace("_", " ").strip().capitalize() or "A list"
    head = [*first_fields(title, date, earlier), *list_fields(labels, priorities), *answer_fields(questions, earlier)]
    body = PostBody(nodes, labels, priorities, earlier)
    return "\n".join([*head, "", *body.lines()]).rstrip("\n") + "\n"


def first_fields(title: str, date: str, earlier: Earlier | None) -> list[str]:
    slug = kebab(title)[:60].strip("-") or "a-list"
    name = earlier.name if earlier else slug
    return [f"Title: {title}", f"Date: {date}", f"Slug: {slug}", "Status: draft", f"Checklist: {name}"]


def list_fields(labels: Mapping[str, str], priorities: Mapping[str, str]) -> Iterator[str]:
    """Yield the fields of hints and priorities that are not the standard ones."""
    own = [label for label in labels.values() if label not in LABELS]
    if own:
        yield f"Checklist_hints: {', '.join(own)}"
    if set(priorities) - {one.value for one in STANDARD_PRIORITIES}:
        yield f"Checklist_priorities: {', '.join(priorities.values())}"


def without_empty_headings(nodes: Sequence[Node], notes: AdoptionNotes) -> list[Node]:
    """Return the nodes without headings that have nothing under them."""
    kept: list[Node] = []
    filled = MAX_LEVEL + 1  # the level that a heading must be above to have something under it
    for node in reversed(nodes):
        if not isinstance(node, Heading):
            filled = MAX_LEVEL * 2
            kept.append(node)
        elif plain_text(node.text) and (filled == MAX_LEVEL * 2 or node.level < filled < MAX_LEVEL + 1):
            filled = node.level
            kept.append(node)
        else:
            notes.add(
                "", f"the heading '{plain_text(node.text)[:60]}' has nothing under it, and is left out", "heading"
            )
    return kept[::-1]


def with_first_heading(nodes: list[Node], notes: AdoptionNotes) -> list[Node]:
    """Return the nodes with a heading above the first question, where other questions have one."""
    first = next((number for number, node in enumerate(nodes) if isinstance(node, AdoptedQuestion)), len(nodes))
    headings = [number for number, node in enumerate(nodes) if isinstance(node, Heading)]
    if (
        not headings
        or headings[0] < first
        or not any(isinstance(node, AdoptedQuestion) for node in nodes[headings[0] :])
    ):
        return nodes
    level = min(node.level for node in nodes if isinstance(node, Heading))
    notes.add("", "the questions above the first heading have got one, 'Questions'")
    return [*nodes[:first], Heading(level, "Questions"), *nodes[first:]]


def priorities_of(questions: Iterable[AdoptedQuestion]) -> dict[str, str]:
    """Return value and label of each priority, from the highest."""
    labels = {kebab(question.priority): question.priority for question in questions if kebab(question.priority)}
    if len(labels) > MAX_PRIORITIES or any("," in label or len(label) > MAX_ID_CHARS for label in labels.values()):
        return {}

    def rank(value: str) -> tuple[int, str]:
        return (PRIORITIES.index(value) if value in PRIORITIES else len(PRIORITIES)), value

    return {value: labels[value] for value in sorted(labels, key=rank)}


def labels_of(questions: Iterable[AdoptedQuestion]) -> dict[str, str]:
    """Return a label for each kind of hint: unique, and none like one of our own columns."""
    labels: dict[str, str] = {}
    taken = {*COLUMNS, *(kind.value for kind in STANDARD_HINTS)}
    for label in dict.fromkeys(label for question in questions for label, _ in question.hints):
        name = label.replace(",", " ")
        while label not in LABELS and (not kebab(name) or kebab(name).replace("-", "_") in taken):
            name = f"{name} of the list" if kebab(name) else "Column of the list"
        taken.add(kebab(name).replace("-", "_"))
        labels[label] = name
    return labels


class PostBody:
    def __init__(
        self, nodes: Sequence[Node], labels: dict[str, str], priorities: dict[str, str], earlier: Earlier | None = None
    ) -> None:
        self.nodes, self.labels, self.priorities = nodes, labels, priorities
        levels = sorted({node.level for node in nodes if isinstance(node, Heading)})
        self.levels = {level: min(TOP_LEVEL + number, MAX_LEVEL) for number, level in enumerate(levels)}
        self.kept = set(earlier.questions) if earlier else set()
        self.ids = IdMaker([*RESERVED, *(earlier.taken if earlier else ())])
        titles = (plain_text(node.text) for node in nodes if isinstance(node, Heading))
        self.section_ids = [self.section_id(title) for title in titles]

    def section_id(self, title: str) -> str:
        """Return the id to write after a title; "" if the title itself makes it."""
        id_ = title_id(title)
        return "" if ID.fullmatch(id_) and self.ids.take(id_) else self.ids.make(title)

    def lines(self) -> Iterator[str]:
        ids = iter(self.section_ids)
        is_list = False
        for node in self.nodes:
            if isinstance(node, AdoptedQuestion):
                yield from self.question(node)
                is_list = True
                continue
            yield from [""] if is_list else []
            is_list = False
            if isinstance(node, Heading):
                id_ = next(ids)
                yield f"{'#' * self.levels[node.level]} {node.text}{id_ and f' {{#{id_}}}'}"
            else:
                yield from node.lines
            yield ""

    def question(self, question: AdoptedQuestion) -> Iterator[str]:
        indent = " " * NESTING * question.depth
        inner = indent + " " * NESTING
        name = kebab(question.name)
        id_ = (
            name
            if name in self.kept or (name and len(name) <= MAX_ID_CHARS and self.ids.take(name))
            else self.ids.make(plain_text(question.text))
        )
        priority = kebab(question.priority) if kebab(question.priority) in self.priorities else ""
        box = "[x]" if question.is_ticked else "[ ]"
        yield f"{indent}- {box} {question.text} {{#{id_}{priority and f' .{priority}'}}}"
        hints = list(question.hints)
        if question.priority and not priority:
            hints.append(("Priority", question.priority))
        for label, text in hints:
            yield f"{inner}- **{self.labels.get(label, label)}:** {text}"
        if question.body:
            yield ""
            yield from (f"{inner}{line}" if line else "" for line in plain_labels(question.body))
            yield ""


def plain_labels(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines in which only the first bullet of each known kind can be taken for a hint."""
    seen: set[str] = set()
    for number, line in enumerate(lines):
        found = HINT.match(line[2:]) if line.startswith("* ") else None
        following = next((each for each in lines[number + 1 :] if each), "") if found else ""
        if found and (found["label"] not in LABELS or found["label"] in seen or following.startswith(" ")):
            near = get_close_matches(found["label"].capitalize(), LABELS, n=1)
            yield f"* {found['label']}: {found['text']}" if near else line
        else:
            seen.update([found["label"]] if found else [])
            yield line
