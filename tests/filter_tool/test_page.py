"""The tool stands under filters that are proven, says what it does without script, and loads the rest later."""

import gzip
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.content.assets import compact_module
from faircopy.content.templates import TextTemplates
from faircopy.filter_tool.assets import LOADED_WHEN_OPENED, TEMPLATES, WEB, placed, read_assets, words_file
from faircopy.filter_tool.model import ProvenFilter
from faircopy.filter_tool.page import Addresses, placed_tools, with_filter_tools
from faircopy.filter_tool.script import JUDGING, LINES, MATCHER, RESULTS, TOOL, matcher_script, published_scripts
from faircopy.filter_tool.words import sentences
from faircopy.languages.words import OUR_WORDS, SiteTranslations, SiteWords
from nodejs import in_node, tokens_of

PAGE, ASSETS = "https://example.org/a/", "https://example.org/filter-tool/0123abcd45"
ADDRESSES = Addresses(ASSETS, "https://example.org/filter-tool/6789abcd45/words.json")
ALL_MODULES = (MATCHER, LINES, JUDGING, TOOL, RESULTS, ("reader", "doubts", "judge"))
NUMBERS = '{"jails": [{"maxretry": 3, "findtime": 600, "bantime": 3600}]}'
FIRST = ProvenFilter("snippet-2", "apache-<numeric>", "snippet-1", NUMBERS)
SECOND = ProvenFilter("snippet-4", "other", "", "{}")
TEXT = "".join(f'<p>{n}</p><figure id="snippet-{n}" class="snippet"><pre>{n}</pre></figure>' for n in range(1, 6))


def test_each_tool_stands_behind_the_code_of_its_filter_and_the_script_is_named_once() -> None:
    tools = placed_tools((FIRST, SECOND), PAGE, ADDRESSES, TextTemplates(TEMPLATES))
    html = with_filter_tools(TEXT, tools)
    assert re.sub(r"\n<filter-tool.*?</filter-tool>", "", html, flags=re.DOTALL) == TEXT
    for number, proven in ((2, FIRST), (4, SECOND)):
        assert f'<pre>{number}</pre></figure>\n<filter-tool data-filter="{PAGE}filters/{proven.fence}.json"' in html
    assert html.count("<script") == 1
    assert f'<script type="module" src="{ASSETS}/open.js">' in html
    assert "&#39;./apache-&lt;numeric&gt;.conf&#39; access.log --maxretry=3 --findtime=600 --bantime=3600<" in html
    assert with_filter_tools(TEXT) == TEXT


def test_a_theme_may_say_it_in_other_words(tmp_path: Path) -> None:
    mine = tmp_path / "filter_tool" / "tool.html"
    mine.parent.mkdir()
    mine.write_text('<p>Mein {{ name }}</p>{% include "!default/filter_tool/tool.html" %}')
    (tool,) = placed_tools((SECOND,), PAGE, ADDRESSES, TextTemplates(TEMPLATES, (str(tmp_path),)))
    assert tool.html.startswith("<p>Mein other</p><filter-tool ")


MODULES = sorted(file for folder in ("matcher", "page", "worker") for file in (WEB / folder).glob("*.js"))
FORM = TextTemplates(TEMPLATES).render("filter_tool/form.html", lang="en")
MAX_LINES, MAX_LINE_CHARS = 300, 120


@pytest.mark.parametrize("file", MODULES, ids=lambda file: file.name)
def test_a_module_is_short_typed_and_only_comments_of_it_are_not_published(file: Path) -> None:
    """Only comments and indentation are left out: each string and expression is as it was written."""
    text = file.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_LINES
    assert "// @ts-check\n" in text
    assert max(map(len, text.splitlines())) <= MAX_LINE_CHARS
    made = compact_module(text.encode()).decode()
    code = [line for line in text.splitlines() if not line.strip().startswith("//")]
    # A text in backquotes that goes on in the next line would lose its white space.
    assert [line for line in code if line.count("`") % 2] == []
    assert not re.search(r"^(//|/?\*)", made, re.MULTILINE)
    strings = r'"(?:[^"\\\n]|\\.)*"'
    before = re.sub(r"(?s)/\*\*.*?\*/|^ *//[^\n]*|(?<=[;,{]) // [^\n\"]*$", "", text, flags=re.MULTILINE)
    assert re.findall(strings, made) == re.findall(strings, before)


