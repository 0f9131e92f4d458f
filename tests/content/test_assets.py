from pathlib import Path

import pytest

from faircopy.content.assets import compact, published, static_folder


@pytest.fixture
def static(tmp_path: Path) -> Path:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "style.css").write_text("/* why */\na { color: red }\n")
    (tmp_path / "site.js").write_text("// why\nrun();\n")
    return tmp_path


def test_the_folder_is_named_after_what_is_in_it(static: Path) -> None:
    before = static_folder(static)
    assert before == static_folder(static)
    assert before.startswith("theme/")
    assert len(before) == len("theme/") + 10
    (static / "site.js").write_text("// why\nwalk();\n")
    assert static_folder(static) != before


def test_a_renamed_file_is_another_folder(static: Path) -> None:
    before = static_folder(static)
    (static / "site.js").rename(static / "page.js")
    assert static_folder(static) != before


def test_a_comment_in_a_stylesheet_changes_nothing_for_readers(static: Path) -> None:
    before = static_folder(static)
    (static / "css" / "style.css").write_text("/* why,\n told better */\na { color: red }\n")
    assert static_folder(static) == before
    assert published(static / "css" / "style.css") == b"a{color:red}"


def test_script_is_published_as_it_is(static: Path) -> None:
    assert published(static / "site.js") == b"// why\nrun();\n"


@pytest.mark.parametrize(
    ("css", "published"),
    [
        ("a b > c , d { margin: 1px  2px ; color: red }", "a b > c,d{margin:1px 2px;color:red}"),
        ('p::before { content: "/* not { a }  comment */" }', 'p::before{content:"/* not { a }  comment */"}'),
        ("p { inline-size: calc(1px + 2px) }", "p{inline-size:calc(1px + 2px)}"),
        ("a :hover { x: y } a:hover { x: y }", "a :hover{x:y}a:hover{x:y}"),
        ("@media (min-width: 1em) { p { x: y } }", "@media (min-width:1em){p{x:y}}"),
        ("a/* one */b { x: y }", "ab{x:y}"),
        ("", ""),
    ],
)
def test_a_compact_stylesheet_means_the_same(css: str, published: str) -> None:
    assert compact(css) == published
