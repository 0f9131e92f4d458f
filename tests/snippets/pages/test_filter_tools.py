"""The filters of a document that readers can try: which are offered, and why others are not."""

from importlib import import_module
from pathlib import Path

import pytest

from faircopy.filter_tool.script import prover_script
from faircopy.markdown.document import Document, parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.pages import filter_tools
from faircopy.snippets.pages.filter_tools import FilterTools, with_filter_tools
from faircopy.snippets.pages.proofs import proof_line
from faircopy.snippets.pages.rendered import VerifiedDocument, verified_documents
from faircopy.snippets.plugin import shows_tools
from faircopy.snippets.sandbox.runner import Sandbox
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow

FILTER = r"""```{.ini file="/etc/fail2ban/filter.d/web.conf"}
[Definition]
failregex = REGEX
OPTIONS
```

```{.ini file="/etc/fail2ban/jail.local"}
[web]
enabled = true
filter = web
logpath = /var/log/web.log
maxretry = 2
```

```{.text log="web" match="all" jail="web" bans="192.0.2.1"}
2026-03-01 10:00:00 denied 192.0.2.1
2026-03-01 10:00:01 denied 192.0.2.1
```
"""


def verified(regex: str, options: str = "", jail: str = "") -> VerifiedDocument:
    text = "Title: Web\n\n" + FILTER.replace("REGEX", regex).replace("OPTIONS", options)
    text = text.replace("maxretry = 2\n", f"maxretry = 2\n{jail}")
    document = parse_document("web.md", text)
    assert isinstance(document, Document)
    report = check_documents([document], Settings(sandbox=kept_sandbox()))
    assert report.diagnostics == ()
    return verified_documents([document], report.checked)[0]


def line_under(document: VerifiedDocument) -> str:
    fence = document.fences[0]
    assert fence.snippet
    assert fence.verdict
    return proof_line(fence.snippet, fence.verdict).text


@pytest.fixture(autouse=True)
def _nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_tools, "default_folder", lambda: None)


def test_a_proven_filter_is_offered_with_its_sample() -> None:
    document = verified("^ denied <HOST>$")
    same, tools = with_filter_tools(document)
    (offered,) = tools.filters
    assert (offered.fence, offered.name, offered.sample) == ("snippet-1", "web", "snippet-3")
    assert '"source":"fail2ban ' in offered.data
    assert '"licence":"GPL-2.0-or-later"' in offered.data
    assert same == document


def test_one_that_a_browser_cannot_run_says_so_under_it() -> None:
    document, tools = with_filter_tools(verified(r"^ (?i:(d)enie\1) <HOST>$"))
    assert tools.filters == ()
    assert "cannot be tried in this page, because a browser cannot do the same: a back reference" in line_under(
        document
    )


# What a jail may set of its filter, or of how its log is read: the tool has the filter as it is without.
SHARED = "bantime.increment = true\nbantime.overalljails = true\n"
OTHER = "[other]\nenabled = true\nfilter = web\nlogpath = /var/log/web.log\n"
OF_A_JAIL = {
    "ignoreregex = ^ denied 192.0.2.9$": "jail 'web' whose filter has another 'ignoreregex'",
    "failregex = ^ denied <ADDR>$": "jail 'web' whose filter has another 'failregex'",
    "prefregex = ^<F-CONTENT> denied .+</F-CONTENT>$": "jail 'web' whose filter has another 'prefregex'",
    "datepattern = %%Y-%%m-%%d %%H:%%M:%%S": "jail 'web' whose filter has another 'datepattern'",
    "logtimezone = UTC": "jail 'web' whose filter has another 'logtimezone'",
    "logencoding = latin1": "jail 'web' with 'logencoding = latin1'",
    "bantime.rndtime = 10": "jail 'web' with 'bantime.rndtime'",
    "bantime.factor = 1/3": "jail 'web' with 'bantime.factor = 1/3'",
    f"{SHARED}{OTHER}{SHARED}": "jail 'web' with 'bantime.overalljails'",
}


@pytest.mark.parametrize("option", OF_A_JAIL)
def test_a_jail_that_changes_its_filter_is_not_offered(option: str) -> None:
    document, tools = with_filter_tools(verified("^ denied <HOST>$", jail=f"{option}\n"))
    assert tools.filters == ()
    assert OF_A_JAIL[option] in line_under(document)


@pytest.mark.parametrize(
    ("regex", "reason"),
    [
        ("^ <F-NOFAIL>x</F-NOFAIL> <HOST>$\n            ^ denied <HOST>$", "'<F-NOFAIL>' without '<F-MLFID>'"),
        ("^ (?:denied|[\U0001f600-\U0001f64f]) <HOST>$", "a character beyond U+FFFF"),
    ],
)
def test_what_would_be_matched_otherwise_is_not_offered(regex: str, reason: str) -> None:
    document, tools = with_filter_tools(verified(regex))
    assert tools.filters == ()
    assert reason in line_under(document)


def test_one_of_several_lines_is_named_as_not_offered() -> None:
    document, tools = with_filter_tools(verified("^ (?:started<SKIPLINES>)?.*denied <HOST>$", "maxlines = 3"))
    assert tools.filters == ()
    assert "a browser cannot do the same: expressions over several lines ('maxlines')" in line_under(document)


def test_without_node_the_line_under_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    document = verified("^ denied <HOST>$")
    monkeypatch.setattr(Sandbox, "find", lambda *_: None)
    noted, tools = with_filter_tools(document)
    assert tools.filters == ()
    assert "cannot be tried in this page: Node is not available" in line_under(noted)


def test_a_matcher_that_finds_something_else_is_an_error_at_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    document = verified("^ denied <HOST>$")
    script = prover_script().replace(
        "if (entry.count < jail.maxretry) continue", "if (entry.count <= jail.maxretry) continue"
    )
    monkeypatch.setattr(filter_tools, "prover_script", lambda: script)
    _, tools = with_filter_tools(document)
    assert tools.filters == ()
    (found,) = {(one.code, one.line) for one in tools.diagnostics if "bans with jail 'web'" in one.message}
    last_line = next(n for n, line in enumerate(document.document.text.split("\n"), 1) if "10:00:01" in line)
    assert found == ("SN245", last_line)


def test_the_answer_is_kept_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    document = verified("^ denied <HOST>$")
    monkeypatch.setattr(filter_tools, "default_folder", lambda: tmp_path)
    first = with_filter_tools(document)[1]
    monkeypatch.setattr(filter_tools, "export_of", lambda *_: pytest.fail("it was asked again"))
    assert with_filter_tools(document)[1] == first


def test_a_document_without_filters_asks_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_tools, "export_of", lambda *_: pytest.fail("it was asked"))
    document = parse_document("x.md", "Title: x\n\ntext\n")
    assert isinstance(document, Document)
    assert with_filter_tools(verified_documents([document], ())[0])[1] == FilterTools()


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        ({"PLUGINS": ["faircopy.snippets.plugin", "faircopy.filter_tool.plugin"]}, True),
        ({"PLUGINS": [import_module("faircopy.filter_tool.plugin")]}, True),
        ({"PLUGINS": ["faircopy.filter_tool.plugin"], "FILTER_TOOL": False}, False),
        ({"PLUGINS": ["faircopy.snippets.plugin"]}, False),
        ({}, False),
    ],
)
def test_a_site_without_the_tool_is_told_nothing_of_it(settings: dict[str, object], shown: bool) -> None:
    assert shows_tools(settings) is shown
