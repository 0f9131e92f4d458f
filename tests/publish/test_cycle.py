"""A year of a site: written, scheduled, published, corrected, renamed, taken back; each time as a reader finds it."""

import gzip
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from conftest import ROOT
from faircopy.build.links import faults_of
from faircopy.preview.port import LOOPBACK
from faircopy.preview.server import site_server
from faircopy.publish.context import PublishOptions
from faircopy.publish.guards import secrets
from faircopy.publish.guards.secrets import secrets_in
from publishsite import WHOLE_SETTINGS, Author, new_author, remote_files
from testsite import running

pytestmark = pytest.mark.slow


@pytest.fixture
def host(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """A folder that a plain file server shows, and its address."""
    folder = tmp_path / "host" / "blog"
    folder.mkdir(parents=True)
    with site_server(folder.parent, 0) as server, running(server):
        yield folder, f"http://{LOOPBACK}:{server.server_address[1]}/blog"


def deploy_on_push(folder: Path, host: Path) -> None:
    """As a web host does: what the branch holds is what is served."""
    hook = folder / "remote.git/hooks/post-receive"
    deploy = f"git archive gh-pages | tar -x -C '{host}'"
    hook.write_text(f"#!/bin/sh\nrm -rf '{host}'/*\ngit rev-parse -q --verify gh-pages && {deploy}\n")
    hook.chmod(0o755)


def redirect_to(address: str) -> str:
    return f'<link rel="canonical" href="{address}"><meta http-equiv="refresh" content="0; url={address}">'


HUSHED = "The harbour bridge will be painted green before the spring, and nobody knows it yet."


@pytest.fixture
def _texts_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look for secrets in each text once: all publications have nearly all in common. It takes half of their time."""
    remembered = cache(lambda text, kinds: [*secrets_in(text, kinds)])
    monkeypatch.setattr(secrets, "secrets_in", lambda text, kinds: remembered(text, tuple(kinds)))


@pytest.mark.usefixtures("_texts_read_once")
def test_a_year(tmp_path: Path, host: tuple[Path, str]) -> None:
    served, siteurl = host
    author = new_author(tmp_path, WHOLE_SETTINGS.replace("PUBLISH_WAIT = 0", "PUBLISH_WAIT = 6"))
    deploy_on_push(tmp_path, served)

    def publish(options: PublishOptions = PublishOptions(), now: str = "2026-11-23") -> list[str]:  # noqa: B008  # frozen
        outcome = author.publish(options, siteurl=siteurl, now=now)
        assert outcome.codes == [], outcome.text
        assert f"{siteurl}/ shows it" in outcome.progress, outcome.text
        assert list(faults_of(served, siteurl, templates=[ROOT / "theme" / "templates"])) == []
        return outcome.results

    # The first publication, and a post with a time to come.
    picture = b"P6 1 1 255 \xff\x00\x00"
    author.write_post(
        "green", title="A surprise in green", date="2026-12-01", body=f"{HUSHED}\n\n[the plan]({{attach}}plan.ppm)"
    )
    author.write("content/posts/2020/green/plan.ppm", picture)
    author.commit()
    results = publish()
    assert "new      /2020/02/one/" in results
    assert not [name for name, data in everything(author, tmp_path) if is_told(name, data)]

    # Its day has not begun where the author lives, though it is long December elsewhere …
    assert "nothing changes for readers" in publish(now="2026-12-01T00:30+14:00")
    # … and then it has. The commit is the same.
    results = publish(now="2026-12-01T00:00+13:00")
    assert "new      /2026/12/green/" in results
    names = {name for name, data in everything(author, tmp_path) if is_told(name, data)}
    assert {"2026/12/green/index.html", "2026/12/green/plan.ppm", "feeds/all.json", "sitemap.xml"} <= names
    assert [name for name in names if name.startswith("pagefind/fragment/")]

    # A correction, shown word by word.
    post = author.folder / "content/posts/2020/green/index.md"
    post.write_text(post.read_text().replace("painted green", "painted blue"))
    author.commit()
    results = publish(PublishOptions(diff=True), now="2026-12-02")
    assert "changed  /2026/12/green/" in results
    assert any("painted [-green-] {+blue+} before the spring" in line for line in results)

    # A new name, at first without a redirect.
    post.write_text(post.read_text().replace("Slug: green", "Slug: blue"))
    author.commit()
    outcome = author.publish(siteurl=siteurl, now="2026-12-02")
    assert outcome.codes == ["PB401"]
    assert "'/2026/12/green/' would be gone" in outcome.text
    author.write("content/extra/green.html", redirect_to(f"{siteurl}/2026/12/blue/"))
    author.set("EXTRA_PATH_METADATA = {'extra/green.html': {'path': '2026/12/green/index.html'}}")
    author.commit()
    results = publish(now="2026-12-02")
    assert f"moved    /2026/12/green/ -> {siteurl}/2026/12/blue/" in results
    assert "new      /2026/12/blue/" in results

    # SiteChange back.
    outcome = author.unpublish_last(siteurl=siteurl)
    assert (outcome.codes, f"{siteurl}/ shows it" in outcome.progress) == ([], True)
    assert "removed  /2026/12/blue/" in outcome.results
    assert list(faults_of(served, siteurl, templates=[ROOT / "theme" / "templates"])) == []
    assert b"painted blue" in (served / "2026/12/green/index.html").read_bytes()

    # Gone for good, with a reason.
    author.git("rm", "-qr", "content/posts/2020/green", "content/extra")
    author.set("EXTRA_PATH_METADATA = {}")
    author.commit()
    options = PublishOptions(allow_gone=("/2026/12/green/",), reason="it was never true")
    assert "removed  /2026/12/green/" in publish(options, now="2026-12-03")
    assert "Gone: /2026/12/green/ (it was never true)" in author.git(
        "log", "-1", "--format=%B", "refs/faircopy/published"
    )


def everything(author: Author, folder: Path) -> list[tuple[str, bytes]]:
    """Every file that was published, unpacked."""
    assert author.folder.exists()
    files = remote_files(folder)
    return [(name, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data) for name, data in files.items()]


def is_told(name: str, data: bytes) -> bool:
    marks = (b"harbour bridge", b"surprise in green", b"/green/", b"P6 1 1 255", b":green")
    return "green" in name or any(mark in data for mark in marks)
