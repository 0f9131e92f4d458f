"""A site with snippets: what its pages, feeds and downloads say, and that no build gets away with another text."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from blinker import Signal
from pelican import signals
from pelican.settings import read_settings
from selectolax.lexbor import LexborHTMLParser

from conftest import ROOT, SITEURL
from faircopy.build.build import BuildFailedError
from snippetsite import TomlChecker, build, post, same_locale

pytestmark = pytest.mark.slow

CODE = """\
pattern = "^([0-9.]+) <HOST> it's"
	text = \"\"\"one  two \\
three\"\"\"
"""
HIDDEN = 'secret = "<hidden>"\n'
POST = post(
    f"""Text.

```{{.toml file="/etc/filter.toml"}}
{CODE}```

```{{.text log="filter" match="1" of="2"}}
192.0.2.1 <HOST> it's me
nobody
```

```{{.toml file="/etc/broken.toml" expect="fail" error="Invalid value"}}
a = b
```

<!-- snippet-setup file="/etc/hidden.toml"
{HIDDEN}-->

```{{.sh check="none" reason="an example"}}
echo
```

```sh
echo again
```
"""
)
PAGE = "2020/02/proven/index.html"
FILTER = "2020/02/proven/snippets/etc/filter.toml"
ARCHIVE = "2020/02/proven/archives/proven.tar"
ATOM, JSON = "feeds/all.atom.xml", "feeds/all.json"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("snippets")
    assert build(folder, {"posts/a.md": POST}) == []
    return folder / "output"


@pytest.fixture
def as_last_plugin() -> Iterator[Callable[[Signal, Callable[..., None]], None]]:
    """Connect a function to a signal as the last plugin of a site does: what is connected first is called first.

    Our own plugins connect in the first build of a process, which may be the one of the test.
    """
    connected: list[tuple[Signal, Callable[..., None]]] = []

    def add(signal: Signal, receiver: Callable[..., None]) -> None:
        def connect(_: object) -> None:
            signal.connect(receiver)

        signals.initialized.connect(connect)
        connected.extend([(signals.initialized, connect), (signal, receiver)])

    yield add
    for signal, receiver in connected:
        signal.disconnect(receiver)


def text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def html_of(site: Path, place: str) -> str:
    """The article as the page, Atom or the JSON feed carries it."""
    if place == ATOM:
        content = ET.fromstring((site / place).read_bytes()).find(".//{*}entry/{*}content")  # noqa: S314  # our own
        assert content is not None
        return content.text or ""
    return json.loads(text(site / place))["items"][0]["content_html"] if place == JSON else text(site / place)


@pytest.mark.parametrize("place", [PAGE, ATOM, JSON])
def test_every_place_says_what_was_found(site: Path, place: str) -> None:
    tree = LexborHTMLParser(html_of(site, place))
    assert tree.css("pre > code")[0].text() == CODE
    assert [" ".join(node.text().split()) for node in tree.css(".snippet-proof")] == [
        "Loaded by tomllib 3.11",
        "2 log lines run through filter by tomllib 3.11: line 1 matched, from 192.0.2.1",
        "It fails as promised. tomllib 3.11 says: Invalid value (at line 1, column 5)",
        "Not checked: an example",
    ]
    assert [node.attributes["href"] for node in tree.css("a[download]")] == [
        f"{SITEURL}/{FILTER}",
        f"{SITEURL}/{ARCHIVE}",
    ]
    blocks = [node.attributes["id"] for node in tree.css("figure[id], .highlight[id]")]
    assert blocks == [f"snippet-{n}" for n in range(1, 6)]
    assert "hidden" not in html_of(site, place).replace("aria-hidden", "")


def test_a_theme_may_replace_what_stands_around_code(tmp_path: Path) -> None:
    templates = tmp_path / "templates" / "snippet"
    templates.mkdir(parents=True)
    fence = templates / "fence.html"
    around = '{% include "!default/snippet/fence.html" %}{% include "snippet/more.html" ignore missing %}'
    fence.write_text(f"<p class='before'>Number {{{{ fence.id }}}} {{{{ fence.file }}}}</p>{around}")
    settings: dict[str, Any] = {
        "THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "templates")],
        "INCREMENTAL_CACHE": tmp_path / "cache",
    }

    def added() -> list[str]:
        assert build(tmp_path, {"posts/a.md": POST}, **settings) == []
        tree = LexborHTMLParser(text(tmp_path / "output" / PAGE))
        assert tree.css("pre > code")[0].text() == CODE
        assert tree.css_first("#snippet-1-2") is not None  # lines have their addresses
        return [node.text() for node in tree.css(".before, .after")][:2]

    assert added() == ["Number snippet-1 /etc/filter.toml", "Number snippet-2 "]
    (templates / "more.html").write_text("<p class='after'>That was it</p>")
    fence.write_text(fence.read_text().replace("Number ", "No. "))
    assert added() == ["No. snippet-1 /etc/filter.toml", "That was it"]
    (templates / "more.html").write_text("<p class='after'>The end</p>")
    assert added() == ["No. snippet-1 /etc/filter.toml", "The end"]


def test_downloads_are_what_was_checked(site: Path) -> None:
    assert (site / FILTER).read_bytes() == CODE.encode()
    with tarfile.open(fileobj=io.BytesIO((site / ARCHIVE).read_bytes())) as tar:
        assert {one.name: tar.extractfile(one).read().decode() for one in tar} == {  # type: ignore[union-attr]
            "etc/filter.toml": CODE,
            "etc/hidden.toml": HIDDEN,
        }
    assert not list(site.rglob("broken.toml"))


def test_drafts_that_are_not_published_leave_nothing_behind(tmp_path: Path) -> None:
    draft = POST.replace("Slug:", "Status: draft\nSlug:")
    build(tmp_path, {"posts/a.md": draft, "posts/b.md": post("x", "b")}, DRAFT_SAVE_AS="")
    assert not list((tmp_path / "output").rglob("*.toml"))
    build(tmp_path, {})
    assert (tmp_path / "output/drafts/proven/snippets/etc/filter.toml").exists()


def test_pages_have_downloads_of_their_own(tmp_path: Path) -> None:
    page = "Title: P\nSlug: p\n\n" + '```{.toml file="/etc/p.toml"}\na = 1\n```\n'
    build(tmp_path, {"posts/a.md": post("x"), "pages/p.md": page})
    assert text(tmp_path / "output/p/snippets/etc/p.toml") == "a = 1\n"
    assert f'href="{SITEURL}/p/snippets/etc/p.toml"' in text(tmp_path / "output/p/index.html")


def test_addresses_without_a_slash_have_a_folder_too(tmp_path: Path) -> None:
    build(tmp_path, {"posts/a.md": POST}, ARTICLE_URL="{slug}.html", ARTICLE_SAVE_AS="{slug}.html")
    assert f'href="{SITEURL}/proven/snippets/etc/filter.toml"' in text(tmp_path / "output/proven.html")
    assert text(tmp_path / "output/proven/snippets/etc/filter.toml") == CODE


def test_an_older_article_is_not_missed_in_the_feed(tmp_path: Path) -> None:
    newer = POST.replace("2020-02-02", "2021-02-02").replace("proven", "newer")
    assert build(tmp_path, {"posts/a.md": POST, "posts/b.md": newer}, FEED_MAX_ITEMS=1) == []


def test_a_site_without_feeds_is_built(tmp_path: Path) -> None:
    assert build(tmp_path, {"posts/a.md": POST}, FEED_ALL_ATOM=None) == []


ALL_FEEDS: dict[str, Any] = {
    f"{kind}_{form}": f"{folder}/{{slug}}.{form.lower()}"
    for kind, folder in (("CATEGORY_FEED", "in"), ("TAG_FEED", "on"), ("AUTHOR_FEED", "by"))
    for form in ("ATOM", "RSS")
} | {
    "FEED_ATOM": "a.atom",
    "FEED_RSS": "r/index.html",  # whatever it is called
    "FEED_ALL_RSS": "all-rss",
    "TRANSLATION_FEED_ATOM": "{lang}.atom",
    "TRANSLATION_FEED_RSS": "{lang}.rss",
    "RSS_FEED_SUMMARY_ONLY": False,
}
WRITTEN = {
    *("a.atom", "r/index.html", "all-rss", "en-nz.atom", "en-nz.rss", ATOM, JSON),
    *(f"{name}.{form}" for name in ("in/geeky-stuff", "on/tests", "by/dave-moskovitz") for form in ("atom", "rss")),
}


def test_every_feed_is_read_back(tmp_path: Path, at_the_end: Callable[..., None]) -> None:
    """Whichever setting switches it on, and also one that no setting of Pelican's names."""
    assert build(tmp_path / "good", {"posts/a.md": POST}, **ALL_FEEDS) == []
    assert all((tmp_path / "good/output" / name).is_file() for name in WRITTEN)

    def spoil(output: Path) -> None:
        (output / "own.xml").write_bytes((output / ATOM).read_bytes())
        for name in (*WRITTEN, "own.xml"):
            file = output / name
            file.write_text(text(file).replace("192.0.2.1", "192.0.2.7"))

    at_the_end(spoil)
    errors = refused(tmp_path / "bad", **ALL_FEEDS)
    for name in (*WRITTEN, "own.xml"):
        assert any(f"error SN180 '{name}', entry '{SITEURL}/2020/02/proven/'," in line for line in errors), name


