"""Many pages are made by several processes: what comes of it is what one process makes, its complaints included."""

import gc
import logging
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from pelican import signals
from pelican.log import LimitFilter

import faircopy.incremental.plugin
from children import is_running, members_of, started
from conftest import ROOT
from faircopy import pool
from faircopy.incremental import incremental_writer
from faircopy.incremental.incremental_writer import MIN_FORKED
from faircopy.incremental.markdown import CachedMarkdown
from faircopy.incremental.report import BuildReport
from faircopy.incremental.state import STATE, BuildState
from faircopy.pool import ForkPool, begin
from smallsite import TEMPLATES, Site, tree
from stockpelican import StockPelican, build
from waiting import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with more posts than one process makes."""
    monkeypatch.setattr(pool, "processors", lambda: 2)  # whatever machine this is
    LimitFilter._raised_messages.clear()  # Pelican does not say the same twice in one process
    site = Site(tmp_path)
    site.settings["DEFAULT_PAGINATION"] = 100  # the second page of 'python' would be that of 'python2'
    for number in range(4, MIN_FORKED + 4):
        site.post(number, date=f"2024-02-{number - 3:02}" if number < 32 else f"2024-03-{number - 31:02}")
    return site


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How much each process has done besides this one, the conversion of Markdown aside."""
    shared: list[int] = []

    def counted(work: Any, things: list[Any]) -> Any:
        if not isinstance(getattr(work, "__self__", None), CachedMarkdown):
            shared.append(len(things))
        return begin(work, things)

    monkeypatch.setattr(pool, "begin", counted)
    return shared


def made(site: Site) -> BuildReport:
    report = BuildReport()
    build(
        {**site.all_settings("out"), "PLUGINS": [faircopy.incremental.plugin], STATE: BuildState(report=report)},
        site.code,
    )
    return report


@pytest.mark.parametrize("share", [7, 1000])
def test_the_files_are_those_of_one_process(
    site: Site, shared: list[int], monkeypatch: pytest.MonkeyPatch, share: int
) -> None:
    monkeypatch.setattr(incremental_writer, "BATCH_SIZE", share)
    made(site)
    # All but one with each template; with a small share, without what is left when few are waiting.
    assert shared == [20, 19] if share == 1000 else len(shared) > 1 and set(shared) == {7}, shared
    stock = StockPelican()
    site.build_clean(stock)
    stock.close()
    assert tree(site.folder / "out") == tree(site.folder / "clean")
    # What other processes have seen pages read is known in this one.
    assert made(site).rendered == {}
    site.post(9, date="2024-02-06", title="Other")
    assert "'title' of Article:posts/p9.md has changed" in made(site).rendered["p9.html"]


def test_what_a_template_raises_is_raised_here(site: Site, shared: list[int]) -> None:
    broken = "{% if article.slug == 'p20' %}{{ article.nothing.more }}{% endif %}{{ article.content }}"
    site.write("theme/templates/article.html", TEMPLATES["article.html"].replace("{{ article.content }}", broken))
    with pytest.raises(Exception, match="has no attribute 'nothing'") as raised:
        made(site)
    assert shared
    # With the way there, which does not come through from another process.
    assert any(Path(str(entry.path)).name == "article.html" for entry in raised.traceback)


def test_what_is_logged_while_a_page_is_made_is_logged_here(
    site: Site, shared: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    site.code = site.code.replace(
        "    return article.slug.upper()",
        "    if article.slug == 'p20':\n"
        "        __import__('logging').getLogger('pelican.site').warning('twenty is odd')\n"
        "    return article.slug.upper()",
    )
    with caplog.at_level(logging.WARNING):
        made(site)
    assert shared
    assert [record.getMessage() for record in caplog.records] == ["twenty is odd"]


def test_a_plugin_that_is_told_of_each_page_finds_it(site: Site, shared: list[int]) -> None:
    found: list[bool] = []

    def written(path: str, context: object) -> None:  # noqa: ARG001  # the signal's signature
        found.append(Path(path).exists())

    with signals.content_written.connected_to(written):
        report = made(site)
    assert found == [True] * len(report.rendered)
    assert shared == []


def test_a_page_that_waits_reads_what_was_there_when_it_was_asked_for(site: Site, shared: list[int]) -> None:
    """Variables that come, change and go while others are written."""
    site.code += (
        "\n\ndef change(generator, content):\n"
        "    context = generator.context\n"
        "    number = int(content.slug[1:])\n"
        "    context['FOOT'] = number // 10\n"
        "    context.pop('GONE', None) if number % 3 else context.update(GONE=number)\n"
    )
    site.settings["GONE"] = "there"
    site.write("theme/templates/foot.html", TEMPLATES["foot.html"] + "{{ GONE }}")
    # Not by a signal before each page, which a build of all at once would be told of.
    site.code += (
        "\n\nfrom pelican.contents import Article\n\n\n"
        "def prepare_each(generator):\n"
        "    plain = generator.generate_articles\n"
        "    def each(write):\n"
        "        def one(name, template, context, **rest):\n"
        "            if isinstance(rest.get('article'), Article):\n"
        "                change(generator, rest['article'])\n"
        "            write(name, template, context, **rest)\n"
        "        plain(one)\n"
        "    generator.generate_articles = each\n\n\n"
        "signals.article_generator_finalized.connect(prepare_each, weak=False)\n"
    )
    made(site)
    assert shared
    stock = StockPelican()
    site.build_clean(stock)
    stock.close()
    assert tree(site.folder / "out") == tree(site.folder / "clean")


def results(work: Callable[[Any], Any], things: Iterable[Any], share: int = 2, least: int = 1) -> list[Any]:
    crew: ForkPool[Any, Any] = ForkPool(work, share, least)
    for thing in things:
        crew.submit(thing)
    return list(crew.results())


@pytest.fixture
def two_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "processors", lambda: 2)


