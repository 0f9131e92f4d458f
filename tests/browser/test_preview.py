"""What an author sees of a preview while writing, in a real browser."""

import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, expect

from checklistpage import POST as CHECKLIST
from checklistpage import SMALL
from children import started
from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from previewsite import Preview, previewed, serving
from waiting import LIMIT_SECONDS, expect_equal

pytestmark = pytest.mark.slow

ERROR = Rule("XX001", Severity.ERROR, "")
WARNING = Rule("XX002", Severity.WARNING, "")
# The policy of our own pages.
HEAD = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src {url}/; style-src {url}/; connect-src {url}/; base-uri 'none'">
<title>{title}</title>
<script src="{url}/theme/{theme}/site.js"></script>
<link rel="stylesheet" href="{url}/theme/{theme}/style.css">
</head>
<body>
"""  # noqa: E501  # one line, as in our pages
FOOT = "</body>\n</html>\n"
SITE_JS = """
customElements.define("an-app", class extends HTMLElement {
  connectedCallback() {
    this.count = 0;
    const button = this.appendChild(document.createElement("button"));
    button.onclick = () => (button.textContent = `pressed ${++this.count}`);
    button.textContent = "press";
  }
});
addEventListener("DOMContentLoaded", () => {
  document.documentElement.classList.add("js");
  for (const pre of document.querySelectorAll("pre:not(:has(+ .tool))")) {
    const tool = document.createElement("span");
    tool.className = "tool";
    pre.after(tool);
  }
});
"""
TEXT = "".join(f"<p id='p{number}'>Paragraph {number}</p>\n" for number in range(100))


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    root = tmp_path / "site"
    root.mkdir()
    with previewed(root, "x-editor:{path}:{line}") as preview:
        preview.write("theme/1/site.js", SITE_JS)
        preview.write("theme/1/style.css", "p { color: rgb(1, 1, 1) }")
        preview.write("404.html", page_of(preview, "<p>not here</p>"))
        yield preview


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 800, "height": 600})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def trouble() -> list[str]:
    """What the browser complained of; a test fails when there is anything."""
    return []


@pytest.fixture
def page(context: BrowserContext, trouble: list[str]) -> Iterator[Page]:
    page = context.new_page()
    page.on("pageerror", lambda error: trouble.append(str(error)))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    yield page
    # The browser's own report of the pages that are not there is no fault of ours.
    assert [each for each in trouble if "Failed to load resource" not in each] == []


def page_of(preview: Preview, body: str, title: str = "One", theme: str = "1") -> str:
    return HEAD.format(url=preview.url, title=title, theme=theme) + body + FOOT


def open_page(preview: Preview, page: Page, body: str, path: str = "") -> None:
    """Open a page with this body, and mark its window, so that a reload would be seen."""
    preview.write(f"{path}index.html", page_of(preview, body))
    open_live(page, f"{preview.url}/{path}")


def open_live(page: Page, address: str) -> None:
    """Open a page, wait until it is live, which it is by fetching itself, and mark its window.

    A change before that is taken in by a reload, which empties what was typed.
    """
    with page.expect_response(lambda response: response.url == address and fetched(response)) as fetching:
        page.goto(address)
    fetching.value.finished()
    page.evaluate("() => { window.same = true }")


def fetched(response: Response) -> bool:
    return response.request.resource_type == "fetch"


@pytest.fixture
def barriers(npm_file: Callable[[str], Path], trouble: list[str]) -> Callable[[Page], list[str]]:
    """What axe finds in our part of a page."""

    def found(page: Page) -> list[str]:
        before = list(trouble)
        page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
        report = page.evaluate("() => axe.run('#faircopy-preview', {resultTypes: ['violations']})")
        trouble[:] = before  # axe tries out styles, which the page's policy forbids
        return [f"{each['id']}: {node['html']}" for each in report["violations"] for node in each["nodes"]]

    return found


def is_same(page: Page) -> bool:
    same: bool = page.evaluate("() => window.same === true")
    return same


def fault(preview: Preview, rule: Rule = ERROR, line: int = 6) -> Diagnostic:
    return rule.at(str(preview.site.root / "index.html"), line, "'<b>x</b>' is wrong", "write it <i>otherwise</i>")


# Following the source


def test_a_page_follows_its_source_and_keeps_what_the_reader_did(preview: Preview, page: Page) -> None:
    form = "<details><summary>More</summary>inside</details><p><input id='name'> <input id='other'></p>"
    open_page(preview, page, f"<h1>One</h1>{form}{TEXT}")
    page.locator("summary").click()
    page.locator("#other").fill("typed before")
    page.locator("#name").press_sequentially("typed")
    page.locator("#p50").scroll_into_view_if_needed()
    before = page.locator("#p50").bounding_box()
    longer = TEXT.replace("Paragraph 3<", "Paragraph three<").replace("<p id='p90'>Paragraph 90</p>\n", "")
    preview.write("index.html", page_of(preview, f"<h1>Two</h1><p>new</p>{form}{longer}<p>the end</p>", title="Two"))
    expect(page.locator("#p3")).to_have_text("Paragraph three")
    expect(page.locator("body h1")).to_have_text("Two")
    expect(page.get_by_text("the end")).to_be_attached()
    expect(page.locator("#p90")).to_have_count(0)
    expect(page).to_have_title("Two")
    expect(page.locator("details")).to_have_attribute("open", "")
    expect(page.locator("#name")).to_have_value("typed")
    expect(page.locator("#other")).to_have_value("typed before")
    expect(page.locator("#name")).to_be_focused()
    expect_equal(page.locator("#p50").bounding_box, before)
    assert is_same(page)


def test_what_scripts_made_stays_and_what_is_new_gets_it_too(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p>text</p><pre>one</pre>")
    preview.write("index.html", page_of(preview, "<p>new text</p><pre>one</pre><pre>two</pre>"))
    expect(page.get_by_text("two")).to_be_visible()
    expect(page.locator("html.js")).to_have_count(1)
    for tools in ("pre + .tool", ".tool"):
        expect(page.locator(tools)).to_have_count(2)
    preview.write("index.html", page_of(preview, "<p>new text</p><pre>three</pre>"))
    expect(page.get_by_text("three")).to_be_visible()
    expect(page.get_by_text("two")).not_to_be_attached()
    assert is_same(page)


def test_an_application_keeps_its_state_until_its_own_source_changes(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p>text</p><an-app></an-app>")
    button = page.locator("an-app button")
    button.click()
    button.click()
    preview.write("index.html", page_of(preview, "<h2>before it</h2><p>text</p><an-app></an-app><p>after it</p>"))
    expect(page.get_by_text("after it")).to_be_visible()
    expect(button).to_have_text("pressed 2")
    preview.write("index.html", page_of(preview, "<p>text</p><an-app data-x></an-app>"))
    expect(button).to_have_text("press")
    page.evaluate("() => { window.app = document.querySelector('an-app') }")
    data = '<script type="application/json" id="d">{}</script>'
    preview.write("index.html", page_of(preview, f"<p>text</p><an-app data-x></an-app>{data}"))
    page.wait_for_function("() => document.querySelector('an-app') !== window.app")
    assert is_same(page)


def test_elements_may_change_places(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<main><p id=a>a</p><p id=b>b</p><p id=c>c</p></main>")
    preview.write("index.html", page_of(preview, "<main><p id=c>c</p><p id=n>n</p><p id=a>A</p><p id=b>b</p></main>"))
    expect(page.locator("main")).to_have_text("cnAb")
    assert is_same(page)


def test_a_changed_stylesheet_is_swapped_in_place(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p id='text'>text</p>")
    preview.write("theme/1/style.css", "p { color: rgb(2, 2, 2) }")
    expect(page.locator("#text")).to_have_css("color", "rgb(2, 2, 2)")
    expect(page.locator("head link[rel=stylesheet]")).to_have_count(1)
    # Our own build names the folder after its bytes; so every page changes with it, and says so in one step.
    preview.write("theme/2/site.js", SITE_JS)
    preview.site.stylesheets = frozenset({"theme/2/style.css"})
    preview.write("theme/2/style.css", "p { color: rgb(3, 3, 3) }")
    preview.write("index.html", page_of(preview, "<p id='text'>text</p>", theme="2"))
    expect(page.locator("#text")).to_have_css("color", "rgb(3, 3, 3)")
    expect(page.locator("head link[rel=stylesheet]")).to_have_attribute("href", re.compile("/theme/2/style.css"))
    assert is_same(page)


def test_a_changed_script_is_loaded_anew(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p>text</p>")
    preview.write("theme/2/style.css", "")
    preview.write("theme/2/site.js", "document.documentElement.dataset.script = 'new'")
    preview.write("index.html", page_of(preview, "<p>text</p>", theme="2"))
    expect(page.locator("html[data-script=new]")).to_be_attached()
    assert not is_same(page)


def test_only_a_page_whose_bytes_have_changed_is_touched(preview: Preview, context: BrowserContext) -> None:
    first, second = context.new_page(), context.new_page()
    open_page(preview, first, "<p>one</p>")
    open_page(preview, second, "<p>two</p>", "other/")
    answers: list[int] = []
    second.on("response", lambda response: answers.append(response.status) if "_preview" not in response.url else None)
    with second.expect_response(f"{preview.url}/other/"):
        preview.write("index.html", page_of(preview, "<p>changed</p>"))
    expect(first.get_by_text("changed")).to_be_visible()
    assert answers == [304]


def test_a_page_that_has_gone_and_come_back_is_followed(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p>text</p>", "post/")
    (preview.site.root / "post/index.html").unlink()
    expect(page.get_by_text("not here")).to_be_visible()
    preview.write("post/index.html", page_of(preview, "<p>text again</p>"))
    expect(page.get_by_text("text again")).to_be_visible()


def test_a_page_whose_source_makes_another_leads_there(preview: Preview, page: Page) -> None:
    source = preview.site.root / "post.md"
    preview.site.sources["draft/"] = source
    open_page(preview, page, "<p>written</p>", "draft/")
    preview.site.sources["draft/"] = None
    preview.site.moved[source] = "2026/post/"
    (preview.site.root / "draft/index.html").unlink()
    preview.write("2026/post/index.html", page_of(preview, "<p>published</p>"))
    expect(page.get_by_text("published")).to_be_visible()
    expect(page).to_have_url(f"{preview.url}/2026/post/")


def test_a_page_that_is_not_seen_is_brought_up_to_date_when_it_is(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p>one</p>")
    state = """(state) => {
      Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }"""
    page.evaluate(state, "hidden")
    preview.write("index.html", page_of(preview, "<p>two</p>"))
    with page.expect_response(f"{preview.url}/"):
        page.evaluate(state, "visible")
    expect(page.get_by_text("two")).to_be_visible()


# What is wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_error_lies_over_the_last_good_page_until_it_is_mended(
    preview: Preview, page: Page, barriers: Callable[[Page], list[str]], scheme: str
) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    open_page(preview, page, "<p>the last good page</p>")
    preview.site.wrong = [fault(preview)]
    preview.write("cause", "1")
    overlay = page.get_by_role("alertdialog")
    expect(overlay).to_be_visible()
    expect(overlay).to_contain_text("'<b>x</b>' is wrong")
    expect(overlay).to_contain_text("write it <i>otherwise</i>")
    expect(overlay.locator("mark")).to_contain_text("<title>One</title>")
    link = overlay.get_by_role("link")
    expect(link).to_have_attribute("href", f"x-editor:{preview.site.root}/index.html:6")
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(overlay).to_be_hidden()
    expect(page.get_by_text("the last good page")).to_be_visible()
    page.get_by_role("button", name="1 error").click()
    expect(overlay).to_be_visible()
    overlay.get_by_role("button", name="Hide").click()
    expect(overlay).to_be_hidden()
    # The same once more says nothing new; another does.
    preview.write("cause", "2")
    preview.site.wrong = [fault(preview, line=7)]
    preview.write("cause", "3")
    expect(overlay).to_be_visible()
    preview.site.wrong = []
    preview.write("index.html", page_of(preview, "<p>as it was meant</p>"))
    expect(overlay).to_be_hidden()
    expect(page.get_by_text("as it was meant")).to_be_visible()
    expect(page.get_by_role("button", name="error")).to_be_hidden()
    assert is_same(page)


def test_a_page_that_cannot_be_made_leaves_the_last_good_one(preview: Preview, page: Page) -> None:
    open_page(preview, page, "<p>the last good page</p>")
    preview.site.crash = ValueError("template")
    preview.write("index.html", page_of(preview, "<p>never seen</p>"))
    expect(page.get_by_role("alertdialog")).to_contain_text("ValueError: template")
    expect(page.get_by_text("the last good page")).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{preview.url}/other/")
    expect(other.get_by_role("heading", name="No page yet")).to_be_visible()
    preview.site.crash = None
    preview.write("other/index.html", page_of(preview, "<p>as it was meant</p>"))
    expect(other.get_by_text("as it was meant")).to_be_visible()
    expect(page.get_by_text("never seen")).to_be_visible()
    expect(page.get_by_role("alertdialog")).to_be_hidden()


def test_what_can_be_said_against_the_open_post_is_in_a_panel(
    preview: Preview, page: Page, barriers: Callable[[Page], list[str]]
) -> None:
    preview.site.warnings = [fault(preview, WARNING), WARNING.at("other.md", 1, "not of this page")]
    open_page(preview, page, "<p>text</p>")
    badge = page.get_by_role("button", name="1 warning")
    panel = page.get_by_role("region", name="What proofreading found")
    expect(panel).to_be_hidden()
    badge.click()
    expect(panel).to_contain_text("'<b>x</b>' is wrong")
    expect(panel).not_to_contain_text("not of this page")
    expect(badge).to_have_attribute("aria-expanded", "true")
    assert barriers(page) == []
    panel.get_by_role("link").focus()
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(badge).to_be_focused()
    preview.site.warnings = []
    preview.write("index.html", page_of(preview, "<p>new text</p>"))
    expect(badge).to_be_hidden()


def test_without_an_editor_a_place_can_be_copied(tmp_path: Path, page: Page) -> None:
    with previewed(tmp_path) as preview:
        preview.write("theme/1/site.js", "")
        preview.write("theme/1/style.css", "")
        preview.site.warnings = [fault(preview, WARNING)]
        open_page(preview, page, "<p>text</p>")
        page.get_by_role("button", name="1 warning").click()
        page.get_by_role("button", name="Copy").click()
        expect(page.get_by_text("Copied")).to_be_visible()
        assert page.evaluate("() => navigator.clipboard.readText()") == f"{tmp_path}/index.html:6"


def test_an_open_page_says_when_nobody_answers_and_finds_the_next_preview(tmp_path: Path, page: Page) -> None:
    with previewed(tmp_path) as preview:
        preview.write("theme/1/site.js", "")
        preview.write("theme/1/style.css", "")
        open_page(preview, page, "<p>one</p>")
        port = preview.port
        preview.live.restarting.set()
    # The port of a process that has ended; what it had open goes with it.
    page.evaluate("() => window.stop()")
    with previewed(tmp_path, port=port) as preview:
        preview.write("index.html", page_of(preview, "<p>two</p>"))
        expect(page.get_by_text("two")).to_be_visible()


# The whole

PROGRAM = """
import signal
import sys
from pathlib import Path
from faircopy.preview.supervisor import serve
signal.signal(signal.SIGTERM, signal.default_int_handler)
serve(Path("conf.py"), "ours.site:open_site", lambda line: print(line, file=sys.stderr, flush=True))
"""
OPENER = """
from pathlib import Path
from faircopy.preview.folder import FolderSite
from faircopy.preview.model import Response, SiteChange
from faircopy.preview.file_stamps import changed, stamps_of

