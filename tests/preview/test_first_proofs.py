"""A first start with many snippets that nobody has checked: pages at once, proofs meanwhile, the newest first."""

import json
import shutil
from pathlib import Path

import pytest

from conftest import copy_of_site
from faircopy.preview.live_site import LiveSite
from faircopy.preview.pending_proofs import BATCH_SIZE, ProofProgress
from faircopy.preview.site import PreviewSite
from previewsite import next_of

pytestmark = pytest.mark.slow

ADDRESS = {"SITEURL": "http://127.0.0.1:8000", "FEED_DOMAIN": "http://127.0.0.1:8000"}
HEAD = (
    "Title: Post {number}\nDate: 201{number}-05-06\nCategory: Business\nTags: one\nSlug: post-{number}\n"
    "Summary: Words.\n\n"
)
FENCES = 20
PROOF = b'class="snippet-proof"'


def post(number: int, last: str = "{}") -> str:
    fences = [f'```json\n{{"{number}": {n}}}\n```\n' for n in range(FENCES - 1)]
    return "\n".join([HEAD.format(number=number), *fences, f"```json\n{last}\n```\n"])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A site of three posts, whose snippets nobody has checked; one of the middle post is broken."""
    folder = copy_of_site(tmp_path / "site")
    shutil.rmtree(folder / "content" / "posts")
    for number in (1, 2, 3):
        file = folder / f"content/posts/201{number}/post-{number}/index.md"
        file.parent.mkdir(parents=True)
        file.write_text(post(number, last="{,}" if number == 2 else "{}"), encoding="utf-8")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(folder)
    return folder


def opened(folder: Path) -> PreviewSite:
    return PreviewSite(folder / "pelicanconf.py", folder / "preview", ADDRESS)


def source(number: int) -> Path:
    return Path.cwd() / f"content/posts/201{number}/post-{number}/index.md"


def test_pages_are_shown_before_their_proofs_and_the_newest_is_proven_first(folder: Path) -> None:
    site = opened(folder)
    assert site.proofs.sources == [source(3), source(2), source(1)]
    assert site.problems() == []
    before = site.answer("2013/05/post-3/")
    assert before.status == 200
    assert before.body.count(PROOF) == 0
    site.proofs.prove([source(3)])
    assert site.proofs.sources == [source(2), source(1)]
    assert site.load_changes(()).changed
    assert not site.load_changes(()).changed
    assert site.answer("2013/05/post-3/").body.count(PROOF) == FENCES
    site.proofs.prove([source(2), source(1)])
    site.load_changes(())
    assert [one.path for one in site.problems()] == ["content/posts/2012/post-2/index.md"]
    # The next start knows all of it, and shows the same.
    again = opened(folder)
    assert again.proofs.sources == []
    assert again.problems() == site.problems()
    assert again.answer("2013/05/post-3/").body.count(PROOF) == FENCES


def test_a_text_that_is_saved_meanwhile_is_checked_as_it_is_then(folder: Path) -> None:
    site = opened(folder)
    source(2).write_text(post(2, last='{"corrected": 1}'), encoding="utf-8")
    site.load_changes([source(2)])
    assert site.problems() == []
    site.proofs.prove(site.proofs.sources)
    site.load_changes(())
    assert site.problems() == []
    assert b"corrected" in site.answer("2012/05/post-2/").body


def test_the_open_page_and_the_terminal_say_what_is_not_proven_yet(folder: Path) -> None:
    lines: list[str] = []
    live = LiveSite(opened(folder), None, lines.append)
    with live.reader("2013/05/post-3/") as events:
        assert '"PV804"' in json.dumps(next_of(events, "findings"))
        live.finish()
        live.work()  # what is open
        assert "PV804" not in str(next_of(events, "findings"))
    live.finish()
    live.work()
    assert lines[0] == "3 texts have snippets that are not proven yet: the newest are proven first"
    assert BATCH_SIZE > 3


def test_all_are_proven_while_nobody_asks(folder: Path) -> None:
    lines: list[str] = []
    site = opened(folder)

    def noted(line: str) -> None:
        lines.append(line)
        if line.startswith("all snippets"):
            live.finish()

    live = LiveSite(site, None, noted)
    live.work()
    assert site.proofs.sources == []
    assert lines[-1] == "all snippets are proven"
    assert any("post-2/index.md" in line for line in lines)


def test_few_snippets_are_proven_before_the_first_page(folder: Path) -> None:
    shutil.rmtree(source(1).parent)
    shutil.rmtree(source(3).parent)
    source(2).write_text(post(2), encoding="utf-8")
    assert opened(folder).proofs.sources == []


def test_progress_is_said_when_half_is_left_and_at_the_end() -> None:
    lines: list[str] = []
    progress = ProofProgress(lines.append)
    for left in (0, 1000, 990, 500, 499, 250, 120, 3, 1, 0, 0):
        progress.report(left)
    assert [line.split()[0] for line in lines] == ["1,000", "500", "250", "120", "3", "1", "all"]