def test_an_article_that_is_missing_in_any_feed_is_told(tmp_path: Path, as_last_plugin: Callable[..., None]) -> None:
    as_last_plugin(signals.feed_generated, lambda _, feed: feed.items.clear())
    errors = refused(tmp_path, **ALL_FEEDS)
    missing = {line.partition("SN183 '")[2].partition("'")[0] for line in errors}
    assert missing == WRITTEN - {JSON}


def test_a_feed_of_summaries_need_not_have_the_snippets(tmp_path: Path) -> None:
    assert build(tmp_path, {"posts/a.md": POST}, **{**ALL_FEEDS, "RSS_FEED_SUMMARY_ONLY": True}) == []


def test_a_feed_that_is_attached_is_nobodys(tmp_path: Path) -> None:
    (tmp_path / "content/posts").mkdir(parents=True)
    entry = f'<entry><link href="{SITEURL}/2020/02/proven/"/><content type="html">As it was.</content></entry>'
    feed = f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</feed>'
    (tmp_path / "content/posts/old.atom").write_text(feed)
    assert build(tmp_path, {"posts/a.md": POST + "\n[a feed]({attach}old.atom)\n"}) == []
    assert (tmp_path / "output/2020/02/proven/old.atom").is_file()


def test_an_error_in_a_snippet_stops_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildFailedError) as failed:
        build(tmp_path, {"posts/a.md": post('```{.toml file="/etc/a.toml"}\na = b\n```\n')})
    (found,) = failed.value.diagnostics
    assert (found.line, found.code) == (9, "XX001")
    assert not (tmp_path / "output").exists()


