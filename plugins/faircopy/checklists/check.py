"""Checks the checklists of some documents, by themselves and against their lock files."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from faircopy.checklists import rules
from faircopy.checklists.commands import command_line
from faircopy.checklists.model import ChangeKind, Checklist, ChecklistLock, QuestionChange
from faircopy.checklists.reading.outline import Bullet
from faircopy.checklists.reading.parse import ParsedChecklist, parse_checklists
from faircopy.checklists.reading.several import name_of, names_of
from faircopy.checklists.reading.structure import ids_of
from faircopy.checklists.record.lock import NAME, read_lock
from faircopy.checklists.record.lock_file import lock_file
from faircopy.checklists.record.recorded_answers import added_and_removed, in_words, new_meanings
from faircopy.checklists.record.revisions import changes_to, vanished
from faircopy.checklists.vocabulary import Answer
from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.markdown.document import Document

UNRECORDED = {ChangeKind.ADDED: rules.ADDED, ChangeKind.REWORDED: rules.REWORDED, ChangeKind.MOVED: rules.MOVED}


@dataclass(frozen=True, slots=True)
class CheckedList:
    """One list of a document, its lock file, and what is wrong with both."""

    document: Document
    name: str
    lock_file: Path
    checklist: Checklist | None  # None when it has errors
    lock: ChecklistLock | None  # None if there is none, or it is invalid
    diagnostics: tuple[Diagnostic, ...]

    @property
    def place(self) -> str:
        """The post, and where it has several lists, which of them."""
        is_one_of_several = self.checklist is not None and self.checklist.scope
        return f"{self.document.path} ({self.name})" if is_one_of_several else self.document.path


def check_posts(documents: Iterable[Document]) -> list[Diagnostic]:
    """Check the lists of all posts that have one, against their lock files."""
    named = [document for document in documents if name_of(document)]
    checked_lists = [checked for document in named for checked in check_document(document)]
    found = [diagnostic for checked in checked_lists for diagnostic in checked.diagnostics]
    return sorted([*found, *check_names(named)])


def check_page(document: Document) -> Iterator[Diagnostic]:
    """Yield a diagnostic if a page has a checklist: only posts may."""
    if name := name_of(document):
        fact = "a page cannot carry a checklist"
        yield rules.NOT_A_POST.at(document.path, name.line, fact, "move it to posts/", column=name.column)


def check_names(documents: Iterable[Document]) -> Iterator[Diagnostic]:
    first: dict[str, str] = {}
    for document in documents:
        # One that stands twice in a post is a fault of its own.
        for name in {name.value: name for name in names_of(document) if name.value}.values():
            if name.value in first:
                fact = f"the name '{name.value}' is taken by {first[name.value]}"
                hint = "give this list another; answers are kept under it"
                yield rules.NAME_TAKEN.at(document.path, name.line, fact, hint, column=name.column)
            first.setdefault(name.value, f"{document.path}:{name.line}")


def check_document(document: Document) -> tuple[CheckedList, ...]:
    """Check each list of `document` against its lock file."""
    return tuple(check_list(document, parsed) for parsed in parse_checklists(document))


def check_list(document: Document, parsed: ParsedChecklist) -> CheckedList:
    name = parsed.name.value
    file = lock_file(document, name)
    lock = read_lock(file)
    if isinstance(lock, Diagnostic):
        return CheckedList(document, name, file, parsed.checklist, None, (*parsed.diagnostics, lock))
    against = tuple(against_record(document.path, parsed, lock, file.name, draft=is_draft(document)))
    return CheckedList(document, name, file, parsed.checklist, lock, (*parsed.diagnostics, *against))


def is_draft(document: Document) -> bool:
    status = document.field("status")
    return status is not None and status.value.lower() == "draft"


def against_record(
    path: str, parsed: ParsedChecklist, lock: ChecklistLock | None, file: str = NAME, *, draft: bool = False
) -> Iterator[Diagnostic]:
    checklist = parsed.checklist
    if checklist is None:
        if lock:
            yield from reused_ids(path, parsed, lock)
        return
    here = path, checklist.line
    command = f"run '{command_line(f'record {path}')}'"
    if lock is None:
        fact = f"there is no {file} beside this post, so its list has never been recorded"
        # Readers have no answers to a draft yet that could be lost.
        rule = replace(rules.NOT_RECORDED, severity=Severity.NOTE) if draft else rules.NOT_RECORDED
        yield rule.at(*here, fact, f"{command} before you publish it" if draft else command, column=checklist.column)
    elif lock.name != checklist.name:
        fact = f"the {file} beside this post is of the list '{lock.name}'"
        hint = "keep a list's name: answers are saved under it"
        yield rules.LOCK_OF_ANOTHER.at(*here, fact, hint, column=checklist.column)
    else:
        yield from reused_ids(path, parsed, lock)
        yield from renamed_sections(path, checklist, lock)
        yield from unrecorded(path, checklist, lock)
        yield from other_answers(path, checklist, lock)
        for id_ in vanished(checklist, lock):
            yield without_disposition(path, checklist, lock, id_)


def other_answers(path: str, checklist: Checklist, lock: ChecklistLock) -> Iterator[Diagnostic]:
    for before, now in new_meanings(checklist, lock):
        yield reused_answer(path, checklist, before, now)
    added, removed = added_and_removed(checklist, lock)
    if added or removed:
        facts = (f"{what} {', '.join(map(repr, some))}" for what, some in (("new", added), ("gone", removed)) if some)
        fact = f"the answers to choose from have changed, which is not recorded: {'; '.join(facts)}"
        yield rules.ANSWERS_CHANGED.at(
            path, checklist.line, fact, f"run '{command_line(f'record {path}')}'", column=checklist.column
        )


def reused_answer(path: str, checklist: Checklist, before: Answer, now: Answer) -> Diagnostic:
    fact = f"the answer '{now.value}' was {in_words(before)}, and is now {in_words(now)}"
    hint = (
        "readers may have chosen it: give the new meaning another value; or, where both mean the same, "
        f"'{command_line(f'record {path} --same-answer {now.value}')}'"
    )
    return rules.ANSWER_REUSED.at(path, checklist.line, fact, hint, column=checklist.column)


def without_disposition(path: str, checklist: Checklist, lock: ChecklistLock, id_: str) -> Diagnostic:
    fact = f"the question '{id_}' is gone: '{lock.items[id_].question}'"
    hint = (
        f"put it back, or say what became of it: '{command_line(f'record {path} --retire {id_}')}', "
        f"or --replace {id_}=NEW, --split {id_}=A,B, --merge {id_},…=NEW"
    )
    return rules.VANISHED.at(path, checklist.line, fact, hint, column=checklist.column)


def reused_ids(path: str, parsed: ParsedChecklist, lock: ChecklistLock) -> Iterator[Diagnostic]:
    for place, id_ in ids_of(parsed.structure):
        if isinstance(place, Bullet) and id_ in lock.gone:
            gone = lock.gone[id_]
            fact = f"the id '{id_}' was that of a question that is gone since {gone.at}: '{gone.last.question}'"
            hint = "give this question another id; one that was in use is never used again"
            yield rules.ID_RETIRED.at(path, place.line, fact, hint, column=place.column)


def unrecorded(path: str, checklist: Checklist, lock: ChecklistLock) -> Iterator[Diagnostic]:
    places = {item.id: item for _, item in checklist.placed_items()}
    renamed = dict(renamings(checklist, lock))
    for change in changes_to(checklist, lock):
        if change.kind is ChangeKind.MOVED and renamed.get(change.before) == change.after:
            continue  # said once, of the section
        if change.id in lock.gone:
            continue  # it must have another id first
        item = places[change.id]
        yield UNRECORDED[change.kind].at(
            path, item.line, describe(change), f"run '{command_line(f'record {path}')}'", column=item.column
        )


def describe(change: QuestionChange) -> str:
    match change.kind:
        case ChangeKind.REWORDED:
            return f"the question '{change.id}' is reworded, which is not recorded; it was '{change.before}'"
        case ChangeKind.MOVED:
            return f"the question '{change.id}' has moved here from '{change.before}', which is not recorded"
        case _:
            return f"the question '{change.id}' is new, which is not recorded"


def renamed_sections(path: str, checklist: Checklist, lock: ChecklistLock) -> Iterator[Diagnostic]:
    sections = {section.id: section for section in checklist.sections}
    for old, new in renamings(checklist, lock):
        section = sections[new]
        fact = f"the section '{old}' has become '{new}', which is not recorded"
        heading = f"{'#' * section.level} {section.title.source} {{#{old}}}"
        command = command_line(f"record {path}")
        hint = f"to keep what assessors have added to it, write '{heading}'; otherwise run '{command}'"
        yield rules.MOVED.at(path, section.line, fact, hint, column=section.column)


def renamings(checklist: Checklist, lock: ChecklistLock) -> Iterator[tuple[str, str]]:
    """Yield (old, new) for each recorded section that is gone and whose questions are all in one new section."""
    here = {section.id for section in checklist.sections}
    now = {item.id: section.id for section, item in checklist.placed_items()}
    went_to: dict[str, set[str]] = {}
    for id_, item in lock.items.items():
        if item.section not in here and id_ in now:
            went_to.setdefault(item.section, set()).add(now[id_])
    for old, places in sorted(went_to.items()):
        if len(places) == 1 and (new := next(iter(places))) not in lock.sections:
            yield old, new
