"""What a page of the preview shows of a diagnostic, by our templates or by the theme's."""

from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from faircopy.diagnostics.model import Diagnostic, Severity
from faircopy.preview.diagnostics_view import OVERLAY, OverlayTemplates, no_page

HOSTILE = ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "'onmouseover='x", "{{ 1 + 1 }}", "&lt;b&gt;"]


def rendered(diagnostic: Diagnostic, editor: str | None = None) -> LexborHTMLParser:
    return LexborHTMLParser(str(OverlayTemplates([], print).view(diagnostic, editor)["html"]))


def first(tree: LexborHTMLParser, selector: str) -> LexborNode:
    found = tree.css_first(selector)
    assert found is not None, selector
    return found


def finding(text: str, path: str = "a.md") -> Diagnostic:
    return Diagnostic(path, 2, 1, "XX001", Severity.ERROR, text, text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_source_says_is_markup(text: str, tmp_path: Path) -> None:
    source = tmp_path / "a.md"
    source.write_text(f"one\n{text}\nthree\n")
    tree = rendered(finding(text, str(source)), "x:{path}:{line}")
    assert first(tree, ".message").text() == first(tree, ".hint").text() == text
    assert first(tree, "mark.line").text() == f"   2  {text}\n"
    assert tree.css("script, img, b, [onmouseover], [onerror]") == []
    assert first(tree, ".place a").attributes["href"] == f"x:{source}:2"
    page = LexborHTMLParser(no_page([finding(text)]).body.decode())
    assert text in first(page, "li").text()
    assert page.css("script, img") == []


@pytest.mark.parametrize("path", HOSTILE)
def test_a_path_is_copied_as_it_is(path: str) -> None:
    tree = rendered(finding("x", path))
    assert first(tree, "[data-copy]").attributes["data-copy"] == f"{path}:2"
    assert first(tree, "code").text() == f"{path}:2"
    assert tree.css("pre, script, img") == []


def test_a_theme_can_have_templates_of_its_own(tmp_path: Path) -> None:
    theirs = tmp_path / "theme/templates/preview"
    theirs.mkdir(parents=True)
    output: list[str] = []
    templates = OverlayTemplates([tmp_path / "content", tmp_path / "theme"], output.append)
    ours = templates.render("overlay.html")
    assert ours == OverlayTemplates([], output.append).render("overlay.html")
    (theirs / "finding.html").write_text("<li>{{ found.code }}: {{ found.message }}</li>")
    assert templates.view(finding("<b>"), None)["html"] == "<li>XX001: &lt;b&gt;</li>"
    assert templates.render("overlay.html") == ours
    assert output == []


@pytest.mark.parametrize(
    "broken", [b"{% if %}", b"{{ nothing.at.all }}", b"{{ 1 // 0 }}", b"{{ [][7].x }}", b"\xff\xfe", b"{{ 'a' + 1 }}"]
)
def test_a_theme_whose_template_is_broken_has_ours_and_is_told_once(broken: bytes, tmp_path: Path) -> None:
    theirs = tmp_path / "templates/preview"
    theirs.mkdir(parents=True)
    (theirs / "finding.html").write_bytes(broken)
    output: list[str] = []
    templates = OverlayTemplates([tmp_path], output.append)
    for _ in range(2):
        assert (
            templates.view(finding("the fact"), None)["html"]
            == OverlayTemplates([], print).view(finding("the fact"), None)["html"]
        )
    assert len(output) == 1
    assert output[0].startswith("warning: the theme's 'preview/finding.html' cannot be used: ")
    # When it is mended, the next answer has it.
    (theirs / "finding.html").unlink()
    (theirs / "finding.html").write_text("mended")
    assert templates.view(finding("x"), None)["html"] == "mended"


def test_every_class_that_the_script_asks_for_is_in_the_template() -> None:
    script = (OVERLAY / "overlay.js").read_text(encoding="utf-8")
    tree = LexborHTMLParser(OverlayTemplates([], print).render("overlay.html"))
    for selector in (".problems", ".findings", ".panel", ".badge", ".hide", "dialog", "link[rel=stylesheet]"):
        assert selector in script
        assert len(tree.css(selector)) == 1, selector