def test_a_missing_tool_is_said_in_the_page_and_an_error_in_production(tmp_path: Path) -> None:
    source = {"posts/a.md": post('```{.toml file="/etc/a.toml"}\na = 1\n```\n')}
    missing = (TomlChecker(installed=False),)
    (warned,) = build(tmp_path, source, checkers=missing)
    assert (warned.code, str(warned.severity)) == ("SN190", "warning")
    page = LexborHTMLParser(text(tmp_path / "output" / PAGE))
    assert [node.text().strip() for node in page.css(".snippet-proof")] == [
        "Not verified here: tomllib is not available"
    ]
    assert (tmp_path / "output/2020/02/proven/snippets/etc/a.toml").exists()
    with pytest.raises(BuildFailedError) as failed:
        build(tmp_path, source, checkers=missing, SNIPPETS_STRICT=True)
    assert [one.code for one in failed.value.diagnostics] == ["SN190"]


@pytest.mark.parametrize(("name", "strict"), [("publishconf.py", True), ("pelicanconf.py", False)])
def test_production_is_strict(name: str, strict: bool) -> None:
    with same_locale():
        assert read_settings(str(ROOT / name))["SNIPPETS_STRICT"] is strict


# Pelican without our build around it


def run_pelican(folder: Path, source: str) -> subprocess.CompletedProcess[str]:
    """Run Pelican's own command in a process of its own: ours has all plugins in it."""
    (folder / "content").mkdir()
    (folder / "content/a.md").write_text(source)
    (folder / "conf.py").write_text(
        "import faircopy.snippets.plugin, snippetsite\n"
        "PATH, OUTPUT_PATH, THEME = 'content', 'output', 'simple'\n"
        "ARTICLE_SAVE_AS = ARTICLE_URL = '{slug}.html'\n"
        "PLUGINS = [faircopy.snippets.plugin]\n"
        "MARKDOWN = {'extensions': ['faircopy.snippets.extension']}\n"
        "SNIPPETS_CHECKERS = (snippetsite.TomlChecker(),)\n"
    )
    return subprocess.run(
        [sys.executable, "-m", "pelican", "-s", "conf.py"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "plugins"), str(ROOT / "tests")])},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_the_plugin_checks_by_itself(tmp_path: Path) -> None:
    result = run_pelican(tmp_path, POST)
    assert result.returncode == 0, result.stderr
    page = LexborHTMLParser(text(tmp_path / "output/proven.html"))
    assert page.css_first("#snippet-1 .snippet-proof").text().strip() == "Loaded by tomllib 3.11"  # type: ignore[union-attr]
    assert text(tmp_path / "output/proven/snippets/etc/filter.toml") == CODE


