"""The report of an import: numbers, notes, and damage."""

from collections import Counter
from collections.abc import Iterable, Iterator

from faircopy.authoring.importing.plan import ImportPlan
from faircopy.diagnostics.formats import count
from faircopy.diagnostics.model import Diagnostic
from faircopy.snippets.excerpt import excerpt
from faircopy.terminal import inert

# Not what an old system did to a text, and there may be thousands of them.
MATTERS_OF_CARE = {
    "FM112": "no summary",
    "PR301": "a picture without words for those who cannot see it",
    "PR401": "a heading of the wrong level",
    "PR403": "two headings with the same words",
    "PR701": "a misspelling",
    "PR513": "an address of another site with a slip",
    "PR604": "a look-alike letter in code",
}


LEFT_OUT = "it is left out"  # how the notes on such a text begin
MAX_FACT_CHARS = 400


def report_lines(plan: ImportPlan, damage: Iterable[Diagnostic], known: Iterable[str]) -> Iterator[str]:
    """Yield the lines of a report. `known` are the categories of the site; empty means that it accepts any."""
    yield counted(plan)
    for one in plan.texts:
        yield f"  {inert(one.source.path)} -> {one.path}"
    if plan.author:
        yield f"all are by {excerpt(plan.author)}, who is not written into each: set AUTHOR in pelicanconf.py"
    yield from categories(plan, tuple(known))
    comments = [one for one in plan.texts if one.source.comments]
    if comments:
        total = sum(one.source.comments for one in comments)
        yield f"{count(total, 'comment')} not taken over:"
        yield from (f"  {one.path}: {one.source.comments}" for one in comments)
    if plan.notes:
        yield f"to look at ({len(plan.notes)}):"
        for note in sorted(plan.notes, key=lambda one: (not one.fact.startswith(LEFT_OUT), one)):
            yield f"  {inert(note.path)}:{note.line or 1}: {inert(note.fact[:MAX_FACT_CHARS])}"
    yield from damaged(sorted(damage))


def damaged(found: list[Diagnostic]) -> Iterator[str]:
    """Yield damaged places; of matters of style, only the number."""
    grave = [one for one in found if one.code not in MATTERS_OF_CARE]
    if grave:
        yield f"damage and faults ({len(grave)}), as `faircopy check` will tell them:"
    for one in grave:
        hint = f"; {one.hint}" if one.hint else ""
        yield f"  {one.path}:{one.line}:{one.column}: {one.severity} {one.code} {excerpt(one.message)}{hint}"
    others = Counter(one.code for one in found if one.code in MATTERS_OF_CARE)
    if others:
        yield "to better when there is time; `faircopy check` tells where:"
        yield from (f"  {number} x {code} {MATTERS_OF_CARE[code]}" for code, number in others.most_common())


def counted(plan: ImportPlan) -> str:
    posts = [one for one in plan.texts if one.source.is_post]
    kinds = Counter(one.source.status for one in plan.texts)
    files = len({name for one in plan.texts for name in one.files})
    parts = [count(len(posts), "post"), count(len(plan.texts) - len(posts), "page"), count(files, "file")]
    left_out = sum(note.fact.startswith(LEFT_OUT) for note in plan.notes)
    parts += [f"{left_out} left out"] if left_out else []
    parts += [f"{number} of them {kind}" for kind, number in sorted(kinds.items()) if kind != "published"]
    return f"{plan.kind}: {', '.join(parts)}"


def categories(plan: ImportPlan, known: tuple[str, ...]) -> Iterator[str]:
    found = Counter(one.source.category for one in plan.texts if one.source.category and one.source.is_post)
    new = [name for name, _ in found.most_common() if name not in known]
    if known and new:
        yield f"categories that the site does not have: {', '.join(map(excerpt, new))}; add them to KNOWN_CATEGORIES"
