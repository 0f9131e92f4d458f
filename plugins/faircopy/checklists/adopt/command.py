"""The command `checklists adopt`, which turns a file of somebody else's into a post."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from faircopy.checklists.adopt.json_file import read_json, read_json_lines
from faircopy.checklists.adopt.kept_ids import earlier_post
from faircopy.checklists.adopt.markdown_list import read_markdown
from faircopy.checklists.adopt.markups.read import MARKUPS, markup_of, read_markup
from faircopy.checklists.adopt.model import MAX_BYTES, Adopted, AdoptionError, AdoptionNotes
from faircopy.checklists.adopt.post import post_of
from faircopy.checklists.adopt.table_file import decoded, read_table
from faircopy.checklists.adopt.yaml_file import read_yaml
from faircopy.checklists.reading.parse import parse_checklists
from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import has_errors
from faircopy.markdown.document import parse_document

READERS: dict[str, Callable[[str, AdoptionNotes, str], Adopted]] = {
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".txt": read_markdown,
    ".csv": read_table,
    ".tsv": read_table,
    ".json": read_json,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".yaml": read_yaml,
    ".yml": read_yaml,
}
# Files of programs, and what these can save in their place.
OTHER_FILES = {
    **dict.fromkeys((".xlsx", ".xls", ".ods", ".numbers"), "a spreadsheet; save it as CSV in UTF-8"),
    **dict.fromkeys((".docx", ".doc", ".odt", ".rtf", ".pages"), "a word processor's; save it as a web page (.html)"),
    ".pdf": "made for paper; ask for the text that it was made from, or copy it into a file .txt",
}


def adopt(
    path: Path, base: str = "", *, takes_bullets: bool = False, before: Path | None = None
) -> tuple[str, AdoptionNotes]:
    """Return the text of a post made from a file, and the notes on what was lost. Raises AdoptionError.

    Questions keep the ids that they have in `before`, the post that was made of the list before.
    """
    notes = AdoptionNotes(str(path))
    suffix = path.suffix.lower()
    refuse_other_files(suffix)
    text = decoded(bytes_of(path), notes)
    if not text.strip():
        raise AdoptionError("the file is empty")
    if convert := markup_of(suffix, text):
        adopted = read_markup(text, convert, notes, base, takes_bullets=takes_bullets)
    elif READERS[suffix] is read_markdown:
        adopted = read_markdown(text, notes, base, takes_bullets=takes_bullets)
    else:
        adopted = READERS[suffix](text, notes, base)
    earlier = earlier_post(before) if before else None
    post = post_of(adopted, path.stem, dt.datetime.now().astimezone().date().isoformat(), notes, earlier)
    verify(post)
    return post, notes


def refuse_other_files(suffix: str) -> None:
    """Raise AdoptionError for the ending of a file that no reader is for."""
    if suffix in OTHER_FILES:
        raise AdoptionError(f"a file '{suffix}' is {OTHER_FILES[suffix]}, and adopt that")
    if suffix not in READERS | MARKUPS:
        raise AdoptionError(f"'{suffix}' is no ending of a list; known: {', '.join(READERS | MARKUPS)}")


def bytes_of(path: Path) -> bytes:
    """Return what is in a file. Raises AdoptionError for one that cannot be read, or is too large."""
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise AdoptionError(f"the file cannot be read: {error.strerror}") from error
    if len(data) > MAX_BYTES:
        raise AdoptionError(f"the file is larger than {MAX_BYTES // 1_000_000} MB; split it")
    return data


def summary_of(post: str, notes: int) -> str:
    """Return a summary of the new post; how it is answered is guessed, so it is said."""
    (parsed,) = parse_checklists(parse_document("", post))
    checklist = parsed.checklist
    sections = len(checklist.sections) if checklist else 0
    questions = sum(1 for _ in checklist.placed_items()) if checklist else 0
    labels = " / ".join(answer.label for answer in checklist.vocabulary.answers) if checklist else ""
    return (
        f"{count(questions, 'question')} in {count(sections, 'section')}; {count(notes, 'note')} on what was not kept\n"
        f"answers: {labels}; other ones with 'Checklist_answers'"
    )


def verify(post: str) -> None:
    """Raise AdoptionError if the new post is not a valid list."""
    document = parse_document("", post)
    (parsed,) = parse_checklists(document)
    if has_errors(parsed.diagnostics):
        first = next(found for found in parsed.diagnostics if found.severity == "error")
        line = document.lines[first.line - 1].strip()
        raise AdoptionError(f"it would not be a list: {first.message}, in '{line[:100]}'; please report this")
