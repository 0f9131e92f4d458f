"""Tells a list from other data in JSON and YAML: a configuration, a schema, a table of names."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.fields import NAMES, VAGUE_NAMES, normal
from faircopy.checklists.adopt.model import AdoptedQuestion, AdoptionError, Node
from faircopy.checklists.reading.inline import plain_text

# What a file is that has all keys of one of these sets: such files have names and descriptions, too.
KINDS: Mapping[str, tuple[str, ...]] = {
    "a schema": ("$schema properties", "$schema definitions", "$schema $defs", "schema tests"),
    "a description of an interface": ("openapi paths", "swagger paths"),
    "a workflow": ("on jobs", "stages script", "stages jobs", "language jobs", "workflows jobs", "runs inputs",
                   "runs description"),
    "the configuration of a program": ("repos", "apiVersion kind", "apiVersion datasources", "apiVersion providers",
                                       "packageRules", "baseURL", "baseurl", "scrape_configs"),
    "a dashboard": ("panels schemaVersion", "panels templating"),
    "a playbook": ("hosts tasks", "hosts roles", "galaxy_info"),
    "a description of services": ("services volumes", "services networks"),
    "a bill of materials": ("bomFormat", "spdxVersion"),
    "the description of a package": ("name version dependencies", "name version license", "name require",
                                     "name autoload", "name devDependencies"),
}  # fmt: skip
# Beside the tasks of a playbook (Ansible's reference of keywords); no list has these for a question.
TASK_KEYS = frozenset(
    ("become", "become_user", "changed_when", "failed_when", "register", "notify", "delegate_to", "with_items",
     "include_tasks", "import_tasks", "include_role", "import_role", "import_playbook", "run_once")
)  # fmt: skip
# Modules are called so, from Ansible 2.10 on.
MODULE = re.compile(r"[a-z_]+\.[a-z_]+\.[a-z_]+")
# One word of a program: large-files, check_yaml, OutputType, docs/x.md, --verbose, but no Backups.
NAME = re.compile(r"(?=-{0,2}[a-z]|\S*[a-z][A-Z]|\S*[_/])[^\s?]+")
# What a schema says of a value (JSON Schema, 6.1.1). So may a questionnaire of an answer, but it calls its question so.
TYPES = frozenset(("string", "integer", "number", "boolean", "object", "array", "null"))
QUESTIONS = frozenset(NAMES["question"]) - VAGUE_NAMES
MIN_TYPED = 3
# Names of countries or companies have few words; what is to be done has more.
NAME_WORDS = 3.5
MIN_NAMES = 4


def refuse_other_data(value: Any) -> None:
    """Raise AdoptionError if parsed data are known to be no list."""
    first = value[0] if isinstance(value, list) and value else value
    keys = set(map(str, first)) if isinstance(first, dict) else set()
    for kind, sets in KINDS.items():
        if any(keys.issuperset(some.split()) for some in sets) and (
            kind != "the configuration of a program" or is_setup(first)
        ):
            raise AdoptionError(f"this is {kind}, and no list of questions; name another file")
    if isinstance(value, list) and any(map(is_task, value)):
        raise AdoptionError("these are tasks of a playbook, and no list of questions; name another file")
    objects = list(objects_in(value))
    typed = [each for each in objects if is_typed(each)]
    if len(typed) >= MIN_TYPED and 2 * len(typed) >= sum("description" in each for each in objects):
        raise AdoptionError("this is a schema, and no list of questions; name another file")


def objects_in(value: Any) -> Iterator[Mapping[Any, Any]]:
    """Yield all objects in parsed data, however deep."""
    rest = [value]
    while rest:
        each = rest.pop()
        if isinstance(each, dict):
            yield each
        rest += each.values() if isinstance(each, dict) else each if isinstance(each, list) else ()


def is_task(value: Any) -> bool:
    return isinstance(value, dict) and (
        not TASK_KEYS.isdisjoint(value) or any(MODULE.fullmatch(str(key)) for key in value)
    )


def is_typed(value: Mapping[Any, Any]) -> bool:
    """Tell whether an object says of which type something is, and is no question."""
    kind = value.get("type")
    return isinstance(kind, str) and kind in TYPES and QUESTIONS.isdisjoint(normal(str(key)) for key in value)


def refuse_table_of_names(records: Sequence[Mapping[str, Any]], roles: Mapping[str, str]) -> None:
    """Raise AdoptionError if records have a name, and nothing that a list says of a question: a table of countries."""
    name = roles.get("question", "")
    texts = [str(record.get(name, "")).split() for record in records]
    is_bare = normal(name) == "name" and set(roles) <= {"question", "id"}
    if is_bare and len(texts) >= MIN_NAMES and sum(map(len, texts)) < NAME_WORDS * len(texts):
        raise AdoptionError(
            f"what could be questions are only names, such as '{' '.join(texts[0])[:60]}'; "
            "if it is a list, call that field 'question'"
        )


def is_setup(value: Mapping[str, Any]) -> bool:
    """Tell whether `repos` holds hooks, as of pre-commit; many lists could have a field of that name."""
    repos = value.get("repos", [{"hooks": ""}])
    return isinstance(repos, list) and any("hooks" in each for each in repos if isinstance(each, dict))


def is_name(text: str) -> bool:
    return NAME.fullmatch(text.strip()) is not None


def are_names(texts: Iterable[str]) -> bool:
    """Tell whether nearly all texts are names that a program knows, and no words for a person."""
    found = [is_name(text) for text in texts if text.strip()]
    return bool(found) and sum(found) >= 0.8 * len(found)


def are_words_of_programs(texts: Sequence[str]) -> bool:
    """Tell whether nearly all texts are single words, and many said twice or such that a program has: UserName, Arn."""
    single = [text for text in texts if len(text.split()) == 1]
    special = sum(map(is_name, single)) + len(texts) - len(set(texts))
    return len(texts) >= MIN_NAMES and len(single) >= 0.9 * len(texts) and special >= len(texts) / 5


def refuse_names(nodes: Iterable[Node]) -> None:
    """Raise AdoptionError if the questions are only names."""
    texts = [plain_text(node.text) for node in nodes if isinstance(node, AdoptedQuestion)]
    if are_names(texts) or are_words_of_programs(texts):
        raise AdoptionError(
            f"what could be questions are only names, such as '{texts[0][:60]}': this looks like a configuration; "
            "if it is a list, give each object a 'question'"
        )
