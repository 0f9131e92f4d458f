"""The command `checklists`: write ids, check lists against their lock files, record changes."""

import argparse
import datetime as dt
import sys
from collections.abc import Sequence
from pathlib import Path

from faircopy.checklists import rules
from faircopy.checklists.adopt.command import adopt, summary_of
from faircopy.checklists.adopt.model import AdoptionError
from faircopy.checklists.arguments import parser
from faircopy.checklists.check import CheckedList, check_document, check_names
from faircopy.checklists.ids import with_ids
from faircopy.checklists.model import ChecklistLock, QuestionChange
from faircopy.checklists.record.lock import dump_lock
from faircopy.checklists.recording import given_to, next_record
from faircopy.checklists.reports import report
from faircopy.console import as_command, progress, result
from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import Diagnostic, has_errors
from faircopy.markdown.document import read_document
from faircopy.markdown.files import alone_in, write_whole
from faircopy.markdown.new_files import new_file


@as_command
def main(arguments: Sequence[str] | None = None, prog: str = "checklists") -> int:
    runs = {"ids": run_ids, "check": run_check, "record": run_record, "adopt": run_adopt}
    options = parser(prog, runs).parse_args(arguments)
    status: int = options.run(options)
    return status


# checklists adopt


def run_adopt(options: argparse.Namespace) -> int:
    output: Path | None = options.output
    try:
        post, notes = adopt(options.file, options.base, takes_bullets=options.bullets, before=options.like)
        if output:
            output.parent.mkdir(parents=True, exist_ok=True)
            with new_file(output) as file:
                file.write(post.encode())
        else:
            sys.stdout.write(post)
    except FileExistsError:
        progress(f"'{output}' is there already, and is left as it is; name another file")
        return 1
    except AdoptionError as error:
        progress(f"{options.file}: {error}")
        return 1
    for note in notes.summary():
        progress(note)
    progress(summary_of(post, len(notes.summary())))
    if output:
        progress(f"next: look at {output}, then 'checklists record {output}'")
    return 0


# checklists ids


def run_ids(options: argparse.Namespace) -> int:
    return max(ids_in(path) for path in options.file)


def ids_in(path: Path) -> int:
    checked_lists = listed_document(path)
    if isinstance(checked_lists, Diagnostic):
        return fail([checked_lists])
    all_found = [found for checked in checked_lists for found in checked.diagnostics]
    if unreadable := [found for found in all_found if found.code == rules.LOCK_UNREADABLE.code]:
        return fail(unreadable)
    # Read again as it is, because a Document's newlines are normalised.
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    locks = [checked.lock for checked in checked_lists if checked.lock]
    fresh, written = with_ids(text, {id_ for lock in locks for id_ in (*lock.items, *lock.gone)})
    if written:
        write_whole(path, fresh, text)
    for line, id_ in written:
        result(f"{path}:{line}: {id_}")
    progress(f"{path}: {count(len(written), 'id')} written")
    return 0


# checklists check


def run_check(options: argparse.Namespace) -> int:
    checked_lists, unread = check_below(options.path)
    names = check_names({checked.document.path: checked.document for checked in checked_lists}.values())
    diagnostics = sorted([*unread, *(found for checked in checked_lists for found in checked.diagnostics), *names])
    if text := report(options.format, diagnostics, checked_lists):
        print(text)
    progress(f"{count(len(checked_lists), 'checklist')}, {count(len(diagnostics), 'problem')}")
    return 1 if has_errors(diagnostics) else 0


def check_below(paths: Sequence[Path]) -> tuple[list[CheckedList], list[Diagnostic]]:
    found_in: dict[Path, tuple[CheckedList, ...] | Diagnostic] = {
        path.resolve(): listed_document(path) for path in paths if path.is_file()
    }
    for folder in filter(Path.is_dir, paths):
        for file in sorted(folder.rglob("*.md")):
            document = read_document(file)
            if found := document if isinstance(document, Diagnostic) else check_document(document):
                found_in.setdefault(file.resolve(), found)
    found_all = found_in.values()
    return [one for found in found_all if not isinstance(found, Diagnostic) for one in found], [
        one for one in found_all if isinstance(one, Diagnostic)
    ]


def listed_document(path: Path) -> tuple[CheckedList, ...] | Diagnostic:
    """Check the lists of a file that must contain one."""
    document = read_document(path)
    hint = "add a line 'Checklist: …' at the top, with the list's name"
    missing = rules.NAME_UNUSABLE.at(str(path), 1, "there is no field 'Checklist'", hint)
    return document if isinstance(document, Diagnostic) else check_document(document) or missing


# checklists record


def run_record(options: argparse.Namespace) -> int:
    with alone_in(options.file.parent):
        return record_file(options)


def record_file(options: argparse.Namespace) -> int:
    checked_lists = listed_document(options.file)
    if isinstance(checked_lists, Diagnostic):
        return fail([checked_lists])
    given = given_to([one for given in options.dispositions for one in given], checked_lists, options.list)
    if isinstance(given, Diagnostic):
        return fail([given])
    today = dt.datetime.now().astimezone().date()
    fresh = [next_record(one, mine, options.date, today, options.same_answers) for one, mine in given]
    # Record all or none: an error in one may come from an option meant for another.
    if problems := sorted({found for one in fresh if not isinstance(one, ChecklistLock) for found in one}):
        return fail(problems)
    for (checked, _), lock in zip(given, fresh, strict=True):
        if isinstance(lock, ChecklistLock):
            write_record(checked, lock)
    return 0


def write_record(checked: CheckedList, lock: ChecklistLock) -> None:
    if lock is checked.lock:
        progress(f"{checked.place}: nothing has changed since revision {lock.latest}")
        return
    write_whole(checked.lock_file, dump_lock(lock))
    for change in lock.revisions[-1].changes:
        print(describe(change))
    if lock.revisions[-1].answers:
        print("answers changed")
    progress(f"{checked.lock_file}: revision {lock.latest}, {count(len(lock.items), 'question')}")


def describe(change: QuestionChange) -> str:
    """Return 'split-to backups-and-dr -> backups, disaster-recovery'."""
    into = f" -> {', '.join(change.into)}" if change.into else ""
    return f"{change.kind} {change.id}{into}"


# At the edge


def fail(diagnostics: Sequence[Diagnostic]) -> int:
    for diagnostic in diagnostics:
        print(diagnostic)
    return 1
