"""Baseline: the findings that a project has accepted, so that only new ones are reported.

A finding is identified by its file, code, message and the text around it, never by its line number.
"""

import hashlib
import json
import os
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import Document
from faircopy.markdown.files import alone_in, open_regular, why_unreadable, write_whole
from faircopy.snippets import rules as common_rules
from faircopy.snippets.command.toml_file import ConfigurationError

VERSION = 1
MAX_BYTES = 64 * 2**20
MAX_COUNT = 1_000_000_000
WRITE_AGAIN = "write it again with --write-baseline"
LINE_NUMBER = re.compile(r"\bline \d+")
# What these tell may be otherwise tomorrow, or on another machine.
NOT_JUDGED = {rule.code for rule in (common_rules.TOOL_MISSING, common_rules.CHECKER_FAILED)}
FENCE = re.compile(r"[\s>*+\-\d.)]*(?:`{3,}|~{3,})")


@dataclass(frozen=True, slots=True, order=True)
class AcceptedFinding:
    """A finding that a project has accepted."""

    path: str  # with slashes, from the folder of the baseline
    code: str
    message: str  # without numbers of lines
    content: str  # digest of the text around it


@dataclass(frozen=True, slots=True)
class BaselineComparison:
    """The findings of a run, compared with a baseline."""

    new: tuple[Diagnostic, ...]
    accepted: int
    gone: int  # accepted ones in the files of this run that are there no more


def accepted_of(diagnostic: Diagnostic, document: Document | None, folder: Path) -> AcceptedFinding:
    """Return the identity of a finding; `document` is None if the file cannot be read."""
    message = LINE_NUMBER.sub("line N", diagnostic.message)
    content = around(document.lines, diagnostic.line) if document else ""
    digest = hashlib.sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:20]
    return AcceptedFinding(path_from(folder, diagnostic.path), diagnostic.code, message, digest)


def around(lines: Sequence[str], line: int) -> str:
    """Return a line and its neighbours without indent; for an opening fence, without the prose before it."""
    here = lines[line - 1] if 0 < line <= len(lines) else ""
    first = line - 1 if FENCE.match(here) else line - 2
    return "\n".join(text.strip() for text in lines[max(0, first) : line + 1])


def path_from(folder: Path, path: str) -> str:
    return os.path.relpath(path, folder).replace(os.sep, "/")


def compare(
    diagnostics: Iterable[Diagnostic],
    documents: Mapping[str, Document],
    baseline: Mapping[AcceptedFinding, int],
    folder: Path,
    checked: Collection[str],
) -> BaselineComparison:
    """Return the new findings. An entry accepts as many findings as it counts, in its own file only.

    `checked` are the paths of all files of this run.
    """
    left = Counter(baseline)
    new: list[Diagnostic] = []
    accepted = 0
    for diagnostic in diagnostics:
        entry = accepted_of(diagnostic, documents.get(diagnostic.path), folder)
        if left[entry] > 0:
            left[entry] -= 1
            accepted += 1
        else:
            new.append(diagnostic)
    seen = {path_from(folder, path) for path in checked}
    return BaselineComparison(tuple(new), accepted, sum(number for entry, number in left.items() if entry.path in seen))


def read_baseline(path: Path) -> Counter[AcceptedFinding]:
    """Return the entries of a baseline, with their counts. Raises ConfigurationError."""
    value = read_json(path)
    if value.get("version") != VERSION:
        fact = f"this baseline is of version {value.get('version')!r}, and this program reads {VERSION}"
        raise ConfigurationError(f"{path}:1: {fact}; {WRITE_AGAIN}")
    try:
        return Counter(
            {
                AcceptedFinding(*(text_of(one[key]) for key in ("path", "code", "message", "content"))): number_of(
                    one["count"]
                )
                for one in value["findings"]
            }
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ConfigurationError(f"{path}:1: an entry of this baseline is not what we write; {WRITE_AGAIN}") from error


def read_json(path: Path) -> dict[str, Any]:
    try:
        with open_regular(path) as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise ConfigurationError(f"{path}:1: there is no such baseline; make it with --write-baseline") from error
    except OSError as error:
        raise ConfigurationError(f"{path}:1: {'; '.join(why_unreadable(path, error))}") from error
    if len(data) > MAX_BYTES:
        raise ConfigurationError(f"{path}:1: it has more than {MAX_BYTES} bytes; name another baseline")
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or "findings" not in value:
        raise ConfigurationError(f"{path}:1: this is no baseline; name another file, or remove it and make one anew")
    return value


def text_of(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value


def number_of(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= MAX_COUNT:
        raise ValueError
    return value


def write_baseline(
    path: Path, diagnostics: Iterable[Diagnostic], documents: Mapping[str, Document], checked: Collection[str]
) -> int:
    """Accept all findings of a run; return their number. Entries of files that were not checked stay.

    Raises ConfigurationError if the file exists and is no baseline, and OSError.
    """
    folder = path.absolute().parent
    kept: Counter[AcceptedFinding] = Counter()
    if os.path.lexists(path):
        value = read_json(path)
        kept = read_baseline(path) if value.get("version") == VERSION else kept
    seen = {path_from(folder, one) for one in checked}
    entries = Counter(
        {one: number for one, number in kept.items() if one.path not in seen and (folder / one.path).exists()}
    )
    new_entries = [accepted_of(one, documents.get(one.path), folder) for one in diagnostics]
    entries.update(new_entries)
    findings = [
        {"path": one.path, "code": one.code, "message": one.message, "content": one.content, "count": entries[one]}
        for one in sorted(entries)
    ]
    write_whole(path, json.dumps({"version": VERSION, "findings": findings}, ensure_ascii=False, indent=1) + "\n")
    return len(new_entries)


def apply_baseline(
    found: Sequence[Diagnostic],
    documents: Mapping[str, Document],
    files: Sequence[str],
    baseline: Path,
    accepted: Counter[AcceptedFinding] | None,
) -> tuple[list[Diagnostic], list[str]]:
    """Return the findings to report, and remarks on the others. Without `accepted`, write all into the baseline.

    But for those that say nothing of a text: accepted, they would hide that it is never judged.
    """
    if accepted is None:
        unjudged = [one for one in found if one.code in NOT_JUDGED]
        with alone_in(baseline.absolute().parent):
            number = write_baseline(baseline, [one for one in found if one not in unjudged], documents, files)
        return unjudged, [f"{count(number, 'finding')} accepted: written to '{baseline}'"]
    compared = compare(found, documents, accepted, baseline.absolute().parent, files)
    return [*compared.new], [*remarks_on(compared, baseline)]


def remarks_on(compared: BaselineComparison, baseline: Path) -> Iterator[str]:
    yield f"{count(compared.accepted, 'finding')} accepted by '{baseline}', {len(compared.new)} new"
    if compared.gone:
        accepted = count(compared.gone, "accepted finding")
        yield f"no longer found: {accepted}; --write-baseline brings the baseline up to date"
