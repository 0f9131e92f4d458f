"""Import public blogs, and count what is wrong before and after: `python benchmarks/imports.py SOURCE…`.

Each SOURCE is a checkout of a blog, or an export. The texts as they are, and as `faircopy import` writes them, are
given to the same checks, one document at a time; snippets are not checked. What is wrong after is left for a person.
"""

import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from time import process_time

from faircopy.authoring.importing.command import read_source
from faircopy.authoring.importing.damage import damage_in
from faircopy.authoring.importing.placing import ExistingTexts
from faircopy.authoring.importing.plan import plan_of
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Severity
from faircopy.lint.check import check_document
from faircopy.markdown.document import parse_document


def main(sources: list[str]) -> None:
    print("| source | kind | posts | pages | errors raw | errors after | warnings after | to look at | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for source in map(Path, sources):
        start = process_time()
        tree, found = read_source(source, None, None)
        plan = plan_of(found, Site(), datetime.now(UTC).date(), ExistingTexts())
        after = Counter(one.severity for text in plan.texts for one in damage_in(text, Site()))
        seconds = process_time() - start
        raw = 0
        for one in plan.texts:
            path = one.source.path
            text = tree.text(path) if tree else one.source.text
            problems = check_document(parse_document(path, text), dated=one.source.is_post, site=Site())
            raw += sum(problem.severity is Severity.ERROR for problem in problems)
        posts = sum(one.source.is_post for one in plan.texts)
        wrong = (raw, after[Severity.ERROR], after[Severity.WARNING], len(plan.notes))
        cells = (source.name, plan.kind, posts, len(plan.texts) - posts, *wrong, f"{seconds:.1f}")
        print(f"| {' | '.join(map(str, cells))} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
