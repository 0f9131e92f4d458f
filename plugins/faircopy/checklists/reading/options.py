"""The options of a list in the front matter: its answers, hints, priorities and ticks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from faircopy.checklists import rules
from faircopy.checklists.model import STANDARD_HINTS, STANDARD_PRIORITIES, HintKind, Priority
from faircopy.checklists.names import kebab
from faircopy.checklists.reading import answers
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


Read = tuple[Options, list[Diagnostic]]


def options_of(document: Document, name: str = "") -> Options:
    """Return the options of a list; `name` is "" if the document has only one.

    An invalid option has its default, and a diagnostic in `diagnostics`.
    """
    options = Options(standard_vocabulary())
    found: list[Diagnostic] = []
    fields = fields_of(document)
    own = {option: fields.get(f"{option}_{name}", fields.get(option)) for option in READERS}
    if own["answers"] is None and is_beside(document, answers.FILE):
        options, wrong = from_file(document, answers.FILE, options)
        found += wrong
    for option, reader in READERS.items():
        if field := own[option]:
            options, wrong = reader(document, field, options)
            found += wrong
    return replace(options, diagnostics=tuple(found))


def fields_of(document: Document) -> dict[str, Field]:
    """Return the fields that say something of lists, by what stands behind 'Checklist_'."""
    return {field.key.removeprefix(PREFIX): field for field in document.fields if field.key.startswith(PREFIX)}


def unknown_options(document: Document, names: Sequence[Field]) -> Iterator[Diagnostic]:
    """Yield each field that is of no list."""
    own = [f"{option}_{name.value}" for option in READERS for name in names if len(names) > 1]
    known = [*READERS, *own]
    for option, field in fields_of(document).items():
        if option not in known:
            written = document.lines[field.line - 1].partition(":")[0].strip()
            hint = answers.nearest(field.key, [f"{PREFIX}{one}".capitalize() for one in known])
            yield rules.OPTION_UNFIT.at(document.path, field.line, f"a list has no field '{written}'", hint)


def doubled_names(document: Document, names: Sequence[Field]) -> Iterator[Diagnostic]:
    """Yield a second field of names, and a name that stands twice in the first."""
    for other in [field for field in document.fields if field.key == names[0].key][1:]:
        fact, hint = "the lists of this post are named in two fields", "name all in one, with commas between"
        yield rules.SEVERAL_LISTS.at(document.path, other.line, fact, hint, column=other.column)
    for number, name in enumerate(names):
        if name.value and name.value in [before.value for before in names[:number]]:
            fact, hint = f"the list '{name.value}' is named twice", "take one away, or give it another name"
            yield rules.SEVERAL_LISTS.at(document.path, name.line, fact, hint, column=name.column)


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
        return options, []  # the line is unknown
    path = Path(document.path).with_name(Path(name).name)
    if Path(name).name != name:
        problem = answers.Problem(f"'{name}' is not beside the post", "name a file in the same folder")
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


READERS: dict[str, Callable[[Document, Field, Options], Read]] = {
    "answers": with_answers,
    "hints": with_hints,
    "priorities": with_priorities,
    "ticked": with_ticked,
}
