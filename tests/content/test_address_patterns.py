"""Patterns of addresses, which may be a stranger's, give what Pelican gives, or nothing."""

from datetime import datetime
from pathlib import Path

import pytest

from faircopy.content.address_patterns import MAX_PATTERN_CHARS, address_by
from faircopy.lint.cli import main

VALUES = {"slug": "a-post", "lang": "de", "category": "notes", "date": datetime(2018, 3, 4, 5, 6)}  # noqa: DTZ001


@pytest.mark.parametrize(
    "pattern",
    [
        "{slug}/", "{date:%Y}/{date:%m}/{slug}/", "{date.year}/{slug}.html", "{slug[0]}/{slug}", "{slug:.3}/",
        "{{{slug}}}",
        "{lang}/{category}/", "{slug!s:>10}", "{date:archive-20180102-%d}", "plain.html", "",
    ],
)  # fmt: skip
def test_it_is_what_python_gives(pattern: str) -> None:
    assert address_by(pattern, VALUES) == pattern.format(**VALUES)


@pytest.mark.parametrize(
    "pattern",
    [
        "{slug:2000000000}/", "{slug:>{slug}}/", "{slug:>9999}", "{date.year:4000000000}/", "{slug.__class__}/",
        "{slug.upper}",
        "{date.__class__.__mro__}", "{date.tzinfo}", "{author}/", "{slug", "{}", "{0}", "slug}", "{slug!x}",
        "{slug:%Y}",
        "{slug[99]}", "{slug[a]}", "{date:" + "%" * MAX_PATTERN_CHARS + "}",
    ],
)  # fmt: skip
def test_any_other_is_unknown(pattern: str) -> None:
    assert address_by(pattern, VALUES) is None


def test_a_value_that_is_missing_is_unknown() -> None:
    assert address_by("{date:%Y}/{slug}/", {**VALUES, "date": None}) is None


@pytest.mark.parametrize("pattern", ["{slug:2000000000}/", "{foo}/", "{slug", "{date.year:>2000000000}/", "x/{name}/"])
@pytest.mark.parametrize("setting", ["ARTICLE_URL", "PAGE_URL", "TAG_URL", "CATEGORY_URL"])
def test_a_check_of_a_strangers_site_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], setting: str, pattern: str
) -> None:
    monkeypatch.chdir(tmp_path)
    for path, text in (
        ("content/posts/one.md", "Title: A\nDate: 2018-01-02\nSlug: a\nTags: b\nCategory: c\n\nText.\n"),
        ("content/pages/two.md", "Title: B\nSlug: b\n\nText.\n"),
        ("pelicanconf.py", f"SITENAME = 'X'\nARTICLE_PATHS = ['posts']\n{setting} = {pattern!r}\n"),
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    assert main(["content"]) == 0, capsys.readouterr().out
    assert "PR951" not in capsys.readouterr().out
