"""A small site of Pelican's, with a bit of everything that templates, plugins and sources do."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from pelican import Pelican

import faircopy.incremental.plugin
import stockpelican
from faircopy.incremental.state import state_of

TEMPLATES = {
    "base.html": "{% from 'macros.html' import dated %}<title>{% block title %}{{ SITENAME }}{% endblock %}</title>"
    "<nav>{% for category, there in categories %}<a href='{{ category.url }}'>{{ category }} {{ there|length }}</a>"
    "{% endfor %}{% for one in articles[:2] %}{{ one.title }}{% endfor %}</nav>{% block content %}{% endblock %}"
    "{% include ['foot-' ~ (page_name or 'none') ~ '.html', 'foot.html'] %}",
    "foot.html": "<footer>{{ FOOT|default('none') }} {{ EXTRA.colour }} {{ site_word() }}</footer>",
    "macros.html": "{% from 'inner.html' import day %}"
    "{% macro dated(one) %}{{ day(one) }} {{ one|shout }}{% endmacro %}",
    "inner.html": "{% macro day(one) %}{{ one.date.strftime('%Y-%m-%d') }}{% endmacro %}",
    "article.html": "{% extends 'base.html' %}{% block title %}{{ article.title }}{% endblock %}{% block content %}"
    "{% from 'macros.html' import dated %}{% set lang = article.lang %}{{ lang }} {{ dated(article) }}"
    "{% if article.newer %}<a href='{{ article.newer.url }}'>{{ article.newer.title }}</a>{% endif %}"
    "{{ article.content }}{{ article.words }}{% for tag in article.tags %}<a href='{{ tag.url }}'>{{ tag }}</a>"
    "{% endfor %}{{ article.translations|map(attribute='title')|join(',') }}{{ word_file() }}{% endblock %}",
    "special.html": "{% extends 'article.html' %}{% block title %}{{ article|attr('mood') }}{% endblock %}",
    "page.html": "{% extends 'base.html' %}{% block content %}{{ page.content }}{{ page.mood or 'calm' }}"
    "{{ 'constant'|worded }}{% endblock %}",
    "index.html": "{% extends 'base.html' %}{% block content %}{% for one in articles_page.object_list %}"
    "<h2>{{ one.title }}</h2>{{ one.summary }}{% endfor %}{{ articles_page.number }} of "
    "{{ articles_paginator.num_pages }}{% if articles_page.has_next() %}{{ articles_next_page.url }}{% endif %}"
    "{% endblock %}",
    "archives.html": "{% extends 'base.html' %}{% block content %}{% for year, there in dates|groupby('date.year') %}"
    "{{ year }}{% for one in there|sort(attribute='title') %}{{ one.url }}{% endfor %}{% endfor %}{% endblock %}",
    "tag.html": "{% extends 'index.html' %}{% block title %}{{ tag.name }} {{ articles_page.url }}{% endblock %}",
    "category.html": "{% extends 'index.html' %}{% block title %}{{ category }}{% endblock %}",
    "tags.html": "{% extends 'base.html' %}{% block content %}{% for tag, there in tags|sort %}{{ tag.slug }}"
    "{{ there|map(attribute='slug')|list }}{% endfor %}{% endblock %}",
    "author.html": "{{ author }}",
    "authors.html": "{{ authors|length }}",
    "categories.html": "{{ categories|length }}",
}
PLUGIN = """
from pathlib import Path
from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pelican import signals

WORD = "one"


class Marking(Treeprocessor):
    def run(self, root):
        for child in root:
            child.set("data-mark", WORD + Path(__file__).with_name("mark.txt").read_text())


class Marks(Extension):
    def extendMarkdown(self, md):
        md.treeprocessors.register(Marking(md), "marking", 1)


def shout(article):
    return article.slug.upper() + getattr(article, "mood", "")


def site_word():
    return WORD


def prepare(generator):
    folder = Path(generator.settings["PATH"])
    generator.env.filters["shout"] = shout
    generator.env.filters["worded"] = lambda text: f"{text} {generator.settings.get('WORD')}"
    generator.env.globals["site_word"] = site_word
    generator.env.globals["word_file"] = lambda: (folder.parent / "word.txt").read_text()


def relate(generator):
    articles = generator.articles
    for number, article in enumerate(articles):
        article.newer = articles[number - 1] if number else None
        article.words = len(article._content.split())