GREETING = "one"

class Small(FolderSite):
    folders = [Path("plugins")]
    before = stamps_of(folders)

    def load_changes(self, paths=None):
        return SiteChange(restart=bool(changed(self.before, stamps_of(self.folders))))

    def answer(self, path):
        page = f"<!doctype html><title>t</title><body><p>{GREETING}</p><input id=box></body>"
        return Response(page.encode(), "text/html; charset=utf-8", is_page=True)

def open_site(settings_file, address):
    return Small(Path("plugins"))
"""


def test_changed_code_and_broken_code_reach_the_open_page(tmp_path: Path, page: Page) -> None:
    code = tmp_path / "plugins/ours/site.py"
    code.parent.mkdir(parents=True)
    code.write_text(OPENER)
    (tmp_path / "conf.py").write_text("")
    path = os.pathsep.join([str(tmp_path / "plugins"), *sys.path])
    environment = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1"}
    with started([sys.executable, "-c", PROGRAM], tmp_path, environment) as process:
        assert process.stderr is not None
        open_live(page, process.stderr.readline().split()[0])
        expect(page.get_by_text("one")).to_be_visible()
        page.locator("#box").fill("typed")
        code.write_text(OPENER.replace('"one"', '"two"'))
        expect(page.get_by_text("two")).to_be_visible()
        code.write_text("x = (")
        expect(page.get_by_role("alertdialog")).to_contain_text("was never closed")
        code.write_text(OPENER.replace('"one"', '"three"'))
        expect(page.get_by_text("three")).to_be_visible()
        expect(page.get_by_role("alertdialog")).to_be_hidden()
        expect(page.locator("#box")).to_have_value("typed")
        process.terminate()
        assert process.wait(LIMIT_SECONDS) == 0


def test_a_checklist_is_worked_through_while_its_post_is_written(site_copy: Path, page: Page) -> None:
    """Our own pages, under their own policy, with their own scripts."""
    shutil.rmtree(site_copy / "content")
    post = site_copy / "content/posts/2017/moving-a-server/index.md"
    shutil.copytree(CHECKLIST, post.parent)
    text = post.read_text()
    with serving(site_copy) as (process, address):
        # A program waits where a browser is told that the site is being read.
        page.request.get(f"{address}{SMALL}", timeout=LIMIT_SECONDS * 1000)
        open_live(page, f"{address}{SMALL}")
        app = page.locator("checklist-app[data-ready]")
        answer = app.get_by_role("radio", name="Partly").first
        answer.check()
        start = text.index("\n\n") + 2
        # As a busy machine may see it: an editor empties the file, and then writes it.
        post.write_text("")
        expect(page.get_by_role("alertdialog")).to_be_visible()
        post.write_text(f"{text[:start]}A sentence that is new.\n\n{text[start:]}")
        expect(page.get_by_text("A sentence that is new.")).to_be_visible()
        expect(page.get_by_role("alertdialog")).to_be_hidden()
        expect(answer).to_be_checked()
        style = site_copy / "theme/static/css/style.css"
        fresh = site_copy / "style.css"
        fresh.write_text(style.read_text().replace("--paper: light-dark(#fbf8f1,", "--paper: light-dark(#ffeecc,"))
        fresh.replace(style)
        expect(page.locator("html")).to_have_css("background-color", "rgb(255, 238, 204)")
        expect(answer).to_be_checked()
        assert is_same(page)
        # Leave the page before its server goes: what it still wants to fetch would be an error.
        page.goto("about:blank")
        process.terminate()
        assert process.wait(LIMIT_SECONDS) == 0