@pytest.mark.usefixtures("two_processors")
@pytest.mark.parametrize("share", [1, 2, 3, 100])
@pytest.mark.parametrize("number", [0, 1, 2, 7, 23])
def test_results_come_in_order_whoever_is_first(share: int, number: int) -> None:
    def work(thing: int) -> int:
        time.sleep(0.02 if thing % 5 == 0 else 0)
        return thing * thing

    assert results(work, range(number), share) == [thing * thing for thing in range(number)]


@pytest.mark.usefixtures("two_processors")
def test_what_is_too_little_to_share_is_left_to_this_process(shared: list[int]) -> None:
    assert results(str, range(9), share=10, least=10) == [None] * 9
    assert results(str, range(9), share=10, least=9) == [str(thing) for thing in range(9)]
    assert shared == [5, 4]


@pytest.mark.usefixtures("two_processors")
def test_what_somebody_dies_of_is_left_to_this_process() -> None:
    def work(thing: int) -> int:
        if thing == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        return thing

    assert results(work, range(9), share=3) == [0, 1, 2, None, None, None, 6, 7, 8]


@pytest.mark.usefixtures("two_processors")
def test_what_cannot_be_handed_over_is_left_to_this_process() -> None:
    assert results(lambda thing: iter if thing else (lambda: None), range(2)) == [None, iter]


@pytest.mark.usefixtures("two_processors")
def test_whoever_stops_asking_ends_those_at_work() -> None:
    crew: ForkPool[int, None] = ForkPool(lambda thing: time.sleep(600 * thing), 1, 1)
    for thing in range(3):
        crew.submit(thing)
    results = crew.results()
    assert next(results) is None
    processes = [hand.process.pid for hand in crew.workers]
    results.close()  # type: ignore[attr-defined]  # it is a generator
    assert not any(is_running(process) for process in processes)


@pytest.mark.usefixtures("two_processors")
def test_whoever_has_just_begun_is_ended_where_nobody_heeds_the_signal_of_termination() -> None:
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        for _ in range(10):  # each is asked to end before it has come to do anything
            crew: ForkPool[int, None] = ForkPool(lambda _: time.sleep(600), 1, 1)
            crew.submit(1)
            crew.end()
    finally:
        signal.signal(signal.SIGTERM, before)


@pytest.mark.usefixtures("two_processors")
def test_who_is_forgotten_is_ended() -> None:
    """As those are that work for a build which has failed."""
    crew: ForkPool[int, None] = ForkPool(lambda _: time.sleep(600), 1, 1)
    crew.submit(1)
    crew.submit(2)
    processes = [hand.process.pid for hand in crew.workers]
    assert all(map(is_running, processes))
    del crew
    gc.collect()
    assert not any(map(is_running, processes))


def test_who_is_killed_leaves_nobody_at_work(tmp_path: Path) -> None:
    """They would write pages into what the next build has made."""
    code = "import os, pathlib, sys, time; from faircopy import pool; folder = pathlib.Path(sys.argv[1])\n"
    code += "def work(_): (folder / str(os.getpid())).touch(); time.sleep(600)\n"
    code += "pool.processors = lambda: 2; forks = pool.ForkPool(work, 1, 1)\n"
    code += "forks.submit(1); forks.submit(2); list(forks.results())"
    with started(
        [sys.executable, "-c", code, str(tmp_path)], environment={"PYTHONPATH": str(ROOT / "plugins")}
    ) as parent:
        wait_until(lambda: list(tmp_path.iterdir()), "somebody is at work")
        parent.kill()
        parent.wait()
        # By their group: the number of one that has ended may be given to another process.
        wait_until(lambda: not members_of(parent.pid), "nobody is at work")


def test_a_process_ends_at_once_and_without_a_word() -> None:
    """Also where TERM has been made an interruption, as it is in a preview and in a task: it would show a traceback."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        found = results(lambda _: [signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)], range(3))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert found == [[signal.SIG_DFL, signal.SIG_IGN]] * 3
