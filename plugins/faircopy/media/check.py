"""Checks the charts of a document, and active content in the files of the site."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from faircopy.content.paths import without_prefix
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown import rules as markdown_rules
from faircopy.markdown.document import Document
from faircopy.markdown.fences import find_fences
from faircopy.markdown.files import read_regular
from faircopy.media import rules
from faircopy.media.active_content import faults_of
from faircopy.media.chart_data import ChartError, read_chart
from faircopy.media.sniffing import HEAD_BYTES, MediaKind, kind_of
from faircopy.offsets import line_at

# ![what it shows](speeds.csv "Caption"){.chart .bars}
CHART = re.compile(
    r"!\[[^\]]{0,1000}\]\((?P<path>[^)\s]{1,1000}+)[^)]{0,1000}+\)\{(?P<attributes>(?=[^}]{0,1000}\.chart\b)[^}]{0,1000})\}"
)
KIND = re.compile(r"\.(?!chart\b)([\w-]+)")

OPENED = "opened by itself, this file would act as a page of the site"


def check_charts(document: Document) -> Iterator[Diagnostic]:
    """Yield the problems of each chart of `document`, and of its data file."""
    charts = [*CHART.finditer(document.text)]
    # Most texts have no charts: skip finding their code.
    fences = find_fences(document) if charts else ()
    code = {line for fence in fences for line in range(fence.line, fence.end_line + 1)}
    for found in charts:
        line = line_at(document.text, found.start())
        if line not in code:
            yield from check_chart(document, line, found)


def check_chart(document: Document, line: int, found: re.Match[str]) -> Iterator[Diagnostic]:
    file = Path(document.path).parent / without_prefix(found["path"])
    kind = KIND.search(found["attributes"])
    try:
        read_chart(kind[1] if kind else "", read_regular(file).decode("utf-8-sig"))
    except ChartError as error:
        place = (document.path, line) if error.line is None else (str(file), error.line)
        yield rules.CHART_BROKEN.at(*place, str(error), "docs/authoring-pictures.md describes the columns")
    except (OSError, UnicodeDecodeError) as error:
        fact = f"the data of the chart, '{found['path']}', cannot be read: {reason(error)}"
        yield rules.CHART_MISSING.at(document.path, line, fact, "put the CSV file beside the post")


def check_files(files: Iterable[Path]) -> Iterator[Diagnostic]:
    """Yield active content in each file that a browser may open as a page."""
    for file in files:
        if not file.is_file():
            continue
        try:
            with file.open("rb") as opened:
                head = opened.read(HEAD_BYTES)
            if kind_of(file.name, head) is MediaKind.INERT:
                continue
            data = read_regular(file)
        except OSError as error:
            yield markdown_rules.UNREADABLE.at(str(file), 1, f"cannot be read: {error.strerror}")
            continue
        for one in sorted(set(faults_of(file.name, data))):
            yield rules.ACTIVE_FILE.at(str(file), one.line, f"{OPENED}: {one.fact}", one.hint, column=one.column)


def check_offered(path: str, line: int, name: str, data: bytes) -> Iterator[Diagnostic]:
    """Yield active content in a file that a page offers, made from line `line` of its document."""
    for one in sorted(set(faults_of(name, data)))[:1]:
        hint = "leave 'file' out at the fence, so that it is shown and not offered, or end its name in '.txt'"
        yield rules.ACTIVE_FILE.at(path, line, f"{OPENED.replace('this file', name)}: {one.fact}", hint)


def reason(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror) if isinstance(error, OSError) else "it is not UTF-8 text"
