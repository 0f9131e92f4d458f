"""What is wrong with the charts of a document."""

import re
from collections.abc import Iterator
from pathlib import Path

from mdsource.diagnostics import Diagnostic
from mdsource.document import Document
from mdsource.fences import find_fences
from theming import rules
from theming.chart_data import ChartError, read_chart
from theming.pictures import path_of

# ![what it shows](speeds.csv "Caption"){.chart .bars}
CHART = re.compile(r"!\[[^\]]*\]\((?P<path>[^)\s]+)[^)]*\)\{(?P<attributes>[^}]*\.chart\b[^}]*)\}")
KIND = re.compile(r"\.(?!chart\b)([\w-]+)")


def check_charts(document: Document) -> Iterator[Diagnostic]:
    """Yield what is wrong with each chart of `document`, and with the files that its charts name."""
    code = {line for fence in find_fences(document) for line in range(fence.line, fence.end_line + 1)}
    for found in CHART.finditer(document.text):
        line = document.text.count("\n", 0, found.start()) + 1
        if line not in code:
            yield from check_chart(document, line, found)


def check_chart(document: Document, line: int, found: re.Match[str]) -> Iterator[Diagnostic]:
    file = Path(document.path).parent / path_of(found["path"])
    kind = KIND.search(found["attributes"])
    try:
        read_chart(kind[1] if kind else "", file.read_text(encoding="utf-8-sig"))
    except ChartError as error:
        place = (document.path, line) if error.line is None else (str(file), error.line)
        yield rules.CHART_BROKEN.at(*place, str(error), "docs/authoring-pictures.md describes the columns")
    except (OSError, UnicodeDecodeError) as error:
        fact = f"the data of the chart, '{found['path']}', cannot be read: {reason(error)}"
        yield rules.CHART_MISSING.at(document.path, line, fact, "put the CSV file beside the post")


def reason(error: OSError | UnicodeDecodeError) -> str:
    return str(error.strerror) if isinstance(error, OSError) else "it is not UTF-8 text"
