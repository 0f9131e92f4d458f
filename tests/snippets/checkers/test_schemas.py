"""YAML that is told by its name or by what stands in it, and read by a schema."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faircopy.snippets.checkers import all_checkers
from faircopy.snippets.groups import checker_for
from faircopy.snippets.model import Snippet
from faircopy.snippets.sandboxed_parsers import read_schema
from faircopy.snippets.sandboxed_parsers.read_schema import kubernetes

WORKFLOW = "on: push\njobs:\n  a:\n    runs-on: x\n"
COMPOSE = "services:\n  # the page\n\n  web:\n    restart: always\n    image: nginx\n"

CHOSEN = {
    ".github/workflows/a.yml": ("a: 1\n", "workflow"),
    "/srv/docker-compose.override.yml": ("a: 1\n", "compose"),
    "/srv/stack.yml": (COMPOSE, "compose"),
    "/srv/other.yml": ("a: 1\n", "yaml"),
    # What a file is called counts more than what it looks like.
    ".github/workflows/b.yml": (COMPOSE, "workflow"),
}


@pytest.mark.parametrize("file", CHOSEN)
def test_a_file_of_a_known_name_goes_before_all_that_end_so(file: str) -> None:
    code, name = CHOSEN[file]
    chosen = checker_for(Snippet("a.md", 1, 9, "yaml", code, file=file), all_checkers())
    assert chosen is not None
    assert chosen.name == name


TEXTS = [
    (WORKFLOW, "workflow"),
    ('name: x\n"on":\n  push:\n\njobs:\n\n  # x\n  a:\n    steps: []\n', "workflow"),
    ("on: push\n", "yaml"),
    ("jobs:\n  a:\n    runs-on: x\n", "yaml"),
    (COMPOSE, "compose"),
    (f"x-a: 1\n---\n{COMPOSE}volumes:\n  a:\n", "compose"),
    (f"{COMPOSE}parameters: 1\n", "yaml"),
    ("services:\n  - name: postgres\n    image: postgres\n", "yaml"),
    ("services:\n  web:\n    class: x\n    sub:\n      a: 1\n", "yaml"),
    ("services: none\nweb:\n  a:\n    image: x\n", "yaml"),
]


@pytest.mark.parametrize(("code", "name"), TEXTS)
def test_a_plain_fence_is_told_by_what_stands_in_it(code: str, name: str) -> None:
    chosen = checker_for(Snippet("a.md", 1, 9, "yaml", code), all_checkers())
    assert chosen is not None
    assert chosen.name == name
    other = checker_for(Snippet("a.md", 1, 9, "toml", code), all_checkers())
    assert other is not None
    assert other.name == "toml"


PARTS = st.sampled_from([
    *("on", "jobs", "services", "needs", "volumes", "build", "image", "a", ":", ": ", "- ", "\n", "\n  ", "\n   "),
    *("&a ", "*a", "<<: ", "!x ", "{", "}", "[", "]", "'", '"', "#", "|", "1", "0x", "~", "---\n"),
])  # fmt: skip
HARD = ["{" * 500, "[" * 500, "&a [*a]", "a: &a\n  b: *a\n", "services: &a\n  x: *a\n", "1" * 5000, "\x00", "0x", ": a"]


@pytest.mark.parametrize("name", ["github-workflows", "compose-spec"])
@given(text=st.one_of(st.lists(PARTS, max_size=40).map("".join), st.sampled_from(HARD)))
def test_the_parser_takes_any_text(name: str, text: str) -> None:
    for kind, line, column, message, _ in read_schema.faults(json.dumps([name, text])):
        assert kind in ("key", "missing", "empty", "type", "value", "form", "reference", "foreign")
        assert 1 <= line <= len(text.splitlines()) + 1
        assert column >= 1
        assert message


def test_each_field_of_kubernetes_has_a_type_that_is_there() -> None:
    types = {kind.strip("[]{}") for fields in kubernetes.table().values() for kind in fields.values()}
    assert types - kubernetes.SIMPLE.keys() - kubernetes.table().keys() == set()
    assert "=apps/v1/Deployment" in kubernetes.table()


@pytest.mark.parametrize("shape", ["&a [*a]", "&a {b: *a}", "[&a [x, x], &b [*a, *a], &c [*b, *b], &d [*c, *c], *d]"])
def test_what_holds_itself_is_looked_at_once(shape: str) -> None:
    text = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {shape}\n"
    assert len(read_schema.faults(json.dumps(["kubernetes", text]))) < 20
