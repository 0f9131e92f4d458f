"""Whatever way a template or a plugin takes to what it reads: when that changes, the page does."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from faircopy.incremental.state import code_of
from smallsite import Site, tree
from stockpelican import StockPelican, forget_plugin

pytestmark = pytest.mark.slow

# In every case of `READS` the plugin knows the setting WORD as `word`, and it changes from "a" to "b".
ABOVE = """
import time
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import NamedTuple
from jinja2 import pass_context
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor

KNOWN = {}


class Words(list):
    pass


class Word(str):
    pass


class Table(dict):
    @property
    def latest(self):
        return KNOWN["word"]


@dataclass(eq=False)
class Data:
    name: str
    up: object = None

    @property
    def word(self):
        return KNOWN["word"]

    def say(self, before=""):
        return before + KNOWN["word"]


class Pair(NamedTuple):
    name: str

    @property
    def word(self):
        return KNOWN["word"]


class Kind(Enum):
    ONE = 1

    @property
    def word(self):
        return KNOWN["word"]


class Speaker:
    word = ""

    def __call__(self):
        return self.word

    def say(self):
        return self.word

    @classmethod
    def now(cls):
        return cls.word


@pass_context
def in_context(context, text=""):
    return text + KNOWN["word"]


def with_attributes(thing, **attributes):
    vars(thing).update(attributes)
    return thing

