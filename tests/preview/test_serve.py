import shutil
import signal
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from conftest import Run, run_task
from ownsite import kept_by_a_build, own_site
from previewsite import serving
from waiting import LIMIT_SECONDS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def kept(faircopy: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return kept_by_a_build(tmp_path_factory.mktemp("kept") / "a site", faircopy)


@pytest.fixture
def site(tmp_path: Path, kept: Path) -> Path:
    """A site with snippets that have been checked, where a build has been."""
    site = own_site(tmp_path / "a site")
    shutil.copytree(kept, site / ".cache")
    return site


def get(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=LIMIT_SECONDS) as response:
            text: str = response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.read().decode()
    return text


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM])
def test_the_site_is_served_until_interrupted(site: Path, end: signal.Signals) -> None:
    with serving(site) as (process, address):
        page = get(f"{address}2017/09/knocking/")
        assert "knock at every door" in page
        assert f'<link rel="canonical" href="{address}2017/09/knocking/">' in page
        process.send_signal(end)
        assert process.wait(LIMIT_SECONDS) == 0


def test_two_at_once_have_their_own_pages(site: Path) -> None:
    with serving(site) as (_, first), serving(site) as (_, second):
        assert first != second
        for address in (first, second):
            assert f'<link rel="canonical" href="{address}about/">' in get(f"{address}about/")


def test_what_is_written_is_served_and_what_is_broken_is_said(site: Path) -> None:
    post = site / "content/posts/2017/knocking/index.md"
    text = post.read_text(encoding="utf-8")
    with serving(site) as (process, address):
        page = f"{address}2017/09/knocking/"
        before = get(page)
        post.write_text(f"{text}\nOne more sentence.\n", encoding="utf-8")
        after = get(page)
        assert "One more sentence." in after
        # The last good page stays.
        post.write_text(text.replace("Date: ", "Date: the "), encoding="utf-8")
        assert get(page) == after
        post.write_text(text, encoding="utf-8")
        assert get(page) == before
        settings = site / "pelicanconf.py"
        known = settings.read_text(encoding="utf-8")
        settings.write_text(known.replace('SITENAME = "Faircopy"', 'SITENAME = "Foul copy"'), encoding="utf-8")
        assert "Foul copy" in get(page)
        settings.write_text("SITENAME = ")
        get(page)
        process.send_signal(signal.SIGINT)
        assert process.wait(LIMIT_SECONDS) == 0
        assert process.stderr is not None
        output = process.stderr.read()
        assert "index.md:2: error FM103" in output
        assert "fixed" in output
        assert "pelicanconf.py:1: error" in output
        assert "Traceback" not in output


def test_an_editor_that_would_not_open_is_refused_at_once(root: Path) -> None:
    result = run_task(root, "serve", FAIRCOPY_EDITOR_URL="code")
    assert result.returncode == 1
    assert result.stderr.startswith("error: 'code' is not the address of an editor")
