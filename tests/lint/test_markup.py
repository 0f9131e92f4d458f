import pytest

import faircopy.settings
from conftest import ROOT
from faircopy.content.settings import site_of
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.rules import raw_html
from rulecases import found_by


def diagnostics(text: str) -> list[Diagnostic]:
    return [finding.diagnostic for finding in found_by(raw_html, text=text)]


def found(text: str) -> list[tuple[int, int, str]]:
    return [(one.line, one.column, one.code) for one in diagnostics(text)]


def test_the_message_says_how_to_write_it() -> None:
    (diagnostic,) = diagnostics("Title: x\n\nReplace <HOST> by the address.\n")
    assert str(diagnostic) == (
        "a.md:3: error FM132 '<HOST>' is not an HTML element, and a browser shows nothing of it; "
        "write `<HOST>`, in backticks, or &lt;HOST&gt;"
    )
    assert diagnostic.column == 9


@pytest.mark.parametrize("text", ["<T, U>", "<Filter[]>", "<T\uff0cU>", "a <t 1> b", "\\<HOST>", "<a.b>"])
def test_what_commonmark_takes_for_no_tag_vanishes_from_other_sites_only(text: str) -> None:
    assert [one.code for one in diagnostics(text)] == ["FM132"]
    ours = site_of({"MARKDOWN": faircopy.settings.MARKDOWN}, ROOT / "tests")
    assert found_by(raw_html, text=text, site=ours) == []
    # A browser reads what stands in raw HTML.
    assert [one.diagnostic.code for one in found_by(raw_html, text=f"<div>\n{text}\n</div>\n", site=ours)] == ["FM132"]


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("a <HOST> b", 1, 3),
        ("\\<HOST>", 1, 2),
        ("a\n`code\nmore` <F-ID>", 3, 7),
        ("- item <X>", 1, 8),
        ("| `<A>` | <B> |", 1, 11),
        ("<ADDRESS>", 1, 1),  # the element is lower case here
        ("Map<String, Int>", 1, 4),
        ("<path/to>", 1, 1),
        ("<my-element>", 1, 1),
        ("<title>", 1, 1),
        ("<?php echo ?>", 1, 1),
        ("!!! note\n\n    text <HOST>\n", 3, 10),
        ("[^1]: <HOST>\n", 1, 7),
        ("term\n:   <HOST>\n", 2, 5),
        ("<div>\n`<HOST>`\n</div>\n", 2, 2),  # no code in raw HTML
        ("a <two\nlines>", 1, 3),
    ],
)
def test_a_tag_that_would_vanish_is_an_error(text: str, line: int, column: int) -> None:
    assert found(text) == [(line, column, "FM132")]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("<math><mi>x</mi><mo>=</mo></math> and <HOST>", [1, 39]),
        ("<svg><path d='M 0 0'/></svg> <math><mi>x</mi></math>", [1, 30]),
        ("<svg> <HOST>", [1, 7]),  # without an end, it has no parts
        ("</svg> <HOST> <svg>", [1, 8, 15]),
    ],
)
def test_a_drawing_or_formula_is_told_once(text: str, columns: list[int]) -> None:
    assert [column for _, column, _ in found(text)] == columns


@pytest.mark.parametrize(
    ("tag", "why"),
    [
        ("<svg onload>", "begins a drawing or a formula in the text itself"),
        ("</math>", "ends a drawing or a formula in the text itself"),
        ("<title>", "belongs to the page around a text"),
        ("<link rel=x>", "belongs to the page around a text"),
        ("<center>", "is no longer an element of HTML"),
        ("<!DOCTYPE html>", "is a declaration or an instruction"),
        ("<?php echo ?>", "is a declaration or an instruction"),
        ("<F-ID>", "is not an HTML element"),
    ],
)
def test_the_reason_is_true_of_the_tag(tag: str, why: str) -> None:
    (diagnostic,) = diagnostics(f"A {tag} b\n")
    assert diagnostic.code == "FM132"
    assert diagnostic.message.startswith(f"'{tag}' {why}")
    assert f"`{tag}`, in backticks" in diagnostic.hint


@pytest.mark.parametrize(
    "text",
    [
        "<script src=x></script>",
        "<iframe src='/x'></iframe>",
        "text\n\n<style>\np {}\n</style>",
        "<SCRIPT>",
        '<p onclick="x()">text</p>',
        "<img alt='' src='https://elsewhere.example/x.png'>",
        "<img alt='' src=//elsewhere.example/x.png>",
        "<img alt='' srcset='http://elsewhere.example/x.png 2x'>",
        "<a href='javascript:x()'>text</a>",
    ],
)
def test_what_runs_or_fetches_is_an_error(text: str) -> None:
    assert [code for _, _, code in found(text)] == ["FM134"]


@pytest.mark.parametrize(
    "text",
    [
        "<svg onload='x()'>",
        "<x-y onclick=x>",
        "<img alt='' src=x onerror=x()>",
        "<img/onerror=x()/src=x>",
        "<img alt='>' src=x onerror='x()'>",
        "<img alt='a' src='x'onerror='x()'>",
        "<b\nonclick=x>a</b>",
        "<b onclick =\n'x'>a</b>",
        "<div\nonclick=x<b >",
        "<div title='\n\n' onclick='x'>",
        "<a href='x' ping='https://elsewhere.example/'>a</a>",
        "<img alt='' srcset='a.png 1x, //elsewhere.example/x.png 2x'>",
        "<table background=\\\\elsewhere.example/x.png>",
        "<img alt='' src='/&Tab;/elsewhere.example/x.png'>",
        "<p style='background: url(//elsewhere.example/x)'>a</p>",
        "<button formaction='javascript:x()'>a</button>",
        "<p is='x-y'>a</p>",
    ],
)
def test_what_runs_or_fetches_is_an_error_however_a_browser_comes_to_read_it(text: str) -> None:
    assert [code for _, _, code in found(text) if code.startswith("FM")] == ["FM134"]


@pytest.mark.parametrize(
    "text",
    [
        "`<HOST>` and ``a ` <b> <X>``",
        "&lt;HOST&gt;",
        "<https://example.org> <me@example.org>",
        "<b>x</b><br/><img alt='' src='x.png'>",
        "a < b > c, a <- b, x <3",
        "    <HOST>\n",
        "```sh\n<HOST>\n```\n",
        "<!-- <HOST>\n<script> -->",
        "<div markdown='1'>\n`<HOST>`\n</div>\n",
        '<a href="https://example.org" title="once">x</a>',
        "[a](<b c>) [a](<b c> ) [a]( <b c> 'title') ![a](<i j.png> \"title\")",
        "[a](<HOST>)",
    ],
)
def test_what_a_reader_sees_is_left_alone(text: str) -> None:
    assert found(text) == []
