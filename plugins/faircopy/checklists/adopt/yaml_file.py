"""A list as YAML: the same data as a list in JSON."""

import yaml

from faircopy.checklists.adopt.json_file import read_value
from faircopy.checklists.adopt.model import Adopted, AdoptionError, AdoptionNotes

MAX_NESTING = 100  # a parser calls itself at each level


class PlainLoader(yaml.BaseLoader):
    """Reads text, lists and mappings, and nothing else: a date or a number stays as it is written."""

    depth = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            line = self.get_event().start_mark.line + 1  # type: ignore[no-untyped-call]
            raise AdoptionError(f"line {line}: an alias (*name) stands for a text elsewhere; write it out")
        self.depth += 1
        if self.depth > MAX_NESTING:
            raise AdoptionError(f"the YAML is nested more than {MAX_NESTING} levels deep")
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


def read_yaml(text: str, notes: AdoptionNotes, base: str = "") -> Adopted:
    """Return the list in a text of YAML. Raises AdoptionError."""
    try:
        documents = list(yaml.load_all(text, PlainLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise AdoptionError(f"line {line}: this is not YAML: {error.problem}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise AdoptionError(f"this is not YAML: {str(error).splitlines()[0]}") from error
    return read_value(documents[0] if len(documents) == 1 else documents, notes, base)
