"""How the work of checking and converting a text grows with its length: `.venv/bin/python benchmarks/growth.py`.

Each text is one short unit again and again, at three lengths, each twice the one before. A row says the seconds of
processor time of the longest, and the exponent: 1 where twice as much text is twice as much work. A text that is
refused (FM143 to FM146) is not converted.
"""

import argparse
import math
import time
from collections.abc import Callable

from faircopy.content.settings import Site
from faircopy.lint.check import lint_document
from faircopy.lint.rules.excess import check_excess
from faircopy.markdown.document import parse_document
from markdown import Markdown

HEAD = "Title: One\nDate: 2018-03-04\nSlug: one\nSummary: Words.\n\n"
EXTENSIONS = ("abbr", "admonition", "attr_list", "def_list", "footnotes", "md_in_html", "smarty", "tables", "toc")
UNITS = (
    *("[", "](", "![", "[a](", "[a](b) ", "[^", "[^a]", "*", "_", "*a ", "*a* ", "`", "`a` ", "<", "<a ", "<!--"),
    *("<b>a</b> ", "{", "{: ", "&", "&lt; ", "|", "a|b\n", "> ", ">", "# a\n\n", "~", "\\", "(", '"', "'a ", ": a\n"),
    *("- a\n", "1. a\n\n", "--", " ", "\t", "a\n", "a  \n", "a\n\n", "```\na\n```\n\n", "a\n:   b\n\n", "!!! note\n\n"),
    *("*[a]: b\n", "[a]: b\n", "<div>\n", "<!-- proofread: ignore FM132 x -->\n\n", "a[^1]\n\n", "word "),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--length", type=int, default=4000, metavar="N", help="characters of the shortest (%(default)s)"
    )
    length = parser.parse_args().length
    print(f"{'unit':24} {'check s':>9} {'exponent':>9} {'convert s':>10} {'exponent':>9}")
    for unit in UNITS:
        texts = [unit * (factor * length // len(unit)) for factor in (1, 2, 4)]
        row = [*grown(check, texts), *(grown(convert, texts) if not is_refused(texts[-1]) else ("refused", ""))]
        print(f"{unit!r:24.24} {row[0]:>9} {row[1]:>9} {row[2]:>10} {row[3]:>9}", flush=True)


def grown(work: Callable[[str], object], texts: list[str]) -> tuple[str, str]:
    """Return the seconds that the longest text takes, and the exponent of the growth between the last two."""
    seconds = [processor_seconds(work, text) for text in texts]
    return f"{seconds[-1]:.3f}", f"{math.log2(seconds[-1] / seconds[-2]):.1f}"


def processor_seconds(work: Callable[[str], object], text: str) -> float:
    started = time.process_time()
    work(text)
    return max(time.process_time() - started, 1e-6)


def check(text: str) -> object:
    return lint_document(parse_document("a.md", HEAD + text), Site(), dated=True)


def is_refused(text: str) -> bool:
    return any(check_excess(parse_document("a.md", HEAD + text)))


def convert(text: str) -> str:
    return Markdown(extensions=[f"markdown.extensions.{name}" for name in EXTENSIONS]).convert(text)


if __name__ == "__main__":
    main()