def register():
    signals.generator_init.connect(prepare)
    signals.article_generator_finalized.connect(relate)
"""
SETTINGS: dict[str, Any] = {
    "SITENAME": "Same",
    "SITEURL": "https://example.org",
    "AUTHOR": "Someone",
    "TIMEZONE": "UTC",
    "DEFAULT_LANG": "en",
    "DEFAULT_PAGINATION": 2,
    "FEED_ALL_ATOM": "feeds/all.xml",
    "CATEGORY_FEED_ATOM": None,
    "TRANSLATION_FEED_ATOM": None,
    "AUTHOR_FEED_ATOM": None,
    "AUTHOR_FEED_RSS": None,
    "ARTICLE_PATHS": ["posts"],
    "PAGE_PATHS": ["pages"],
    "STATIC_PATHS": ["extra"],
    "CACHE_CONTENT": False,
    "MARKDOWN": {
        "extensions": ["siteplugin:Marks"],
        "extension_configs": {
            "markdown.extensions.codehilite": {"css_class": "highlight"},
            "markdown.extensions.extra": {},
            "markdown.extensions.meta": {},
        },
    },
    "EXTRA": {"colour": "red"},
}
POST = """Title: {title}
Date: {date}
Category: {category}
Tags: {tags}
Slug: {slug}
Lang: {lang}
Status: {status}
{more}
{text}

See [another]({{filename}}/posts/p0.md) and ![a picture]({{attach}}picture-{slug}.png).

```python
x = {number}
```
"""


class Site:
    """A small site with both kinds of build."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.settings = dict(SETTINGS)
        self.code = PLUGIN
        for name, text in TEMPLATES.items():
            self.write(f"theme/templates/{name}", text)
        self.write("theme/static/style.css", "p {}")
        self.write("content/pages/about.md", "Title: About\n\nAbout [it]({filename}/posts/p1.md).\n")
        self.write("content/extra/robots.txt", "all")
        self.write("word.txt", "word")
        self.write("mark.txt", "mark")
        for number in range(4):
            self.post(number)

    def write(self, name: str, text: str) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def post(self, number: int, **fields: object) -> None:
        values = {
            "title": f"Post {number}",
            "date": f"202{number}-01-0{number + 1}",
            "category": ("Bread", "Butter")[number % 2],
            "tags": ("a, b", "b", "a, python", "python2")[number % 4],
            "slug": f"p{number}",
            "lang": "en",
            "status": "published",
            "more": "",
            "text": f"Text {number}.",
            "number": number,
            **fields,
        }
        self.write(f"content/posts/p{number}.md", POST.format(**values))
        self.write(f"content/posts/picture-{values['slug']}.png", f"picture {number}")

    def all_settings(self, output: str) -> dict[str, Any]:
        return {
            **self.settings,
            "PATH": str(self.folder / "content"),
            "THEME": str(self.folder / "theme"),
            "THEME_TEMPLATES_OVERRIDES": [str(self.folder / "mine")],
            "OUTPUT_PATH": str(self.folder / output),
            "INCREMENTAL_CACHE": str(self.folder / "cache"),
        }

    def build(self, output: str = "out") -> None:
        self.write("siteplugin.py", self.code)
        self.build_again(output)

    def build_again(self, output: str) -> None:
        """Build without writing anything but the output, for where two builds do it at once."""
        settings = stockpelican.settings_of(
            {**self.all_settings(output), "PLUGINS": [faircopy.incremental.plugin]}, self.code
        )
        try:
            Pelican(settings).run()
        finally:
            # As if each build had a process of its own.
            if state := state_of(settings):
                state.session.store.close()

    @contextmanager
    def being_built(self, *outputs: str) -> Iterator[list[BaseProcess]]:
        """Build into some folders at once, each in a process of its own; it has ended when the block has."""
        self.write("siteplugin.py", self.code)
        context = get_context("fork")
        processes: list[BaseProcess] = [context.Process(target=self.build_again, args=(one,)) for one in outputs]
        for process in processes:
            process.start()
        try:
            yield processes
        finally:
            for process in processes:
                process.join()

    def build_clean(self, pelican: stockpelican.StockPelican) -> None:
        shutil.rmtree(self.folder / "clean", ignore_errors=True)
        pelican.build(self.all_settings("clean"), self.code)


def tree(folder: Path) -> dict[str, bytes]:
    return {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
