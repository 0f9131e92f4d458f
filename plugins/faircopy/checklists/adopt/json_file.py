"""A list as JSON, as OWASP publishes its lists: nested groups with objects for questions, or one flat list.

The objects of a flat list may also stand on a line each, without a list around them.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from faircopy.checklists.adopt.boards import with_board
from faircopy.checklists.adopt.data_kinds import refuse_names, refuse_other_data
from faircopy.checklists.adopt.fields import NAMES
from faircopy.checklists.adopt.inlines import InlineRewriter, at_line_start
from faircopy.checklists.adopt.json_shapes import (
    first_text,
    has_objects,
    is_beside_questions,
    is_group,
    is_named_in,
    is_question,
    is_word,
)
from faircopy.checklists.adopt.markdown_list import parser
from faircopy.checklists.adopt.model import (
    Adopted,
    AdoptedQuestion,
    AdoptedText,
    AdoptionError,
    AdoptionNotes,
    Heading,
    Node,
)
from faircopy.checklists.adopt.record_values import LINE
from faircopy.checklists.adopt.records import nodes_of_records
from faircopy.checklists.adopt.references import unfolded, with_references
from faircopy.checklists.adopt.text_lists import with_objects
from faircopy.checklists.adopt.translations import in_one_language
from faircopy.checklists.reading.inline import plain_text
from faircopy.diagnostics.formats import count

MAX_DEPTH = 12
TITLES = ("title", "name", "short name", "shortname")
# A group may say what it is: {"category": "Access", "items": […]}.
GROUP_TITLES = (*TITLES, *NAMES["section"], *NAMES["group"])
ABOUT = ("metadata", "meta", "info", "about")  # names of the object with the title, if the file itself has none
INTRODUCTIONS = ("preface", "description", "introduction", "intro", "summary", "objective")


def read_json(text: str, notes: AdoptionNotes, base: str = "") -> Adopted:
    """Return the list in a JSON text. Raises AdoptionError."""
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        raise AdoptionError(f"line {error.lineno}: this is not JSON: {error.msg.lower()}") from error
    except (RecursionError, ValueError) as error:
        raise AdoptionError("the JSON is nested too deeply, or has a number that is too long") from error
    return read_value(value, notes, base)


def read_json_lines(text: str, notes: AdoptionNotes, base: str = "") -> Adopted:
    """Return the list in a text with a JSON object on each line (JSON Lines). Raises AdoptionError."""
    values: list[Any] = []
    for number, line in enumerate(text.split("\n"), 1):
        try:
            values += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            raise AdoptionError(f"line {number}: this is not JSON: {error.msg.lower()}") from error
        except (RecursionError, ValueError) as error:
            raise AdoptionError(f"line {number}: the JSON is nested too deeply, or has too long a number") from error
    return read_value(values, notes, base)


def read_value(value: Any, notes: AdoptionNotes, base: str) -> Adopted:
    """Return the list in parsed data: objects in lists, and lists in objects. Raises AdoptionError."""
    refuse_other_data(value)
    value = with_board(value, notes)
    value = without_keys(with_objects(in_one_language(value, notes)), 1)
    reader = JsonListReader(InlineRewriter(parser(), notes, base), notes)
    nodes = tuple(reader.nodes(value, "", 1))
    refuse_names(nodes)
    refuse_description(value, nodes)
    fields = value if isinstance(value, dict) else {}
    introduction = reader.inlines.written(first_text(fields, INTRODUCTIONS), "")
    for name, number in reader.unused.items():
        notes.add("", f"'{name}' of {count(number, 'group')} is left out")
    about: dict[str, Any] = next((fields[name] for name in ABOUT if isinstance(fields.get(name), dict)), {})
    title = first_text(fields, TITLES) or first_text(about, TITLES)
    return Adopted(title, (AdoptedText([at_line_start(introduction)]), *nodes) if introduction else nodes)


class JsonListReader:
    def __init__(self, inlines: InlineRewriter, notes: AdoptionNotes) -> None:
        self.inlines, self.notes = inlines, notes
        self.unused: Counter[str] = Counter()  # fields of groups, by name

    def nodes(self, value: Any, path: str, level: int) -> Iterator[Node]:
        """Yield what is in a value: a list of objects, or an object with such lists under whatever names.

        Raises AdoptionError if it is nested too deeply.
        """
        if level > MAX_DEPTH:
            raise AdoptionError(
                f"{path or 'the file'}: there are more than {MAX_DEPTH} levels; no reader could follow them"
            )
        if isinstance(value, list):
            yield from self.listed([each for each in value if isinstance(each, dict)], path, level)
            return
        value = self.without_words(value) if isinstance(value, dict) else value
        for name, inner in value.items() if isinstance(value, dict) else ():
            if is_group(inner):
                # 'requirements', 'items' and the like hold the list itself; any other name is that of a group.
                if len([1 for each in value.values() if is_group(each)]) > 1 or (isinstance(inner, dict) and level > 1):
                    yield from self.group(
                        {**inner, "\0name": name} if isinstance(inner, dict) else {"\0name": name, "items": inner},
                        f"{path}.{name}",
                        level,
                    )
                else:
                    yield from self.nodes(inner, f"{path}.{name}".lstrip("."), level + isinstance(inner, dict))
            elif has_objects(inner) and name not in ABOUT:
                self.unused[name] += 1

    def without_words(self, value: Mapping[str, Any]) -> dict[str, Any]:
        """Return an object without lists of mere names, as of severities, that stand beside a list of questions."""
        groups = {key: each for key, each in value.items() if is_group(each)}
        lists = {key: each for key, each in groups.items() if isinstance(each, list)}
        words = {
            key
            for key, each in lists.items()
            if all(map(is_word, each)) or is_named_in(each, lists.values()) or is_beside_questions(each, lists.values())
        }
        if len(words) == len(groups):
            return dict(value)
        for key in sorted(words):
            self.notes.add("", f"'{key}' has names and no questions; it is left out")
        return {key: each for key, each in value.items() if key not in words}

    def listed(self, objects: Sequence[Mapping[str, Any]], path: str, level: int) -> Iterator[Node]:
        leaves: list[dict[str, Any]] = []
        groups = {key for each in objects for key, value in each.items() if is_group(value)}
        for number, each in enumerate(objects):
            place = f"{path}[{number}]"
            if any(each.get(key) == [] for key in groups):
                self.notes.add(
                    place, f"the group '{first_text(each, GROUP_TITLES)}' has nothing in it, and is left out", "empty"
                )
            elif any(map(is_group, each.values())):
                yield from self.leaves(leaves, level)
                leaves = []
                yield from self.group(each, place, level)
            else:
                leaves.append({LINE: place, **{key: with_references(value) for key, value in unfolded(each).items()}})
        yield from self.leaves(leaves, level)

    def leaves(self, leaves: Sequence[Mapping[str, Any]], level: int) -> Iterator[Node]:
        for leaf in leaves:
            for name in (name for name, value in leaf.items() if has_objects(value)):
                value = json.dumps(leaf[name], ensure_ascii=False)[:80]
                self.notes.add(str(leaf[LINE]), f"'{name}' is left out: {value}", name)
        yield from nodes_of_records(leaves, self.inlines, self.notes, with_headings=True, level=level)

    def group(self, value: Mapping[str, Any], path: str, level: int) -> Iterator[Node]:
        name = first_text(value, GROUP_TITLES) or str(value.get("\0name", ""))
        title = self.inlines.written(name, path)
        if title:
            yield Heading(level, title[:1].upper() + title[1:])
        introduction = self.inlines.written(first_text(value, INTRODUCTIONS), path)
        if introduction:
            yield AdoptedText([at_line_start(introduction)])
        used = (name, first_text(value, INTRODUCTIONS))
        scalars = {key: each for key, each in value.items() if isinstance(each, str | int | float) and key[:1] != "\0"}
        self.unused.update(key for key, each in scalars.items() if each not in used and each != "")
        self.unused.update(key for key, each in value.items() if has_objects(each) and not is_group(each))
        inner = {key: each for key, each in value.items() if is_group(each)}
        yield from self.nodes(inner if len(inner) > 1 else next(iter(inner.values()), {}), path, level + 1)


def without_keys(value: Any, level: int) -> Any:
    """Return data in which objects that stand under keys, as {'id-1': {'title': …}}, are a list; keys are ids."""
    if level > MAX_DEPTH or not isinstance(value, list | dict):
        return value
    if isinstance(value, list):
        return [without_keys(each, level + 1) for each in value]
    inner = {key: without_keys(each, level + 1) for key, each in value.items()}
    if len(inner) > 1 and all(map(is_question, inner.values())):
        return [{"id": key, **each} for key, each in inner.items()]
    return inner


def refuse_description(value: Any, nodes: Iterable[Node]) -> None:
    """Raise AdoptionError if there is one question, and no object of a list has it itself: `help: {description: …}`."""
    texts = [node.text for node in nodes if isinstance(node, AdoptedQuestion)]
    if len(texts) == 1 and not is_group(value):
        raise AdoptionError(
            f"only '{plain_text(texts[0])[:60]}' could be a question, and this looks like a description of something; "
            "if it is a question, put it into an object of a list"
        )
