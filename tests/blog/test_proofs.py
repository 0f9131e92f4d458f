"""What was proven of the snippets of this blog's own posts."""

from collections.abc import Callable
from pathlib import Path

import pytest

from faircopy.markdown.document import Document, read_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level
from keptsandbox import kept_sandbox

pytestmark = pytest.mark.slow

POST = Path("content/posts/2017/fail2ban/index.md")


def test_the_post_is_proven_to_the_end(root: Path, need: Callable[[str], str]) -> None:
    need("fail2ban-client")
    document = read_document(root / POST)
    assert isinstance(document, Document)
    report = check_documents([document], Settings(sandbox=kept_sandbox()))
    assert report.diagnostics == ()
    levels = {
        one.snippet.file or one.snippet.log: one.verdict.level
        for one in report.checked
        if one.snippet.group == "default"
    }
    assert levels["apache-numeric"] is Level.EXERCISED
    assert levels["/etc/fail2ban/filter.d/apache-numeric.conf"] is Level.EXERCISED
    assert levels["/etc/fail2ban/jail.local"] is Level.EXERCISED
    (log,) = [one.verdict for one in report.checked if one.snippet.log]
    assert (len(log.matches or ()), log.lines) == (24, 24)
    assert {match.address for match in log.matches or ()} == {"203.0.113.24"}
    ((jail,),) = [one.verdict.jails for one in report.checked if (one.snippet.file or "").endswith("/jail.local")]
    (ban,) = jail.bans
    assert (ban.address, ban.line, ban.seconds) == ("203.0.113.24", 3, 3600)
    assert ban.at == 1504183919  # 01/Sep/2017:00:51:59 +1200
    (broken,) = [one.verdict for one in report.checked if one.snippet.group == "damaged"]
    assert broken.level is Level.EXPECTED_FAILURE
    assert broken.message.startswith("No failure-id group in '^ -")
