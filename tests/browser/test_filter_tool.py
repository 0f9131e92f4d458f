"""A reader's own log, tried in the page of a filter: whom it would have banned, and nothing leaves the browser."""

import gzip
import json
import random
import re
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Route, expect

from faircopy.preview.port import LOOPBACK
from filterlogs import LOG, POST, SCAN
from testsite import SiteUnderTest

pytestmark = pytest.mark.slow

SEEN_ROWS = """(rows) => rows
    .filter((row) => row.checkVisibility())
    .map((row) => [...row.cells].map((cell) => cell.innerText.trim().replace(/\\s+/g, " ")))"""
LONG_LINE = "x" * (1 << 20) + "yz\n"
# What the Worker finds out about bans is kept from the page until it is let go.
HOLD_ANSWERS = """
    window.held = [];
    window.holding = false;
    window.Worker = class extends Worker {
      set onmessage(hear) {
        super.onmessage = (event) => {
          if (!holding || event.data.name !== "replayed") return hear(event);
          held.push({ bans: event.data.bans, letGo: () => hear(event) });
        };
      }
    };
    window.release = () => {
      holding = false;
      for (const one of held.splice(0)) one.letGo();
    };"""


@pytest.fixture
def canary() -> Iterator[tuple[str, list[str]]]:
    """The address of a server that nobody may come to, and who came."""
    came: list[str] = []

    class Canary(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            came.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer((LOOPBACK, 0), Canary)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield f"http://{LOOPBACK}:{server.server_address[1]}/", came
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def context(browser: Browser, served_site: SiteUnderTest) -> Iterator[BrowserContext]:
    """One in which nothing is asked of another site, and nothing fails."""
    context = browser.new_context(timezone_id="Pacific/Auckland", viewport={"width": 1400, "height": 900})
    trouble: list[str] = []
    context.on("console", lambda message: trouble.append(message.text))
    context.on("weberror", lambda error: trouble.append(str(error.error)))
    context.on(
        "request", lambda one: None if one.url.startswith((served_site.url, "blob:")) else trouble.append(one.url)
    )
    yield context
    context.close()
    assert trouble == []


def opened(context: BrowserContext, site: SiteUnderTest) -> Page:
    page = context.new_page()
    page.goto(f"{site.url}/{POST}")
    page.locator("filter-tool summary").press("Enter")
    expect(page.locator("filter-tool[data-ready]")).to_be_attached()
    return page


def part(page: Page, name: str) -> Locator:
    return page.locator(f"filter-tool [data-name={name}]")


def settled(page: Page) -> None:
    """Wait for the answer to what was done last: the tool is busy from the first moment until all of it is shown."""
    expect(part(page, "result")).to_have_attribute("aria-busy", "false")


def rows(page: Page, name: str) -> list[list[str]]:
    """The rows of a table that are seen when the tool has answered, cell by cell."""
    settled(page)
    found: list[list[str]] = part(page, name).locator("tbody > tr").evaluate_all(SEEN_ROWS)
    return found


def choose(page: Page, name: str, data: bytes) -> None:
    page.get_by_label("Choose a log").set_input_files(FilePayload(name=name, mimeType="", buffer=data))


def test_a_log_is_tried_and_whatever_stands_in_it_is_text(
    context: BrowserContext, served_site: SiteUnderTest, npm_file: Callable[[str], Path]
) -> None:
    page = opened(context, served_site)
    status, answer = part(page, "status"), part(page, "answer")

    page.get_by_role("button", name="Try the sample of this page").press("Enter")
    expect(status).to_contain_text("24 lines. 24 matched, 0 ignored by ignoreregex, 0 neither")
    expect(answer).to_contain_text("bans 1 address. That keeps out 21 lines of theirs.")
    assert rows(page, "bans") == [["203.0.113.24", "2017-09-01 00:51:59", "2017-09-01 01:51:59", "21", "3 lines"]]
    expect(page.locator("filter-tool rect.ban")).to_have_count(1)

    choose(page, "access.log.gz", gzip.compress((LOG + LONG_LINE).encode()))
    expect(status).to_contain_text("access.log.gz: 18 lines. 11 matched")
    expect(part(page, "notes")).to_contain_text("1 line of more than 1,048,576 characters: the rest was not read.")
    expect(answer).to_contain_text("bans 2 addresses. That keeps out 3 lines of theirs. Perhaps wrongly: 192.0.2.9.")
    why = "at least half of the lines left alone"
    assert rows(page, "doubts") == [["192.0.2.9", "3", "5", why, "Ignore", "3 lines"]]
    assert [row[:2] for row in rows(page, "near")] == [["2001:db8::7", "2 of 3"]]
    assert ["5", "http://"] in [row[:2] for row in rows(page, "nearly")]

    part(page, "bans").get_by_role("button", name="3 lines").first.press("Enter")
    expect(part(page, "bans").locator("li[value='3'] samp")).to_contain_text(
        r"<img src=x onerror=alert(1)>\u202egpj.exe"
    )
    expect(part(page, "never")).to_contain_text(r"\u0000\u2066<b>no line</b>")
    expect(page.locator("filter-tool :is(img, b)")).to_have_count(0)

    change_the_jail(page)
    look_at_it(page, npm_file)
    try_other_dates(page)


def change_the_jail(page: Page) -> None:
    """Other numbers have another answer at once, and go into the section that is copied."""
    answer, section = part(page, "answer"), part(page, "section")
    for field, value in (("maxretry", "4"), ("findtime", "1 hour"), ("bantime", "1d 12h")):
        page.get_by_label(field).fill(value)
    expect(answer).to_contain_text("(maxretry = 4, findtime = 1h) bans 1 address. That keeps out 2 lines")
    assert rows(page, "bans")[0][:3] == ["203.0.113.24", "2017-09-01 00:51:03", "2017-09-02 12:51:03"]
    settled(page)
    for line in (
        'action = iptables-multiport[name=ApacheNumeric, port="http,https"]',
        "maxretry = 4",
        "bantime = 1d 12h",
    ):
        assert line in section.inner_text().splitlines()
    for wrong, right in (("10 parsecs", "10 ss"), ("1 dog", "1year-6mo"), ("", "-1")):
        page.get_by_label("bantime").fill(wrong)
        expect(answer).to_contain_text("fail2ban would not take this: bantime.")
        expect(page.get_by_label("bantime")).to_have_attribute("aria-invalid", "true")
        expect(part(page, "bans")).to_be_hidden()  # which were those of other numbers
        expect(section).to_be_hidden()
        page.get_by_label("bantime").fill(right)
        expect(answer).to_contain_text("bans 1 address")
    assert rows(page, "bans")[0][2] == "for ever"
    page.get_by_role("button", name="As in the article").click()
    for wrong in ("192.0.2.300", "192.0.2.0/33", "::1::", "localhost"):
        page.get_by_label("ignoreip").fill(f"198.51.100.7 {wrong}")
        expect(answer).to_contain_text(f"“{wrong}” is no address or network")
        expect(page.get_by_label("ignoreip")).to_have_attribute("aria-invalid", "true")
        expect(part(page, "bans")).to_be_hidden()
    page.get_by_label("ignoreip").fill("")
    expect(part(page, "bans")).to_be_visible()
    page.get_by_role("button", name="Ignore 192.0.2.9").first.click()
    expect(answer).to_contain_text("bans 1 address. That keeps out 3 lines of theirs.")
    expect(page.get_by_label("ignoreip")).to_be_focused()
    assert rows(page, "ignored") == [["192.0.2.9", "3"]]
    expect(part(page, "doubts")).to_be_hidden()


def try_other_dates(page: Page) -> None:
    """Of a time only what the log names is printed; a table says how many rows it has left out."""
    page.get_by_label("Time zone").fill("Europe/Nowhere")
    choose(page, "access.log", b"")
    expect(part(page, "status")).to_contain_text("There is no time zone “Europe/Nowhere”.")
    page.get_by_label("Time zone").fill("Pacific/Auckland")
    lines = "".join(SCAN.format(f"203.0.113.{n}", 51, 1, "curl") for n in range(130)) * 3
    for date, note, cells in (
        ("[Sep  1 00:00:01]", "Its dates name no year", ["09-01 00:00:01", "09-01 01:00:01"]),
        ("", "No line has a date", ["no date", "no date"]),
    ):
        choose(page, "access.log", lines.replace("[01/Sep/2017:00:51:01 +1200]", date).encode())
        expect(part(page, "notes")).to_contain_text(note)
        expect(part(page, "answer")).to_contain_text("bans 130 addresses")
        assert rows(page, "bans")[0][1:3] == cells
        expect(part(page, "drawing")).to_be_visible(visible=date != "")
    expect(part(page, "bans").locator(".rest")).to_have_text("And 30 more.")


def look_at_it(page: Page, npm_file: Callable[[str], Path]) -> None:
    """It fits a small screen, and axe finds nothing, in the dark neither."""
    page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    for width, scheme in ((320, "dark"), (1400, "light")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("() => document.documentElement.scrollWidth") <= width
        report = page.evaluate("() => axe.run(document.querySelector('filter-tool'), {resultTypes: ['violations']})")
        assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in report["violations"]] == []


def test_a_line_without_end_is_named_and_a_zip_and_a_damaged_file_are_what_they_are(
    context: BrowserContext, served_site: SiteUnderTest
) -> None:
    def with_catastrophe(route: Route) -> None:
        data = json.loads(route.fetch().body())
        slow = {**data["expressions"][0], "js": "^(?:s+s+)+t$", "names": {}, "parts": []}
        route.fulfill(json={**data, "expressions": [slow, *data["expressions"]]})

    context.route("**/filters/*.json", with_catastrophe)
    context.add_init_script(
        "document.addEventListener('toggle', (e) => e.target.parentElement.dataset.limitMs ??= 1500, true)"
    )
    page = opened(context, served_site)
    page.get_by_label("Or paste some lines").fill(LOG[:900] + "\n" + "s" * 60 + "\n" + LOG)
    page.get_by_role("button", name="Try these lines").click()
    slow = LOG[:900].count("\n") + 2
    expect(part(page, "notes")).to_contain_text(f"Line {slow} took longer than 1.5 seconds, and was left out.")
    expect(part(page, "answer")).to_contain_text("bans 2 addresses")

    choose(page, "access.log", b"PK\x03\x04\0\0 \n" + LOG.encode())
    expect(part(page, "notes")).to_contain_text("This is no plain log (zip).")
    expect(part(page, "status")).to_contain_text("access.log: 18 lines.")
    try_gzip(page)


def try_gzip(page: Page) -> None:
    """All members of a file are read, and what a damaged one has up to there."""
    members = [SCAN.format(f"203.0.113.{n}", 1, 1, "curl").encode() * (3 * n) for n in range(1, 5)]
    # Random bytes do not shrink: the head of a member that is none stays as it is.
    source = random.Random(18)  # noqa: S311  # the same bytes each time
    noise = source.randbytes(400_000).replace(b"\n", b"") + b"\x1f\x8b\x08\0" + source.randbytes(100_000) + b"\n"
    packed = b"".join(gzip.compress(one, 9 if one is not noise else 0) for one in [*members, noise, members[0]])
    choose(page, "access.log.gz", packed)
    many = 33 + noise.count(b"\n")
    expect(part(page, "status")).to_contain_text(f"{many:,} lines. 33 matched")
    expect(part(page, "notes")).not_to_contain_text("damaged")
    lines = "".join(SCAN.format("192.0.2.1", n // 60 % 60, n % 60, source.randbytes(40).hex()) for n in range(20_000))
    whole = gzip.compress(lines.encode())
    half = len(whole) // 2
    for damaged, least in ((whole[:-20], 19_000), (whole[:half] + b"????" * 30 + whole[half + 120 :], 8_000)):
        choose(page, "damaged.log.gz", damaged)
        expect(part(page, "notes")).to_contain_text("The file is damaged, and could be unpacked up to line ")
        # Of what can be unpacked at most a few kilobytes are lost.
        count = part(page, "status").inner_text().partition(": ")[2].partition(" ")[0].replace(",", "")
        assert int(count) > least


def test_a_result_is_shown_whole(browser: Browser, served_site: SiteUnderTest) -> None:
    """Nobody sees what is said of one log above the bans of another, or of none."""
    context = browser.new_context(timezone_id="Pacific/Auckland")
    context.add_init_script(HOLD_ANSWERS)
    page = opened(context, served_site)
    result, answer, notes = part(page, "result"), part(page, "answer"), part(page, "notes")
    choose(page, "one.log", LOG.encode())
    expect(part(page, "status")).to_contain_text("one.log: 17 lines.")
    assert rows(page, "bans")[0][:2] == ["203.0.113.24", "2017-09-01 00:51:02"]
    other = re.sub(r"\[.*?\]", "", LOG).replace("203.0.113.24", "203.0.113.25")
    for asked_before in (False, True):  # The answer about the log before is on its way when the next is chosen.
        page.evaluate("holding = true")
        if asked_before:
            page.get_by_label("maxretry").fill("1")
        choose(page, "other.log", other.encode())
        page.wait_for_function("() => held.some(({ bans }) => bans[0].address === '203.0.113.25')")
        expect(result).to_have_attribute("aria-busy", "true")
        expect(part(page, "status")).to_have_text("other.log: reading")
        for hidden in ("bans", "people", "section", "sample"):
            expect(part(page, hidden)).to_be_visible(visible=hidden == "sample")
        expect(answer).to_be_empty()
        expect(notes).to_be_empty()
        page.evaluate("release()")
        assert rows(page, "bans")[0][:2] == ["203.0.113.25", "no date"]
        expect(notes).to_contain_text("No line has a date")
        expect(part(page, "status")).to_contain_text("other.log: 17 lines.")
    context.close()


def test_a_fault_of_the_tool_is_told(browser: Browser, served_site: SiteUnderTest) -> None:
    context = browser.new_context()
    context.route("**/filters/*.json", lambda route: route.fulfill(json={**route.fetch().json(), "version": 99}))
    page = opened(context, served_site)
    page.get_by_role("button", name="Try the sample of this page").click()
    expect(part(page, "status")).to_contain_text("The tool has failed: ")
    context.close()


def test_what_cannot_be_fetched_is_told(browser: Browser, served_site: SiteUnderTest) -> None:
    for missing in ("**/filters/*.json", "**/words.json"):
        context = browser.new_context()
        context.route(missing, lambda route: route.fulfill(status=404))
        page = context.new_page()
        page.goto(f"{served_site.url}/{POST}")
        page.locator("filter-tool summary").press("Enter")
        expect(page.locator("filter-tool [role=status]")).to_contain_text("The rest could not be fetched.")
        context.close()


def test_results_that_cannot_be_fetched_are_told(browser: Browser, served_site: SiteUnderTest) -> None:
    for missing in ("**/results.js", "**/judge.js"):
        context = browser.new_context()
        context.route(missing, lambda route: route.abort())
        page = opened(context, served_site)
        page.get_by_role("button", name="Try the sample of this page").click()
        expect(part(page, "status")).to_contain_text("The rest could not be fetched.")
        expect(part(page, "running")).to_be_hidden()
        context.close()


def test_a_filter_without_a_jail_has_the_numbers_of_fail2ban(browser: Browser, served_site: SiteUnderTest) -> None:
    context = browser.new_context()
    context.route("**/filters/*.json", lambda route: route.fulfill(json={**route.fetch().json(), "jails": []}))
    page = opened(context, served_site)
    choose(page, "access.log", LOG.encode())
    expect(part(page, "answer")).to_contain_text("Jail apache-numeric (maxretry = 5, findtime = 10m) bans 1 address.")
    expect(page.get_by_label("bantime")).to_have_value("10m")
    expect(part(page, "choice")).to_be_hidden()
    context.close()


def test_a_screen_reader_is_told_of_the_log_and_then_of_the_bans(browser: Browser, served_site: SiteUnderTest) -> None:
    """What stands in live regions, in the order in which it is said, and nothing twice."""
    context = browser.new_context(timezone_id="Pacific/Auckland")
    page = opened(context, served_site)
    page.evaluate(
        """() => {
          window.said = [];
          const note = (changes) => changes.forEach(({ target }) => {
            const text = (target.textContent ?? "").trim();
            if (text && said.at(-1) !== text) said.push(text);
          });
          for (const region of document.querySelectorAll("filter-tool [role=status]"))
            new MutationObserver(note).observe(region, { childList: true });
        }"""
    )
    choose(page, "access.log", LOG.encode())
    expect(part(page, "answer")).to_contain_text("bans 2 addresses")
    page.get_by_label("maxretry").fill("4")
    expect(part(page, "answer")).to_contain_text("bans 1 address.")
    page.get_by_label("maxretry").fill("none")
    expect(part(page, "answer")).to_contain_text("fail2ban would not take this")
    said = page.evaluate("() => said")
    begun = ("access.log: reading", "access.log: 17 lines.", *["Jail apache-numeric"] * 2, "fail2ban would")
    assert len(said) == len(begun)
    # The log and its bans are shown at once: either may be said first.
    ordered = [said[0], *sorted(said[1:3], key=lambda text: not text.startswith("access.log")), *said[3:]]
    assert all(text.startswith(start) for text, start in zip(ordered, begun, strict=True))
    context.close()


def test_no_way_leads_out_of_the_page_or_its_worker(
    browser: Browser, served_site: SiteUnderTest, canary: tuple[str, list[str]]
) -> None:
    address, came = canary
    page = opened(browser.new_context(), served_site)
    page.get_by_role("button", name="Try the sample of this page").click()
    expect(part(page, "answer")).to_contain_text("bans 1 address")
    settled(page)
    (worker,) = page.workers
    assert (
        worker.evaluate("() => [typeof fetch, typeof XMLHttpRequest, typeof WebSocket, typeof importScripts]")
        == ["undefined"] * 4
    )
    # Nor would the policy let any other Worker that this page can make, or the page itself.
    tried = page.evaluate(
        """(address) => {
             const code = `fetch("${address}worker").then(() => postMessage("out"), () => postMessage("refused"))`;
             const ask = (url) => new Promise((resolve) => {
               try {
                 const worker = new Worker(url);
                 worker.onmessage = ({ data }) => resolve(data);
                 worker.onerror = () => resolve("no worker");
               } catch {
                 resolve("no worker");
               }
             });
             return Promise.all([
               ask(URL.createObjectURL(new Blob([code]))), ask(document.querySelector("filter-tool script").src),
               fetch(`${address}page`, { mode: "no-cors" }).then(() => "out", () => "refused"),
             ]);
           }""",
        address,
    )
    assert tried == ["refused", "no worker", "refused"]
    assert came == []
    page.goto(address + "seen")  # the canary would have noticed
    assert came[0] == "/seen"
    page.context.close()


def test_without_script_it_says_what_it_would_do_and_gives_the_command(
    browser: Browser, served_site: SiteUnderTest
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_site.url}/{POST}")
    page.locator("filter-tool summary").click()
    expect(page.get_by_text("faircopy snippets try ./apache-numeric.conf access.log")).to_be_visible()
    context.close()