"""
# What the plugin does with the environment -> what the template of an article says.
READS = [
    ("filters['x'] = lambda text: text + word", "{{ '5'|x }}"),
    ("filters['x'] = lambda text, before='': before + text + word", "{{ '5'|x(before='@') }}"),
    ("filters['x'] = lambda text: text + word", "{{ SITENAME|x }}"),
    ("filters['x'] = lambda text: text + word", "{{ ('<'|e)|x }}"),
    ("filters['x'] = lambda text: text + word", "{{ ['a']|map('x')|join }}"),
    ("filters['x'] = lambda date: date.strftime('%Y') + word", "{{ article.date|x }}"),
    ("filters['x'] = lambda tag: tag.name + word", "{% for tag in article.tags %}{{ tag|x }}{% endfor %}"),
    ("filters['x'] = lambda given: len(given) * word", "{{ articles|x }}{{ (1, (2, none))|x }}{{ {'a': 1}|x }}"),
    ("filters['x'] = partial(lambda more, text: text + more, word)", "{{ '5'|x }}"),
    ("filters['x'] = in_context", "{{ '5'|x }}"),
    ("tests['x'] = lambda number: word == 'a'", "{{ 5 is x }}"),
    ("tests['x'] = lambda number: word == 'a'", "{{ [1, 2]|select('x')|list }}"),
    ("globals['x'] = lambda: word", "{{ x() }}"),
    ("globals['x'] = lambda before='': before + word", "{{ x(before='@') }}"),
    ("globals['x'] = in_context", "{{ x('5') }}"),
    ("globals['x'] = {0: word}.__getitem__", "{{ x(0) }}"),
    ("globals['x'] = {0: word}", "{{ x[0] }}"),
    ("globals['x'] = Words(['5', word])", "{{ x|last }}"),
    ("globals['x'] = with_attributes(Words(['5']), word=word)", "{{ x.word }}"),
    ("globals['x'] = with_attributes(Word('5'), word=word)", "{{ x.word }}"),
    ("globals['x'] = Table()", "{{ x.latest }}"),
    ("globals['x'] = Data(word)", "{{ x.name }}"),
    ("globals['x'] = Data('5')", "{{ x.word }}"),
    ("globals['x'] = Data('5')", "{{ x.say() }}"),
    ("globals['x'] = with_attributes(Data('5'), more=word)", "{{ x.more }}"),
    ("globals['x'] = Pair('5')", "{{ x.word }}"),
    ("globals['x'] = Kind.ONE", "{{ x.word }}"),
    ("globals['x'] = Kind", "{{ x.ONE.word }}"),
    ("globals['x'] = with_attributes(Speaker(), word=word)", "{{ x.word }}{{ x.say() }}{{ x() }}"),
    ("globals['x'] = with_attributes(Speaker(), word=word).say", "{{ x() }}"),
    ("globals['x'] = Speaker; Speaker.word = word", "{{ x.word }}"),
    ("globals['x'] = Speaker; Speaker.word = word", "{{ x.now() }}"),
    ("globals['x'] = Speaker.now; Speaker.word = word", "{{ x() }}"),
    ("globals['x'] = lambda: (one for one in word)", "{{ x()|list }}"),
    ("globals['x'] = lambda: Data('5')", "{% set y = x() %}{{ y.word }}"),
    ("add_extension('jinja2.ext.i18n'); env.install_gettext_callables(lambda text: word, None)", "{{ _('5') }}"),
    (
        "add_extension('jinja2.ext.i18n'); env.install_gettext_callables(lambda text: word, None, newstyle=True)",
        "{% trans %}5{% endtrans %}",
    ),
    ("globals['x'] = word", "{% set y = x %}{% include 'y.html' %}"),
    ("globals['x'] = word", "{% import 'x.html' as macros with context %}{{ macros.y }}"),
    ("globals['x'] = word", "{% import 'x.html' as macros %}{{ macros.y }}"),
    ("globals['x'] = lambda: word", "{% from 'x.html' import z %}{{ z() }}"),
    ("globals['x'] = word", "{% from 'imports.html' import say %}{{ say() }}"),
    ("globals['x'] = 1", "{% for tag in article.tags %}{{ tag.settings.WORD }}{% endfor %}"),
    ("globals['x'] = 1", "{{ article.settings.WORD }}"),
    ("globals['x'] = 1", "{% set name = 'WORD' %}{{ article.settings[name] }}"),
]
# What the plugin does with each article, before it is written.
ON_ARTICLES = [
    ("article.speaker = with_attributes(Speaker(), word=word)", "{{ article.speaker.word }}"),
    ("article.say = with_attributes(Speaker(), word=word).say", "{{ article.say() }}"),
    ("article.say = lambda: word", "{{ article.say() }}"),
    ("article.category.word = word", "{{ article.category.word }}"),
    ("[setattr(tag, 'word', word) for tag in article.tags]", "{% for tag in article.tags %}{{ tag.word }}{% endfor %}"),
    ("article.rows = [{'name': word}]", "{{ article.rows|map(attribute='name')|join }}"),
    ("article.rows = [{'name': word}]", "{% for name, rows in article.rows|groupby('name') %}{{ name }}{% endfor %}"),
    ("article.rows = {word: 1}", "{% for name in article.rows %}{{ name }}{% endfor %}"),
    ("article.mood = word", "{{ articles|sort(attribute='mood')|map(attribute='mood')|join }}"),
    ("article.mood = word", "{% for one in articles|selectattr('mood', 'equalto', 'a') %}{{ one.slug }}{% endfor %}"),
    ("article.mood = word", "{{ article['mood'] }}"),
    ("article.mood = word", "{% set name = 'mood' %}{{ article|attr(name) }}"),
    ("setattr(article, word, '5')", "{{ article|attr('b') }}"),
    ("setattr(article, word, '5')", "{{ article.b is defined }}"),
    (
        "article.mood = word",
        "{% set ns = namespace(x='') %}{% for one in articles %}{% set ns.x = ns.x ~ one.mood %}{% endfor %}{{ ns.x }}",
    ),
    ("article.others = [one for one in articles if word == 'a']", "{{ article.others|length }}"),
    ("article.others = articles; article.mood = word", "{{ article.others[0].mood }}"),
]


@pytest.fixture(scope="module")
def pelican() -> Iterator[StockPelican]:
    process = StockPelican()
    yield process
    process.close()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    site = Site(tmp_path)
    site.settings["WORD"] = "a"
    # Articles are all that is looked at here.
    few: dict[str, Any] = {
        "DIRECT_TEMPLATES": [],
        "TAG_SAVE_AS": "",
        "CATEGORY_SAVE_AS": "",
        "AUTHOR_SAVE_AS": "",
        "FEED_ALL_ATOM": None,
    }
    site.settings.update(few)
    for number in (0, 1):
        (site.folder / f"content/posts/p{number}.md").unlink()
    # Nothing else that would make a page anew.
    site.write("theme/templates/base.html", "{% block content %}{% endblock %}")
    site.write("theme/templates/x.html", "{% set y = x %}{% macro z() %}{{ x() }}{% endmacro %}")
    site.write("theme/templates/y.html", "{{ y }}")
    site.write("theme/templates/imports.html", "{% from 'x.html' import y %}{% macro say() %}{{ y }}{% endmacro %}")
    yield site
    forget_plugin()


def say(site: Site, more: str) -> None:
    site.write("theme/templates/article.html", "{% extends 'base.html' %}{% block content %}" + more + "{% endblock %}")


def plug(site: Site, *, prepare: str = "", relate: str = "") -> None:
    begin = "    env, word = generator.env, generator.settings['WORD']\n    KNOWN['word'] = word\n"
    site.code = ABOVE + site.code.replace("    folder =", f"{begin}    {prepare}\n    folder =").replace(
        "        article.words", f"        word = generator.settings['WORD']\n        {relate}\n        article.words"
    )


def check(site: Site, pelican: StockPelican) -> dict[str, bytes]:
    site.build_clean(pelican)
    site.build()
    mine, clean = tree(site.folder / "out"), tree(site.folder / "clean")
    assert mine == clean
    return mine


def check_twice(site: Site, pelican: StockPelican, edit: Callable[[], object]) -> None:
    """Compare before an edit and after it, which must make a difference."""
    before = check(site, pelican)
    edit()
    assert check(site, pelican) != before


@pytest.mark.parametrize(("prepare", "template"), READS)
def test_what_a_plugin_offers_to_templates(site: Site, pelican: StockPelican, prepare: str, template: str) -> None:
    say(site, template)
    plug(site, prepare=f"env.{prepare}")
    check_twice(site, pelican, lambda: site.settings.update(WORD="b"))


@pytest.mark.parametrize(("relate", "template"), ON_ARTICLES)
def test_what_a_plugin_gives_to_articles(site: Site, pelican: StockPelican, relate: str, template: str) -> None:
    say(site, template)
    plug(site, relate=relate)
    check_twice(site, pelican, lambda: site.settings.update(WORD="b"))


def freeze_lookups(site: Site, **settings: object) -> Callable[[], None]:
    return lambda: site.settings.update(settings)


def test_a_macro_file_that_a_macro_file_imports(site: Site, pelican: StockPelican) -> None:
    say(site, "{% from 'outer.html' import outer %}{{ outer() }}")
    site.write(
        "theme/templates/outer.html",
        "{% from 'inner.html' import inner %}{% macro outer() %}{{ inner() }}{% endmacro %}",
    )
    site.write("theme/templates/inner.html", "{% macro inner() %}one{% endmacro %}")
    other = "{% macro inner() %}two{% endmacro %}"
    check_twice(site, pelican, lambda: site.write("theme/templates/inner.html", other))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({}, {"JINJA_GLOBALS": {"TAGLINE": "new"}}),
        ({"JINJA_GLOBALS": {"TAGLINE": "old"}}, {"TAGLINE": "new"}),
        ({"TAGLINE": "new", "JINJA_GLOBALS": {"TAGLINE": "old"}}, {"JINJA_GLOBALS": {"TAGLINE": "other"}}),
    ],
)
def test_a_global_and_a_variable_of_the_same_name(
    site: Site, pelican: StockPelican, before: dict[str, object], after: dict[str, object]
) -> None:
    say(site, "{{ TAGLINE }}{% from 'tag.html' import line %}{{ line() }}")
    site.write("theme/templates/tag.html", "{% macro line() %}{{ TAGLINE }}{% endmacro %}")
    site.settings.update(before)
    check_twice(site, pelican, freeze_lookups(site, **after))


def test_a_filter_that_takes_the_place_of_jinjas_own(site: Site, pelican: StockPelican) -> None:
    say(site, "{{ 'abc'|upper }}{{ SITENAME|upper }}")
    plug(site, prepare="word == 'b' and env.filters.update(upper=len)")
    check_twice(site, pelican, freeze_lookups(site, WORD="b"))


def test_a_template_that_takes_the_place_of_another(site: Site, pelican: StockPelican) -> None:
    site.write("theme/templates/special.html", "{% extends 'article.html' %}{% block content %}special{% endblock %}")
    say(site, "plain")
    site.post(3, more="Template: article\n")
    check_twice(site, pelican, lambda: site.post(3, more="Template: special\n"))


def test_two_templates_that_change_places(site: Site, pelican: StockPelican) -> None:
    site.settings["DIRECT_TEMPLATES"] = ["tags", "archives"]
    for name in ("tags", "archives"):
        site.write(f"theme/templates/{name}.html", name)
    check(site, pelican)
    check_twice(site, pelican, freeze_lookups(site, TAGS_SAVE_AS="archives.html", ARCHIVES_SAVE_AS="tags.html"))
    check_twice(site, pelican, freeze_lookups(site, TAGS_SAVE_AS="tags.html", ARCHIVES_SAVE_AS="archives.html"))


def test_a_template_in_a_folder_that_comes_first(site: Site, pelican: StockPelican) -> None:
    site.settings["THEME_TEMPLATES_OVERRIDES"] = [str(site.folder / "mine")]
    site.write("mine/unused.html", "")
    say(site, "{% include 'y.html' %}")
    check_twice(site, pelican, lambda: site.write("mine/y.html", "mine"))


def test_a_plugin_that_changes_contents_while_they_are_written(site: Site, pelican: StockPelican) -> None:
    say(site, "{{ articles|map(attribute='mood')|list }}{{ article.mood }}{{ article.url }}")
    plug(site, relate="article.mood = ''")
    site.code = site.code.replace(
        "def register():\n",
        """
