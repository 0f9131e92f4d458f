"""The options of a list in the front matter: its answers, hints, priorities and ticks."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from faircopy.checklists import answers, rules
from faircopy.checklists.model import STANDARD_HINTS, STANDARD_PRIORITIES, HintKind, Priority
from faircopy.checklists.names import kebab
from faircopy.checklists.vocabulary import Vocabulary, standard_vocabulary
from faircopy.diagnostics.model import Diagnostic
from faircopy.markdown.document import Document, Field

PREFIX = "checklist_"
# Names of other columns of the list's CSV, which a hint is a column of, too.
COLUMNS = frozenset(("section", "id", "question", "first", "revision", "group", "parent", "priority", "weight", "text"))


@dataclass(frozen=True, slots=True)
class Options:
    vocabulary: Vocabulary
    hints: tuple[HintKind, ...] = STANDARD_HINTS
    priorities: tuple[Priority, ...] = STANDARD_PRIORITIES
    declares_priorities: bool = False
    ticked: str = ""  # the answer of a ticked question; "" where a tick means nothing
    diagnostics: tuple[Diagnostic, ...] = ()

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(kind.label for kind in self.hints)


def options_of(document: Document) -> Options:
    """Return the options of a document; for an invalid one, the default, and a diagnostic in `diagnostics`."""
    options = Options(standard_vocabulary())
    found: list[Diagnostic] = []
    read = {"answers": with_answers, "hints": with_hints, "priorities": with_priorities, "ticked": with_ticked}
    fields = {field.key.removeprefix(PREFIX): field for field in document.fields if field.key.startswith(PREFIX)}
    found += (unknown(document, field, read) for name, field in fields.items() if name not in read)
    if "answers" not in fields and is_beside(document, answers.FILE):
        options, wrong = from_file(document, answers.FILE, options)
        found += wrong
    for name, reader in read.items():
        if name in fields:
            options, wrong = reader(document, fields[name], options)
            found += wrong
    return replace(options, diagnostics=tuple(found))


Read = tuple[Options, list[Diagnostic]]


def unknown(document: Document, field: Field, known: dict[str, Callable[..., Read]]) -> Diagnostic:
    written = document.lines[field.line - 1].partition(":")[0].strip()
    hint = answers.nearest(field.key, [f"{PREFIX}{one}".capitalize() for one in known])
    return rules.OPTION_UNFIT.at(document.path, field.line, f"a list has no field '{written}'", hint)


def is_beside(document: Document, name: str) -> bool:
    return bool(document.path) and Path(document.path).with_name(name).is_file()


def with_answers(document: Document, field: Field, options: Options) -> Read:
    text = field.value.strip()
    if text.endswith(".json"):
        return from_file(document, text, options)
    lines = field.value.split("\n")
    found = [answers.known_set(text)] if "\n" not in text and ":" not in text else answers.set_in_field(lines)
    return chosen(found, options, lambda problem: at(document, field, problem))


def from_file(document: Document, name: str, options: Options) -> Read:
    if not document.path:
        return options, []  # nobody knows where it is
    path = Path(document.path).with_name(Path(name).name)
    if Path(name).name != name:
        problem = answers.Problem(f"'{name}' is not beside the post", "name a file of the same folder")
        return options, [rules.ANSWERS_UNFIT.at(document.path, 1, problem.fact, problem.hint)]
    return chosen(
        answers.set_in_file(path),
        options,
        lambda problem: rules.ANSWERS_UNFIT.at(str(path), max(problem.line, 1), problem.fact, problem.hint),
    )


def chosen(found: object, options: Options, place: Callable[[answers.Problem], Diagnostic]) -> Read:
    (one,) = found if isinstance(found, list) and len(found) == 1 else [found]
    if isinstance(one, Vocabulary):
        return replace(options, vocabulary=one), []
    problems = [one] if isinstance(one, answers.Problem) else list(one if isinstance(one, list) else ())
    return options, [place(problem) for problem in problems]


def at(document: Document, field: Field, problem: answers.Problem) -> Diagnostic:
    line = field.line + problem.line if "\n" in field.value else field.line
    return rules.ANSWERS_UNFIT.at(document.path, line, problem.fact, problem.hint)


def with_hints(document: Document, field: Field, options: Options) -> Read:
    """Put the list's own kinds of hint before the standard ones."""
    own: list[HintKind] = []
    wrong: list[Diagnostic] = []
    standard = {kind.label: kind for kind in STANDARD_HINTS}
    for label in parts(field):
        key = kebab(label).replace("-", "_")
        if label in standard:
            own.append(standard[label])
        elif (
            not key
            or set("*_:") & set(label)
            or key in COLUMNS
            or key in {kind.value for kind in (*own, *STANDARD_HINTS)}
        ):
            fact = f"'{label}' cannot be the label of a hint"
            wrong.append(rules.OPTION_UNFIT.at(document.path, field.line, fact, "choose another, with a letter in it"))
        else:
            own.append(HintKind(key, label))
    rest = (kind for kind in STANDARD_HINTS if kind not in own)
    return replace(options, hints=(*own, *rest)), wrong


def with_priorities(document: Document, field: Field, options: Options) -> Read:
    own: list[Priority] = []
    wrong: list[Diagnostic] = []
    for label in parts(field):
        value = kebab(label)
        if not value or value in {priority.value for priority in own}:
            fact = f"'{label}' cannot be a priority"
            wrong.append(
                rules.OPTION_UNFIT.at(document.path, field.line, fact, "give each another name, of plain letters")
            )
        else:
            own.append(Priority(value, label))
    return replace(options, priorities=tuple(own), declares_priorities=True), wrong


def with_ticked(document: Document, field: Field, options: Options) -> Read:
    known = [one.value for one in options.vocabulary.answers]
    if field.value in known:
        return replace(options, ticked=field.value), []
    fact = f"'{field.value}' is no answer of this list"
    return options, [rules.OPTION_UNFIT.at(document.path, field.line, fact, answers.nearest(field.value, known))]


def parts(field: Field) -> Iterator[str]:
    return (part.strip() for part in field.value.replace("\n", ",").split(",") if part.strip())
