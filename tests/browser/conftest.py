"""Real browsers, and the built site served to them on the loopback address."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

import webdriver
from conftest import Run
from testsite import SiteUnderTest, built_for, site_with_everything
from waiting import LIMIT_SECONDS

expect.set_options(timeout=LIMIT_SECONDS * 1000)

CHROMIUM_OPTIONS = [
    "--no-sandbox",  # tests run as root in CI's container, where Chromium's own sandbox cannot start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Fewer processes, which is a sixth of the processor's time: none of our tests is about what they keep apart.
    "--renderer-process-limit=1",
    "--in-process-gpu",
    "--enable-features=NetworkServiceInProcess2",
    "--disable-site-isolation-trials",
]


@pytest.fixture(scope="session")
def browser(need: Callable[[str], str]) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=chromium_of(need), args=CHROMIUM_OPTIONS)
        for name in ("new_context", "new_page"):
            setattr(chromium, name, patient(getattr(chromium, name)))
        yield chromium
        chromium.close()


def chromium_of(need: Callable[[str], str]) -> str:
    """Return the path of Chromium without its windows, which is the same engine at half the cost; else of all of it."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium") or need("chromium-headless-shell")


def patient(make: Callable[..., Any]) -> Callable[..., Any]:
    """Have each context or page that is made wait as long as all tests do."""

    def made(**options: Any) -> Any:
        one = make(**options)
        one.set_default_timeout(LIMIT_SECONDS * 1000)
        return one

    return made


@pytest.fixture(scope="session", params=[webdriver.firefox, webdriver.webkit], ids=["firefox", "webkit"])
def started_engine(
    request: pytest.FixtureRequest, need: Callable[[str], str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[webdriver.Browser]:
    with request.param(tmp_path_factory.mktemp("home"), need) as browser:
        yield browser


# Of the last page that a test has looked at; each test has a site, and so an origin, of its own.
FORGET = """try {
      localStorage.clear();
      navigator.serviceWorker?.getRegistrations().then((all) => all.forEach((one) => one.unregister()));
    } catch {}"""


@pytest.fixture
def engine(started_engine: webdriver.Browser) -> Iterator[webdriver.Browser]:
    """Firefox, then WebKit, as if just started: that takes five seconds of processor."""
    started_engine.open("about:blank")
    started_engine.resize(1200, 800)
    yield started_engine
    started_engine.run(FORGET)
    for file in started_engine.downloads.glob("[!.]*"):
        if file.is_file():
            file.unlink()


@pytest.fixture(scope="session")
def served_site(built_copy: Path, faircopy: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SiteUnderTest]:
    """The production site, built for the address that it is served from."""
    with built_for(tmp_path_factory.mktemp("served"), built_copy, faircopy) as site:
        yield site


@pytest.fixture(scope="session")
def served_everything(
    built_copy: Path, faircopy: Run, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[SiteUnderTest]:
    """The same with a post that has one of each thing in it, and comments switched on."""
    folder = tmp_path_factory.mktemp("everything")
    with built_for(folder, site_with_everything(folder / "sources", built_copy), faircopy) as site:
        yield site
