"""A preview is measured by what it serves, and ended afterwards."""

import itertools
import sys
from pathlib import Path

import pytest

import previews
from contenders import Contender
from generated_posts import as_yaml, generated
from previews import Results, Wait, one_session, summary
from processes import ProgramFailedError

pytestmark = pytest.mark.slow

POSTS = generated(3)
# A preview with nothing between the sources and the reader; a tag's page has all posts.
SERVER = """
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    def do_GET(self):
        slug = "*" if self.path.startswith("/tag/") else self.path.split("/")[-2]
        page = "".join(file.read_text() for file in Path("content/posts").glob(f"*/{slug}/index.md")) + "</html>"
        self.send_response(200)
        self.send_header("Content-Length", str(len(page.encode())))
        self.end_headers()
        self.wfile.write(page.encode())
    def log_message(self, *_): pass

server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
print(f"http://127.0.0.1:{server.server_address[1]}/", flush=True)
server.serve_forever()
"""


def site_served_by(folder: Path, program: str, *, port_is_told: bool = True) -> Contender:
    folder.mkdir()
    site = Contender(
        "x",
        folder,
        output=folder / "output",
        template=folder / "footer.html",
        build=(),
        form=as_yaml,
        serve=lambda port: (sys.executable, "-c", program, str(port) if port_is_told else "0"),
    )
    site.write(POSTS, POSTS)
    return site


@pytest.mark.parametrize("port_is_told", [True, False], ids=["takes the port it is told", "says which port it took"])
def test_a_session_times_each_wait_and_takes_its_edits_back(tmp_path: Path, port_is_told: bool) -> None:
    site = site_served_by(tmp_path / "x", SERVER, port_is_told=port_is_told)
    waits = list(one_session(site, POSTS, 2, itertools.count()))
    assert [wait for wait, _ in waits] == [Wait.START, Wait.TEXT, Wait.TEXT, Wait.TERMS, Wait.TERMS]
    assert all(seconds > 0 for _, seconds in waits)
    assert site.source(POSTS[-1]).read_text() == as_yaml(POSTS[-1], POSTS)


def test_a_server_that_ends_is_no_result(tmp_path: Path) -> None:
    site = site_served_by(tmp_path / "x", "raise SystemExit('no such luck')")
    with pytest.raises(ProgramFailedError, match=r"(?s)did not become.*no such luck"):
        list(one_session(site, POSTS, 1, itertools.count()))


def test_a_server_that_never_shows_the_edit_is_no_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As one that reads the posts only once."""
    monkeypatch.setattr(previews, "PATIENCE", 1)
    program = SERVER.replace("file.read_text()", 'file.read_text().replace("Saved", "")')
    with pytest.raises(ProgramFailedError, match="did not become what it should within 1 s"):
        list(one_session(site_served_by(tmp_path / "x", program), POSTS, 1, itertools.count()))


def test_the_summary_has_medians_and_ratios() -> None:
    result = Results(1000)
    for wait in Wait:
        result.seconds["full", wait] += [0.01, 0.02, 0.03]
        result.seconds["hugo", wait] += [0.1, 0.2, 0.3]
    text = summary([result], ["full", "hugo"], 3, 1)
    assert f"| 1,000 | {Wait.TEXT} | 0.020 (0.010 to 0.030) | 0.200 (0.100 to 0.300) | 0.1000 |" in text
