"""Every word of the pages is in the catalogues, and every catalogue has something for it that can stand there."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from jinja2 import Environment, nodes
from jinja2.ext import InternationalizationExtension
from selectolax.lexbor import LexborHTMLParser

from conftest import ROOT
from faircopy.languages.extraction import KEYWORDS, catalogues
from faircopy.languages.messages import catalogue_in
from faircopy.languages.words import OURS

FILES = sorted(OURS.glob("*.po"))
# Attributes that are read out or seen.
SPOKEN_ATTRIBUTES = ("aria-label", "title", "alt", "placeholder")
# Names, and what is addressed to programs.
NO_WORDS = {"Re:", "Atom)", "JSON Feed)", "data-words=''", "checked"}
# In expressions, what is no markup and no address.
SENTENCE = re.compile(r"[^<>=:/#]*[^\W\d_]{2}[^<>=:/#]*")
FOLDERS = ("theme/templates", "plugins/faircopy/checklists/web/templates")
TEMPLATES = [path for folder in FOLDERS for path in sorted((ROOT / folder).rglob("*.html"))]


def test_there_are_the_languages_that_the_documentation_names() -> None:
    assert [file.stem for file in FILES] == ["ar", "de", "ja", "mi"]


@pytest.mark.slow
def test_the_catalogues_have_all_that_templates_and_code_say_and_nothing_else(root: Path) -> None:
    stale = [file.name for file, text in catalogues(root).items() if file.read_bytes() != text]
    assert not stale, "make docs"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_a_catalogue_is_complete(file: Path) -> None:
    data = file.read_bytes()
    messages = [one for one in read_po(BytesIO(data), locale=file.stem) if one.id]
    missing = [one.id for one in messages if one.fuzzy or not all_of(one)]
    assert not missing
    assert catalogue_in(data, file.stem).faults == ()
    assert b"NEEDS A NATIVE READER" in data


def all_of(message: object) -> bool:
    string = message.string  # type: ignore[attr-defined]  # Babel's
    return bool(string) if isinstance(string, str) else all(string)


@pytest.mark.parametrize("file", TEMPLATES, ids=lambda file: file.stem)
def test_a_template_has_no_words_but_those_that_can_be_translated(file: Path) -> None:
    assert bare_words(file.read_text(encoding="utf-8")) == []


def bare_words(template: str) -> list[str]:
    """Return what readers would see or hear of a template, besides what stands in `_()` and `{% trans %}`."""
    environment = Environment(extensions=[InternationalizationExtension])  # noqa: S701  # nothing is rendered
    tree = environment.parse(template)
    markup = "".join(one.data for one in tree.find_all(nodes.TemplateData))
    html = LexborHTMLParser(markup)
    for node in html.css("script, style, title:empty"):
        node.decompose()
    texts = [html.root.text(separator="\n") if html.root else ""]
    texts += [str(node.attributes[name] or "") for name in SPOKEN_ATTRIBUTES for node in html.css(f"[{name}]")]
    said = (one.value for one in constants(tree) if SENTENCE.fullmatch(one.value))
    texts += [text for text in said if " " in text or text.istitle()]
    return [word for text in texts for word in re.findall(r"[^\W\d_]{2,}[^\n]*", text) if word.strip() not in NO_WORDS]


def constants(tree: nodes.Template) -> list[nodes.Const]:
    """Return the texts in expressions, without those that are given to a function of ours that translates."""
    given = {
        id(one) for call in tree.find_all(nodes.Call) if is_translating(call) for one in call.find_all(nodes.Const)
    }
    given |= {id(pair.key) for pair in tree.find_all(nodes.Pair)}
    for name in ("Filter", "Test", "Getitem"):
        for user in tree.find_all(getattr(nodes, name)):
            given |= {id(one) for one in user.iter_child_nodes() if isinstance(one, nodes.Const)}
    return [one for one in tree.find_all(nodes.Const) if isinstance(one.value, str) and id(one) not in given]


def is_translating(call: nodes.Call) -> bool:
    return isinstance(call.node, nodes.Name) and call.node.name in KEYWORDS


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Read on</p>", ["Read on"]),
        ('<p aria-label="Contents">{{ _("Contents") }}</p>', ["Contents"]),
        ("{{ 'Read on' if x else _('Read') }}", ["Read on"]),
        ("<p>{% trans %}Read <b>on</b>{% endtrans %}</p>{# words #}", []),
    ],
)
def test_bare_words_are_found(template: str, found: list[str]) -> None:
    assert bare_words(template) == found