@pytest.mark.slow
def test_the_plugin_by_itself_stops_at_an_error(tmp_path: Path) -> None:
    result = run_pelican(tmp_path, POST.replace("match=", "mtach="))
    assert result.returncode == 1
    assert "content/a.md:16: error SN103 unknown attribute 'mtach'" in " ".join((result.stdout + result.stderr).split())


# Faults: what themes, filters and plugins do to code


def drop_block(html: str) -> str:
    return re.sub(r'<figure id="snippet-1".*?</figure>', "", html, flags=re.DOTALL)


# What each does to HTML, to a file's own text, and what the message shows of it.
FAULTS: dict[str, tuple[Callable[[str], str], Callable[[str], str], str, str]] = {
    "eats the host tag": (
        lambda html: html.replace("&lt;HOST&gt;", ""),
        lambda code: code.replace("<HOST>", ""),
        "SN180",
        r"as …'.*\) +it\\?'s.*the source has …'.*<HOST>",
    ),
    "unescapes the host tag": (
        lambda html: html.replace("&lt;HOST&gt;", "<HOST>"),
        lambda code: code.replace("<HOST>", "&lt;HOST&gt;"),
        "SN180",
        "the source has …'.*<HOST>",
    ),
    "curls a quote": (
        lambda html: html.replace("it&#39;s&quot;", "it\u2019s&quot;"),
        lambda code: code.replace("it's", "it\u2019s"),
        "SN180",
        "it\u2019s",
    ),
    "loses a trailing backslash": (
        lambda html: re.sub(r"\\(?=(</span>)*\n)", "", html),
        lambda code: code.replace("\\\n", "\n"),
        "SN180",
        r"line 2 .*two .*two \\\\",
    ),
    "drops the final newline": (
        lambda html: html.replace("\n</code>", "</code>"),
        lambda code: code.removesuffix("\n"),
        "SN180",
        r"line 3 .* 'three.*\\n'",
    ),
    "makes spaces hard": (
        lambda html: html.replace("one  two", "one&nbsp; two"),
        lambda code: code.replace("one  two", "one\xa0 two"),
        "SN180",
        r"one\\xa0 two",
    ),
    "squeezes spaces": (
        lambda html: re.sub(" +", " ", html),
        lambda code: re.sub(" +", " ", code),
        "SN180",
        "one two",
    ),
    "expands tabs": (
        lambda html: html.replace("\t", "    "),
        lambda code: code.expandtabs(4),
        "SN180",
        r"line 2 .*'    text.*'\\ttext",
    ),
    "drops the block": (drop_block, lambda _: "", "SN181", "does not have this snippet"),
}


