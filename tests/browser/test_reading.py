"""What a reader does on a page, in a real browser: reads by day and by night, copies, searches, prints."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from testsite import SiteUnderTest

pytestmark = pytest.mark.slow

POST = "2017/09/fail2ban/"
EVERYTHING = "2018/02/everything/"
REDIRECT = "one-of-each/"
PRESS_EVERY_BUTTON = """() => [...document.querySelectorAll("button:not(:disabled, site-comments *, checklist-app *)")]
    .filter((each) => each.checkVisibility())
    .forEach((each) => each.click())"""
PAPER = {"light": "rgb(251, 248, 241)", "dark": "rgb(22, 29, 44)"}


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(color_scheme="light", permissions=["clipboard-read", "clipboard-write"])
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def paper(page: Page) -> str:
    colour: str = page.evaluate("() => getComputedStyle(document.documentElement).backgroundColor")
    return colour


# The policy


def test_the_policy_has_nothing_to_complain_of_in_a_full_walk(
    page: Page, served_site: SiteUnderTest, served_everything: SiteUnderTest
) -> None:
    """Every page, a post with everything in it, and on each of them what sets its script to work."""
    trouble: list[str] = []
    page.expose_function("violated", lambda what: trouble.append(what))  # noqa: PLW0108  # Playwright marks the function
    page.add_init_script(
        """addEventListener("securitypolicyviolation", (event) =>
             violated(`${event.documentURI}: ${event.violatedDirective} ${event.blockedURI}`))"""
    )
    page.on("console", lambda message: trouble.append(f"{page.url}: {message.text}"))
    page.on("pageerror", lambda error: trouble.append(f"{page.url}: {error}"))
    more = (f"{served_everything.url}/{path}" for path in (EVERYTHING, REDIRECT))
    for address in (*(each.url for each in served_site.pages()), *more):
        page.goto(address)
        page.locator("a[href]").last.hover()
        page.evaluate(PRESS_EVERY_BUTTON)
        if page.locator("site-search").count():
            page.get_by_label("Search for").fill("fail2ban")
            page.get_by_role("link", name="Knocking").wait_for()
    assert trouble == []


def test_the_policy_would_see_a_fault(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(f"{served_site.url}/{POST}")
    refused = page.evaluate(
        """() => new Promise((resolve) => {
             addEventListener("securitypolicyviolation", (event) => resolve(event.violatedDirective));
             document.body.insertAdjacentHTML("beforeend", "<p style='color: red'>");
           })"""
    )
    assert refused == "style-src-attr"


# Light and dark


def test_a_page_has_the_colours_that_the_reader_prefers(page: Page, served_site: SiteUnderTest) -> None:
    for scheme, pressed in (("light", "false"), ("dark", "true")):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(f"{served_site.url}/{POST}")
        assert paper(page) == PAPER[scheme]
        expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", pressed)


def test_the_switch_is_remembered_before_anything_is_painted(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(served_site.url)
    page.get_by_role("button", name="Dark").click()
    assert paper(page) == PAPER["dark"]
    # What a page looks like when its body begins, which is before the first paint.
    page.add_init_script(
        """new MutationObserver((_, observer) => {
             if (!document.body) return;
             window.atFirst = document.documentElement.dataset.scheme;
             observer.disconnect();
           }).observe(document, { childList: true, subtree: true })"""
    )
    page.goto(f"{served_site.url}/{POST}")
    assert page.evaluate("() => window.atFirst") == "dark"
    assert paper(page) == PAPER["dark"]


def test_the_switch_goes_back_to_following_the_system(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(served_site.url)
    switch = page.get_by_role("button", name="Dark")
    switch.press("Enter")
    switch.press("Enter")
    assert page.evaluate("() => localStorage.length") == 0
    page.emulate_media(color_scheme="dark")
    assert paper(page) == PAPER["dark"]
    expect(switch).to_have_attribute("aria-pressed", "true")


def test_drawings_follow_forced_colours(page: Page, served_site: SiteUnderTest) -> None:
    page.emulate_media(forced_colors="active")
    page.goto(f"{served_site.url}/2015/08/internet-in-nz/")
    bar, link = page.evaluate(
        """() => [getComputedStyle(document.querySelector("svg.chart .fill-pencil")).fill,
                  getComputedStyle(document.querySelector(".prose + footer a")).color]"""
    )
    assert bar == link


# Code


def test_copying_gives_the_bytes_of_the_block_and_says_so(page: Page, served_site: SiteUnderTest) -> None:
    page.clock.install()  # what is said for two seconds stands until the test has seen it
    page.goto(f"{served_site.url}/{POST}")
    blocks, status = page.locator(".prose pre > code"), page.locator("body > [role=status]")
    many = blocks.count()
    assert many > 3
    # A button that has copied is called otherwise for the moment.
    buttons = page.locator(".tools button", has_text=re.compile("^Cop"))
    expect(buttons).to_have_count(many)
    page.clock.pause_at("2030-01-01")
    for number in range(many):
        buttons.nth(number).click()
        expect(status).to_have_text("Copied")
        copied = page.evaluate("() => navigator.clipboard.readText()")
        assert copied == blocks.nth(number).text_content()
        page.clock.run_for(2000)
        expect(status).to_have_text("")
    # What is said of a block stands for its own two seconds, whatever was copied before it.
    buttons.nth(0).click()
    expect(buttons.nth(0)).to_have_text("Copied")
    page.clock.run_for(1500)
    buttons.nth(1).click()
    expect(buttons.nth(1)).to_have_text("Copied")
    page.clock.run_for(1500)
    expect(buttons.nth(0)).to_have_text("Copy")
    expect(buttons.nth(1)).to_have_text("Copied")
    expect(status).to_have_text("Copied")
    page.clock.run_for(500)
    expect(status).to_have_text("")


def test_a_failed_copy_says_so(browser: Browser, served_site: SiteUnderTest) -> None:
    context = browser.new_context(permissions=[])
    page = context.new_page()
    page.clock.install()
    page.goto(f"{served_site.url}/{POST}")
    page.clock.pause_at("2030-01-01")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject() }")
    page.get_by_role("button", name="Copy").first.click()
    expect(page.locator("body > [role=status]")).to_have_text("Not copied")
    context.close()


def test_long_lines_can_be_wrapped(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(f"{served_site.url}/{POST}")
    block = page.locator(".prose pre").first
    wrap = page.get_by_role("button", name="Wrap").first

    def overflow() -> int:
        width: int = block.evaluate("(pre) => pre.scrollWidth - pre.clientWidth")
        return width

    assert overflow() > 0
    wrap.click()
    assert overflow() == 0
    expect(wrap).to_have_attribute("aria-pressed", "true")
    wrap.click()
    assert overflow() > 0


def test_a_short_block_is_offered_no_wrapping(page: Page, served_everything: SiteUnderTest) -> None:
    page.goto(f"{served_everything.url}/{EVERYTHING}")
    expect(page.get_by_role("button", name="Copy")).to_have_count(1)
    expect(page.get_by_role("button", name="Wrap")).to_have_count(0)


# Finding


def test_search_is_fetched_on_focus_and_works_by_keyboard(page: Page, served_site: SiteUnderTest) -> None:
    fetched: list[str] = []
    page.on("request", lambda request: fetched.append(request.url))
    page.goto(f"{served_site.url}/search/", wait_until="networkidle")
    assert not any("pagefind" in url for url in fetched)
    box = page.get_by_label("Search for")
    with page.expect_event("requestfinished", lambda request: "pagefind" in request.url):
        box.focus()
    page.keyboard.type("vulnerability scanner")
    page.get_by_role("link", name="Knocking").wait_for()
    expect(page.locator("site-search [role=status]")).to_contain_text("found")
    page.keyboard.press("Enter")  # from the box to the first result
    page.keyboard.press("Enter")  # and there
    page.wait_for_url(f"{served_site.url}/{POST}")
    page.go_back()
    expect(page.get_by_label("Search for")).to_have_value("vulnerability scanner")
    page.get_by_role("link", name="Knocking").wait_for()


def test_a_search_without_result_says_so(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(f"{served_site.url}/search/?q=xylophone")
    expect(page.locator("site-search [role=status]")).to_have_text("Nothing found")


def test_a_search_that_cannot_be_loaded_says_so(page: Page, served_site: SiteUnderTest) -> None:
    page.route("**/pagefind/**", lambda route: route.abort())
    page.goto(f"{served_site.url}/search/?q=fail2ban")
    expect(page.locator("site-search [role=status]")).to_contain_text("cannot be loaded")


def test_pages_under_the_pointer_are_fetched_early_and_once(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(served_site.url)
    title = page.get_by_role("link", name="Knocking")
    with page.expect_request(f"{served_site.url}/{POST}"):
        title.hover()
    page.get_by_role("link", name="Archives").first.hover()
    title.hover()
    expect(page.locator(f"link[rel=prefetch][href='{served_site.url}/{POST}']")).to_have_count(1)
    page.get_by_role("link", name="Atom feed").hover()
    expect(page.locator("link[rel=prefetch][href*='feeds']")).to_have_count(0)


def test_a_page_does_not_fetch_itself(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(f"{served_site.url}/{POST}#two-files")
    page.get_by_role("link", name="Two files").hover()
    page.get_by_role("link", name="Archives").hover()
    expect(page.locator("link[rel=prefetch][href$='/archives/']")).to_have_count(1)
    expect(page.locator(f"link[rel=prefetch][href='{served_site.url}/{POST}']")).to_have_count(0)


# Without script


def test_without_script_everything_else_is_there(browser: Browser, served_site: SiteUnderTest) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{served_site.url}/search/")
    page.locator("site-search a").click()
    expect(page).to_have_url(f"{served_site.url}/archives/")
    expect(page.locator(".scheme-switch")).to_be_hidden()
    page.get_by_role("link", name="The Internet in NZ").click()
    expect(page.locator("svg.chart").first).to_be_visible()
    context.close()


# Comments


def test_comments_are_fetched_when_asked_for(page: Page, served_everything: SiteUnderTest) -> None:
    elsewhere: list[str] = []
    page.route(lambda url: not url.startswith(served_everything.url), lambda route: route.abort())
    page.on("request", lambda request: elsewhere.append(request.url) if "giscus" in request.url else None)
    page.goto(f"{served_everything.url}/{EVERYTHING}", wait_until="networkidle")
    assert elsewhere == []
    with page.expect_request("https://giscus.app/client.js"):
        page.get_by_role("button", name="Show comments").click()
    script = page.locator("site-comments script")
    expect(script).to_have_attribute("data-repo", "example/repo")
    expect(script).to_have_attribute("data-category-id", "C_1")


def test_a_mail_link_is_there_when_there_is_an_address(
    page: Page, served_site: SiteUnderTest, served_everything: SiteUnderTest
) -> None:
    page.goto(f"{served_everything.url}/{EVERYTHING}")
    link = page.get_by_role("link", name="Discuss this article by mail")
    subject = "Re%3A%20Everything%20that%20a%20post%20may%20hold"
    expect(link).to_have_attribute("href", f"mailto:reader@example.org?subject={subject}")
    page.goto(f"{served_site.url}/{POST}")
    expect(link).to_have_count(0)


# On paper


def test_on_paper_there_is_no_navigation_and_nothing_is_cut(page: Page, served_everything: SiteUnderTest) -> None:
    page.goto(f"{served_everything.url}/{POST}")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 640, "height": 900})
    for gone in (".site-header nav", ".tools", ".onward", ".site-footer ul"):
        expect(page.locator(gone).first).to_be_hidden()
    cut = page.evaluate(
        """() => [...document.querySelectorAll("pre, .table")]
             .filter((box) => box.scrollWidth > box.clientWidth).length"""
    )
    assert cut == 0
    visible, number = page.evaluate(
        """() => [getComputedStyle(document.querySelector(".prose a[href^=http]"), "::after").content,
                  getComputedStyle(document.querySelector("pre a"), "::before").opacity]"""
    )
    assert "https://github.com/fail2ban/fail2ban" in visible
    assert number == "1"  # where lines are wrapped, it says where one begins


# Charts


def test_nothing_in_a_chart_is_cut_or_lies_on_something_else(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(f"{served_site.url}/2015/08/internet-in-nz/")
    expect(page.locator("svg.chart")).to_have_count(2)
    crowded = page.evaluate(
        """() => [...document.querySelectorAll("svg.chart")].flatMap((svg) => {
             const width = svg.viewBox.baseVal.width;
             const nodes = [...svg.querySelectorAll("text, path:not(.stroke-rule)")];
             const parts = nodes.map((node) => [node, node.getBBox()]);
             const touches = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width
               && a.y < b.y + b.height && b.y < a.y + a.height;
             return parts.filter(([node, box]) => node.tagName === "text" && (box.x + box.width > width
               || parts.some(([other, there]) => other !== node && touches(box, there))));
           }).map(([node]) => node.textContent)"""
    )
    assert crowded == []


# One of each


def axe_finds(page: Page, npm_file: Callable[[str], Path], *widths: int) -> list[tuple[str, int, str, list[str]]]:
    """By night nothing but colours differs."""
    page.evaluate(npm_file("axe-core/axe.min.js").read_text(encoding="utf-8"))
    found = []
    for scheme, rules in (("light", {}), ("dark", {"runOnly": ["color-contrast", "link-in-text-block"]})):
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 800})
            report = page.evaluate("(rules) => axe.run(document, {resultTypes: ['violations'], ...rules})", rules)
            found += [
                (scheme, width, each["id"], [node["html"] for node in each["nodes"]]) for each in report["violations"]
            ]
            assert page.evaluate("() => document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    return found


def test_axe_finds_nothing_in_a_post_with_everything(
    page: Page, served_everything: SiteUnderTest, npm_file: Callable[[str], Path]
) -> None:
    page.goto(f"{served_everything.url}/{EVERYTHING}")
    assert axe_finds(page, npm_file, 360, 1400) == []


def test_axe_finds_nothing_at_an_old_address(
    page: Page, served_everything: SiteUnderTest, npm_file: Callable[[str], Path]
) -> None:
    address = f"{served_everything.url}/{REDIRECT}"
    # The page leads on at once; here it stays, so that there is time to look.
    leading = page.request.get(address).text()
    staying = leading.replace('http-equiv="refresh"', 'name="stays"')
    assert staying != leading
    page.route(address, lambda route: route.fulfill(body=staying, content_type="text/html; charset=utf-8"))
    page.goto(address)
    expect(page.get_by_role("link")).to_have_attribute("href", f"{served_everything.url}/{EVERYTHING}")
    assert axe_finds(page, npm_file, 1280) == []


def test_an_old_address_leads_on(page: Page, served_everything: SiteUnderTest) -> None:
    page.goto(f"{served_everything.url}/{REDIRECT}")
    page.wait_for_url(f"{served_everything.url}/{EVERYTHING}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Everything that a post may hold")


def test_the_icon_is_painted_without_a_request(page: Page, served_site: SiteUnderTest) -> None:
    """The policy lets the page show it, and it is a picture."""
    page.goto(f"{served_site.url}/{POST}")
    width = page.evaluate(
        """async () => {
             const image = new Image();
             image.src = document.querySelector("link[rel=icon]").href;
             await image.decode();
             return image.src.startsWith("data:") && image.naturalWidth;
           }"""
    )
    assert width > 0


def test_a_proof_stands_beside_the_caption_of_its_snippet(page: Page, served_site: SiteUnderTest) -> None:
    page.goto(f"{served_site.url}/{POST}")
    page.set_viewport_size({"width": 1400, "height": 800})
    for snippet in page.locator(".snippet:has(figcaption)").all():
        caption = snippet.locator("figcaption").bounding_box()
        proof = snippet.locator(".snippet-proof").bounding_box()
        assert caption
        assert proof
        assert proof["y"] == caption["y"]
        assert proof["x"] > caption["x"] + caption["width"]


def test_notes_stand_beside_their_text_on_a_wide_screen_and_below_it_on_a_narrow_one(
    page: Page, served_everything: SiteUnderTest
) -> None:
    page.goto(f"{served_everything.url}/{EVERYTHING}")
    for width, beside in ((1400, True), (360, False)):
        page.set_viewport_size({"width": width, "height": 800})
        text = page.locator(".prose > p").last.bounding_box()
        note = page.locator(".footnote").last.bounding_box()
        assert text
        assert note
        assert (note["x"] > text["x"] + text["width"]) is beside
        assert (note["y"] >= text["y"] + text["height"]) is not beside


def test_a_picture_comes_in_the_format_and_the_width_that_suit(page: Page, served_everything: SiteUnderTest) -> None:
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{served_everything.url}/{EVERYTHING}", wait_until="networkidle")
    picture = page.locator(".prose img").first
    assert picture.evaluate("(image) => image.currentSrc").endswith("-640.avif")
    # Its place is kept before it is there.
    expect(picture).to_have_attribute("width", "1600")
    expect(picture).to_have_attribute("height", "900")
    expect(page.locator(".prose img").last).to_have_attribute("loading", "lazy")
