"""A build that is not what it should be is never a result."""

from pathlib import Path

import pytest

from builds import FEEDS, LISTS, Build, Kind, Results, WrongOutputError, digests_of, one_round, summary, turned
from contenders import Contender, laid_out
from generated_posts import as_yaml, edited, generated
from processes import Run

POSTS = generated(3)


@pytest.fixture
def build(tmp_path: Path) -> Build:
    """A site that somebody has built, with a page for each post, before any edit."""
    template = tmp_path / "footer.html"
    template.write_text("<footer></footer>\n")
    folder = tmp_path / "site"
    site = Contender("x", folder, folder / "output", template, build=(), form=as_yaml, same_bytes=True)
    site.write(POSTS, POSTS)
    for path in (*(site.page(post) for post in POSTS), *(site.output / name for name in (*LISTS, *FEEDS))):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("<p>\n")
    return Build(site, POSTS, template.read_text(), digests_of(site.output))


def say(words: str, *files: Path) -> None:
    for file in files:
        file.write_text(f"<p>{words}\n")


@pytest.mark.parametrize("kind", [Kind.COLD, Kind.UNCHANGED])
def test_a_build_with_all_pages_is_right(build: Build, kind: Kind) -> None:
    build.check(kind, "New words")


def test_a_page_that_is_missing_is_found(build: Build) -> None:
    build.contender.page(POSTS[1]).unlink()
    with pytest.raises(WrongOutputError, match="1 pages are missing"):
        build.check(Kind.COLD, "New words")


def test_an_edit_that_is_not_in_the_page_is_found(build: Build) -> None:
    with pytest.raises(WrongOutputError, match="'New words' is wrong in 3"):
        build.check(Kind.POST, "New words")


def test_an_edit_that_is_in_the_page_and_not_in_a_feed_is_found(build: Build) -> None:
    say("New words", build.contender.page(POSTS[-1]))
    with pytest.raises(WrongOutputError, match="is wrong in 2"):
        build.check(Kind.POST, "New words")


def test_an_edit_in_page_and_feeds_is_right(build: Build) -> None:
    say("New words", build.contender.page(POSTS[-1]), *(build.contender.output / name for name in FEEDS))
    build.check(Kind.POST, "New words")


def test_a_template_whose_change_misses_a_page_is_found(build: Build) -> None:
    say("New words", *(build.contender.page(post) for post in POSTS[1:]))
    with pytest.raises(WrongOutputError, match="is wrong in 1"):
        build.check(Kind.TEMPLATE, "New words")


def test_output_that_changes_when_nothing_has_is_found(build: Build) -> None:
    say("other", build.contender.page(POSTS[0]))
    with pytest.raises(WrongOutputError, match="1 files differ"):
        build.check(Kind.UNCHANGED, "New words")


def test_a_cold_build_begins_with_nothing_but_the_sources(build: Build) -> None:
    build.prepare(Kind.POST, "New words")
    build.prepare(Kind.TEMPLATE, "New words")
    source = build.contender.source(POSTS[-1])
    assert source.read_text() == as_yaml(edited(POSTS[-1], "New words"), POSTS)
    assert build.contender.template.read_text() == "<footer></footer>\n<p>New words</p>\n"
    build.prepare(Kind.COLD, "")
    assert source.read_text() == as_yaml(POSTS[-1], POSTS)
    assert build.contender.template.read_text() == "<footer></footer>\n"
    assert not build.contender.output.exists()
    # Nor has anything been removed, which would make the file system slow for a while.
    assert list(build.contender.folder.parent.glob(f"*/output/{FEEDS[0]}"))


def test_everybody_is_first_once() -> None:
    assert [turned(["a", "b", "c"], number)[0] for number in range(3)] == ["a", "b", "c"]
    assert turned(["a", "b", "c"], 4) == ["b", "c", "a"]


def test_the_summary_has_medians_ratios_memory_and_growth() -> None:
    results = [Results(100), Results(1000)]
    for result in results:
        for kind in Kind:
            for name, seconds in (("stock", result.size / 10), ("incremental", result.size / 50)):
                result.runs[name, kind] += [Run(seconds * share, seconds, None) for share in (0.9, 1, 1.1)]
                result.memory[name, kind] = result.size / 5
    text = summary(results, ["stock", "incremental"])
    assert "| 1,000 | cold | 100.00 (90.00 to 110.00) | 20.00 (18.00 to 22.00) | 0.20 |\n" in text
    assert "| 1,000 | cold | 200 | 200 |\n" in text
    assert "| cold | 1.00 | 1.00 |\n" in text


@pytest.mark.slow
def test_our_own_site_can_be_built_both_ways(tmp_path: Path) -> None:
    """What the theme asks of plugins, the settings of the measured site have to name."""
    sites = laid_out(("stock", "incremental"), tmp_path, POSTS)
    builds = {name: Build(site, POSTS, site.template.read_text("utf-8")) for name, site in sites.items()}
    results = Results(len(POSTS))
    one_round(builds, Kind.COLD, 1, results)
    assert {name for name, _ in results.runs} == {"stock", "incremental"}