@pytest.fixture
def at_the_end() -> Iterator[Callable[[Callable[[Path], None]], None]]:
    """Run something on the output when Pelican has written everything, as a plugin does that minifies."""
    handlers = []

    def add(change: Callable[[Path], None]) -> None:
        def handler(pelican: Any) -> None:
            change(Path(pelican.settings["OUTPUT_PATH"]))

        handlers.append(handler)
        signals.finalized.connect(handler)

    yield add
    for handler in handlers:
        signals.finalized.disconnect(handler)


def refused(folder: Path, **settings: Any) -> list[str]:
    with pytest.raises(BuildFailedError) as failed:
        build(folder, {"posts/a.md": POST}, **settings)
    assert not (folder / "output").exists()
    return [str(diagnostic).replace(f"{os.path.relpath(folder)}/", "") for diagnostic in failed.value.diagnostics]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_theme_that_changes_code_fails_the_build(tmp_path: Path, fault: str) -> None:
    spoil, _, code, visible = FAULTS[fault]
    shutil.copytree(ROOT / "theme", tmp_path / "theme")
    template = tmp_path / "theme/templates/article.html"
    spoilt = text(template).replace("{{ article.content }}", "{{ article.content|spoil }}")
    template.write_text(spoilt, encoding="utf-8")
    errors = refused(tmp_path, THEME=str(tmp_path / "theme"), JINJA_FILTERS={"spoil": spoil})
    assert errors
    assert re.search(f"content/posts/a.md:\\d+: error {code} '{PAGE}' .*{visible}", "\n".join(errors)), errors
    assert all(f"'{PAGE}'" in line for line in errors)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plugin_that_changes_code_in_the_page_and_both_feeds_fails_the_build(
    tmp_path: Path, fault: str, as_last_plugin: Callable[..., None]
) -> None:
    spoil, _, code, _ = FAULTS[fault]

    def change(generators: list[Any]) -> None:
        for article in generators[0].articles:
            article._content = spoil(article._content)

    as_last_plugin(signals.all_generators_finalized, change)
    errors = refused(tmp_path)
    for place in (PAGE, ATOM, JSON):
        assert any(f"error {code} '{place}'" in line for line in errors), errors


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plugin_that_changes_code_in_the_atom_feed_fails_the_build(
    tmp_path: Path, fault: str, as_last_plugin: Callable[..., None]
) -> None:
    spoil, _, code, visible = FAULTS[fault]

    def change(_: object, feed: Any) -> None:
        for item in feed.items:
            item["content"] = spoil(item["content"])

    as_last_plugin(signals.feed_generated, change)
    errors = refused(tmp_path)
    assert re.search(f"error {code} '{ATOM}', entry '{SITEURL}/2020/02/proven/', .*{visible}", "\n".join(errors)), (
        errors
    )
    assert all(f"'{ATOM}'" in line for line in errors)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plugin_that_changes_code_in_the_json_feed_fails_the_build(
    tmp_path: Path, fault: str, at_the_end: Callable[..., None]
) -> None:
    spoil, _, code, visible = FAULTS[fault]

    def change(output: Path) -> None:
        feed = json.loads(text(output / JSON))
        for item in feed["items"]:
            item["content_html"] = spoil(item["content_html"])
        (output / JSON).write_text(json.dumps(feed))

    at_the_end(change)
    errors = refused(tmp_path)
    assert re.search(f"error {code} '{JSON}', entry '{SITEURL}/2020/02/proven/', .*{visible}", "\n".join(errors)), (
        errors
    )
    assert all(f"'{JSON}'" in line for line in errors)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_plugin_that_changes_a_download_fails_the_build(
    tmp_path: Path, fault: str, at_the_end: Callable[..., None]
) -> None:
    _, spoil, *_ = FAULTS[fault]
    at_the_end(lambda output: (output / FILTER).write_text(spoil(text(output / FILTER)), "utf-8") and None)
    (messages,) = refused(tmp_path)
    assert f"content/posts/a.md:10: error SN182 '{FILTER}', which the page offers for download, is not what" in messages
    assert "the source has" in messages