def mood(generator, content):
    content.mood = generator.settings["WORD"]
    content.slug = f"{content.slug}-{content.mood}"

def register():
    signals.article_generator_write_article.connect(mood)
""",
    )
    check_twice(site, pelican, freeze_lookups(site, WORD="b"))


def test_two_pages_for_one_address_are_none(site: Site, pelican: StockPelican) -> None:
    site.settings["DIRECT_TEMPLATES"] = ["archives"]
    site.build()
    site.post(3, slug="archives")
    with pytest.raises(RuntimeError, match=r"archives"):
        site.build_clean(pelican)
    with pytest.raises(RuntimeError, match=r"archives"):
        site.build()


def test_an_address_that_nobody_has_set_is_not_set(site: Site, pelican: StockPelican) -> None:
    say(site, "{{ article.override_url is defined }} {{ article.url }}")
    check_twice(site, pelican, freeze_lookups(site, ARTICLE_URL="a/{slug}"))


def test_tags_that_hold_each_other(site: Site, pelican: StockPelican) -> None:
    say(site, "{% for tag in article.tags %}{{ tag.friends|join }}{{ tag.word }}{% endfor %}")
    plug(site, relate="[(setattr(tag, 'friends', article.tags), setattr(tag, 'word', word)) for tag in article.tags]")
    check_twice(site, pelican, freeze_lookups(site, WORD="b"))


MARKDOWN = """
class Marking(Treeprocessor):
    number = 0

    def run(self, root):
        self.number += 1
        for child in root:
            child.set("title", f"{self.number} {self.word}")