@pytest.mark.slow
def test_what_is_published_of_each_module_are_the_tokens_that_were_written(npm_file: Callable[[str], Path]) -> None:
    written = [file.read_text(encoding="utf-8") for file in MODULES]
    found = tokens_of(npm_file("acorn"), [*written, *(compact_module(text.encode()).decode() for text in written)])
    assert found[len(MODULES) :] == found[: len(MODULES)]


@pytest.mark.slow
def test_joined_modules_are_scripts_with_no_name_twice(tmp_path: Path, need: Callable[[str], str]) -> None:
    scripts = published_scripts()
    assert {name for group in ALL_MODULES for name in group} == {file.stem for file in MODULES}
    scripts["in-node.js"] = matcher_script()
    for worker in ("reader.js", "judge.js"):
        scripts[worker] = scripts["matcher.js"] + scripts[worker]
    for name, source in scripts.items():
        assert not re.search(r"^import .*(?<!tool)\.js", source, re.MULTILINE), name
        # A module may declare nothing twice, which a script may.
        file = (tmp_path / name).with_suffix(".mjs")
        file.write_text(source, encoding="utf-8")
        subprocess.run([need("node"), "--check", file], check=True, timeout=60)


def test_the_folder_of_the_assets_is_named_after_all_of_them() -> None:
    assets = read_assets()
    assert set(assets.files) == {*published_scripts(), "tool.css", "any-theme.css", "theme-colours.js"}
    assert words_file(FORM, {}).folder != words_file(FORM, {"a": "b"}).folder
    assert placed({**assets.files, "tool.css": b""}).folder != assets.folder


def test_the_form_and_the_sentences_have_what_the_script_asks_for() -> None:
    source = "".join((WEB / "page" / f"{name}.js").read_text() for name in (*TOOL, *RESULTS))
    parts = set(re.findall(r"\bparts\.(\w+)", source))
    assert parts == set(re.findall(r'data-name="(\w+)"', FORM))
    asked = set(re.findall(r'\bsay\(\s*"(\w+)"', source))
    known = sentences(OUR_WORDS, "en")
    assert asked <= set(known)
    # Others are chosen among several, or named by what they are about, as doubts are.
    source += (WEB / "worker/doubts.js").read_text()
    assert set(known) - asked <= set(re.findall(r'"(\w+)"', source))


@pytest.mark.slow
def test_what_the_tool_says_is_in_the_language_of_the_page(tmp_path: Path) -> None:
    (tmp_path / "pl.po").write_text(
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        '"Plural-Forms: nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"\n\n'
        'msgid "%(number)s line"\nmsgid_plural "%(number)s lines"\n'
        'msgstr[0] "%(number)s wiersz"\nmsgstr[1] "%(number)s wiersze"\nmsgstr[2] "%(number)s wierszy"\n\n'
        'msgid "Try it on your own log"\nmsgstr "Wypróbuj"\n\nmsgid "Stop"\nmsgstr "Dość"\n',
        encoding="utf-8",
    )
    words = SiteWords(SiteTranslations((tmp_path,)), "en")
    templates = TextTemplates(TEMPLATES, words=words)
    (tool,) = placed_tools((SECOND,), PAGE, ADDRESSES, templates, "pl")
    assert "<summary>Wypróbuj</summary>" in tool.html
    assert ">Dość<" in templates.render("filter_tool/form.html", lang="pl")
    script = (
        (WEB / "page" / "words.js").read_text().replace("export ", "")
        + """
    const say = sayer(input, "pl");
    const lines = [1, 3, 5, 1234].map((number) => say("lines", { number }));
    const turned = sayer(input, "ar", true)("ignoreThis", { address: "2001:db8::7" });
    process.stdout.write(JSON.stringify([...lines, turned]));"""
    )
    *lines, turned = in_node(script, sentences(words, "pl"))
    assert [one.replace("\xa0", " ") for one in lines] == ["1 wiersz", "3 wiersze", "5 wierszy", "1234 wiersze"]
    assert turned == "Ignore \u20682001:db8::7\u2069"


def test_the_script_is_small() -> None:
    """What is loaded when the tool is opened, and with the first log."""
    sizes = {name: len(gzip.compress(data, 9, mtime=0)) for name, data in read_assets().files.items()}
    assert sizes["open.js"] <= 200
    assert sum(sizes[name] for name in LOADED_WHEN_OPENED) <= 12_000
    assert sum(size for name, size in sizes.items() if name in published_scripts()) <= 20_900