# What is spoilt as a whole


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        (PAGE, "SN183", f"'{PAGE}' cannot be read"),
        (ATOM, "SN183", f"'{ATOM}' cannot be read"),
        (JSON, "SN183", f"'{JSON}' cannot be read"),
        (FILTER, "SN182", f"'{FILTER}', which the page offers for download, is not there"),
        (ARCHIVE, "SN182", f"'{ARCHIVE}', which the page offers for download, is not there"),
    ],
)
def test_a_plugin_that_removes_a_file_fails_the_build(
    tmp_path: Path, at_the_end: Callable[..., None], name: str, code: str, message: str
) -> None:
    at_the_end(lambda output: (output / name).unlink())
    (messages,) = refused(tmp_path)
    assert f"error {code} {message}" in messages


@pytest.mark.parametrize("name", [PAGE, ATOM, JSON, ARCHIVE])
def test_a_plugin_that_spoils_a_file_fails_the_build(
    tmp_path: Path, at_the_end: Callable[..., None], name: str
) -> None:
    at_the_end(lambda output: (output / name).write_bytes(b"\xff") and None)
    (messages,) = refused(tmp_path)
    assert f"'{name}'" in messages


def test_a_plugin_that_loses_the_links_to_downloads_fails_the_build(
    tmp_path: Path, at_the_end: Callable[..., None]
) -> None:
    def change(output: Path) -> None:
        (output / PAGE).write_text(text(output / PAGE).replace(f"{SITEURL}/2020/", "/2020/"), encoding="utf-8")

    at_the_end(change)
    assert refused(tmp_path) == [
        f"content/posts/a.md:{line}: error SN182 '{PAGE}' has no link to the download '{SITEURL}/{name}'; "
        "a theme or plugin changes it"
        for line, name in ((10, ARCHIVE), (10, FILTER))
    ]


def test_a_plugin_that_leaves_an_article_out_of_the_feed_fails_the_build(
    tmp_path: Path, as_last_plugin: Callable[..., None]
) -> None:
    as_last_plugin(signals.feed_generated, lambda _, feed: feed.items.clear())
    (messages,) = refused(tmp_path)
    assert f"error SN183 '{ATOM}' has no entry '{SITEURL}/2020/02/proven/'" in messages


def test_a_hidden_file_that_is_not_hidden_fails_the_build(tmp_path: Path) -> None:
    with pytest.raises(BuildFailedError) as failed:
        build(tmp_path, {"posts/a.md": POST.replace(f"{HIDDEN}-->", f"{HIDDEN}--> and more")})
    assert {one.code for one in failed.value.diagnostics} == {"SN184"}
    assert {one.message.partition(" has a comment")[0].partition(",")[0] for one in failed.value.diagnostics} == {
        f"'{place}'" for place in (PAGE, ATOM, JSON)
    }