class Marks(Extension):
    def extendMarkdown(self, md):
        marking = Marking(md)
        marking.word = Path(__file__).with_name("word.txt").read_text()
        md.treeprocessors.register(marking, "marking", 1)
"""


@pytest.mark.parametrize(
    "settings",
    [
        {"JINJA_ENVIRONMENT": {"extensions": ["further.Doubling"]}},
        {"MARKDOWN": {"extension_configs": {"further:Doubled": {}}}},
        {"MARKDOWN": {"extensions": ["further:Doubled"]}},
    ],
)
def test_the_code_of_extensions_counts(tmp_path: Path, settings: dict[str, Any]) -> None:
    module = ModuleType("further")
    module.__file__ = str(tmp_path / "further.py")
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "further", module)
        assert module in code_of({"JINJA_ENVIRONMENT": {}, "MARKDOWN": {}, **settings}, [])


def test_an_extension_that_counts_and_reads_a_file_when_it_begins(site: Site, pelican: StockPelican) -> None:
    say(site, "{{ article.content }}{{ article.summary }}")
    plug(site)
    site.code += MARKDOWN
    site.settings["MARKDOWN"] = {"extensions": ["siteplugin:Marks"], "extension_configs": {}}
    site.post(2, more="Summary: *Short*\n")
    check_twice(site, pelican, lambda: site.write("word.txt", "other"))
