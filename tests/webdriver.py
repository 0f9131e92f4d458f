"""Firefox and WebKit as Debian packages them, driven by the W3C's WebDriver commands.

Playwright drives Chromium; its Firefox and its WebKit are builds of its own, which are no Debian packages. Firefox is
spoken to by Marionette, which is built into it (https://firefox-source-docs.mozilla.org/testing/marionette/), WebKit by
WebKitWebDriver. Both know the same commands (https://www.w3.org/TR/webdriver2/).
"""

import http.client
import json
import os
import socket
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from children import started
from waiting import LIMIT_SECONDS, wait_until

LOOPBACK = "127.0.0.1"
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"
# Without these the window is never as narrow as a phone (they are read from the home of the test).
NARROW = "* { min-width: 0; min-height: 0; padding: 0; margin: 0; font-size: 1px }"
KEYS = {"Tab": "\ue004", "Enter": "\ue007", "Escape": "\ue00c", "Control": "\ue009", "ArrowRight": "\ue014"}
FIREFOX_PREFERENCES = {
    "app.update.enabled": False,
    "browser.download.folderList": 2,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage": "about:blank",
    "datareporting.policy.dataSubmissionEnabled": False,
    "dom.serviceWorkers.enabled": True,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "services.settings.server": "data:,",
    "toolkit.telemetry.reportingpolicy.firstRun": False,
    "marionette.port": 0,
    "toolkit.legacyUserProfileCustomizations.stylesheets": True,
}


class WebDriverError(Exception):
    """What a browser says against a command."""


class Browser(ABC):
    """A browser with one window."""

    name: str
    downloads: Path  # where it puts what is downloaded

    @abstractmethod
    def send(self, command: str, method: str, path: str, parameters: dict[str, Any]) -> Any:
        """Return what a command returns; `command` is its name in Marionette, the rest its address in WebDriver."""

    def open(self, address: str) -> None:
        self.send("WebDriver:Navigate", "POST", "url", {"url": address})

    def open_anew(self, address: str) -> None:
        """Load a page through an empty one, so that no place of an earlier visit is restored under a click."""
        self.open("about:blank")
        self.open(address)

    def run(self, script: str, *arguments: Any) -> Any:
        """Return what the body of a function returns that is run in the page."""
        return self.send("WebDriver:ExecuteScript", "POST", "execute/sync", {"script": script, "args": [*arguments]})

    def wait(self, condition: str) -> Any:
        """Return the value of an expression as soon as it is true."""
        return wait_until(lambda: self.run(f"return {condition}"), f"{self.name}: {condition}")

    def click(self, selector: str) -> None:
        """Click what a person would: the bars lie over what is at the edge of the window."""
        script = "const it = document.querySelector(arguments[0]); it.scrollIntoView({block: 'center'}); return it"
        element = self.run(script, selector)[ELEMENT]
        self.send("WebDriver:ElementClick", "POST", f"element/{element}/click", {"id": element})

    def click_text(self, text: str) -> None:
        """Click the last control with these words that can be seen, in the dialog on top if one is open."""
        script = """const top = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document;
            const all = top.querySelectorAll("button, label, summary, a");
            const fits = (each) => each.checkVisibility() && each.textContent.trim() === arguments[0];
            const it = [...all].filter(fits).at(-1); it.scrollIntoView({block: "center"}); return it"""
        element = self.run(script, text)[ELEMENT]
        try:
            self.send("WebDriver:ElementClick", "POST", f"element/{element}/click", {"id": element})
        except WebDriverError as error:
            raise WebDriverError(f"'{text}': {error}; {self.run('return [innerWidth, scrollY]')}") from None

    def type(self, selector: str, text: str) -> None:
        """Type into a field, as a person who has clicked into it."""
        element = self.run("const it = document.querySelector(arguments[0]); it.focus(); return it", selector)[ELEMENT]
        self.send("WebDriver:ElementSendKeys", "POST", f"element/{element}/value", {"id": element, "text": text})

    def accessible(self, selector: str) -> tuple[str, str]:
        """Return the role and the name that assistive technology is told."""
        element = self.run("return document.querySelector(arguments[0])", selector)[ELEMENT]
        path = f"element/{element}/computed"
        role = self.send("WebDriver:GetComputedRole", "GET", f"{path}role", {"id": element})
        label = self.send("WebDriver:GetComputedLabel", "GET", f"{path}label", {"id": element})
        return role, label

    def press(self, *keys: str) -> None:
        """Press keys one after the other; `Control+z` is two at once."""
        actions: list[dict[str, str]] = []
        for each in keys:
            values = [KEYS.get(key, key) for key in each.split("+")]
            actions += [{"type": "keyDown", "value": value} for value in values]
            actions += [{"type": "keyUp", "value": value} for value in reversed(values)]
        chain = {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]}
        self.send("WebDriver:PerformActions", "POST", "actions", chain)

    def resize(self, width: int, height: int) -> None:
        """Make the page, and not its window, so wide."""
        size = self.run("return [outerWidth - innerWidth, outerHeight - innerHeight]")
        rectangle = {"width": width + size[0], "height": height + size[1]}
        self.send("WebDriver:SetWindowRect", "POST", "window/rect", rectangle)
        self.wait(f"innerWidth === {width}")


class Firefox(Browser):
    name = "Firefox"

    def __init__(self, connection: socket.socket, downloads: Path) -> None:
        self.stream = connection.makefile("rwb")
        self.downloads, self.number = downloads, 0
        self.read()
        self.send("WebDriver:NewSession", "", "", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": True}}})

    def read(self) -> Any:
        digits = b""
        while (one := self.stream.read(1)) != b":":
            digits += one
        return json.loads(self.stream.read(int(digits)))

    def send(self, command: str, method: str, path: str, parameters: dict[str, Any]) -> Any:  # noqa: ARG002  # WebDriver's
        self.number += 1
        message = json.dumps([0, self.number, command, parameters]).encode()
        self.stream.write(b"%d:%b" % (len(message), message))
        self.stream.flush()
        _, _, error, result = self.read()
        if error:
            raise WebDriverError(f"{command}: {error['message']}")
        return result["value"] if isinstance(result, dict) and [*result] == ["value"] else result


class WebKit(Browser):
    name = "WebKit"

    def __init__(self, port: int, downloads: Path) -> None:
        self.port, self.downloads, self.session = port, downloads, ""
        options = {
            "binary": MINI_BROWSER,
            "args": ["--automation", "--javascript-can-access-clipboard=true"],
        }
        wanted = {"capabilities": {"alwaysMatch": {"webkitgtk:browserOptions": options}}}
        self.session = self.request("POST", "/session", wanted)["sessionId"]

    def request(self, method: str, path: str, parameters: dict[str, Any]) -> Any:
        with closing(http.client.HTTPConnection(LOOPBACK, self.port, timeout=LIMIT_SECONDS)) as connection:
            body = json.dumps(parameters).encode() if method == "POST" else None
            connection.request(method, path, body, {"Content-Type": "application/json"})
            value = json.loads(connection.getresponse().read())["value"]
        if isinstance(value, dict) and "error" in value:
            raise WebDriverError(f"{path}: {value['error']} {value['message']}")
        return value

    def send(self, command: str, method: str, path: str, parameters: dict[str, Any]) -> Any:  # noqa: ARG002  # Marionette's
        return self.request(method, f"/session/{self.session}/{path}", parameters)


@contextmanager
def firefox(folder: Path, need: Callable[[str], str]) -> Iterator[Browser]:
    """Start Firefox with a home and a profile of its own below `folder`."""
    profile, downloads = folder / "profile", folder / "downloads"
    profile.mkdir(parents=True)
    downloads.mkdir()
    preferences = {**FIREFOX_PREFERENCES, "browser.download.dir": str(downloads)}
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in preferences.items()]
    (profile / "chrome").mkdir()
    (profile / "chrome" / "userChrome.css").write_text(":root { min-width: 0 !important }", encoding="utf-8")
    (profile / "user.js").write_text("".join(lines), encoding="utf-8")
    command = [need("firefox-esr"), "--headless", "--marionette", "--no-remote", "--profile", str(profile)]
    port = profile / "MarionetteActivePort"
    with started(command, environment={"HOME": str(folder)}, stderr=subprocess.DEVNULL):
        wait_until(lambda: port.exists() and port.read_text().strip(), "Firefox names its port")
        with socket.create_connection((LOOPBACK, int(port.read_text())), LIMIT_SECONDS) as connection:
            yield Firefox(connection, downloads)


@contextmanager
def webkit(folder: Path, need: Callable[[str], str]) -> Iterator[Browser]:
    """Start WebKit on a screen of its own, with a home below `folder`."""
    (folder / ".config" / "gtk-3.0").mkdir(parents=True)
    (folder / ".config" / "gtk-3.0" / "gtk.css").write_text(NARROW, encoding="utf-8")
    with free_display(need) as display, reserved_port() as port:
        home = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder / ".config"), "DISPLAY": display}
        environment = {**home, "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1", "LIBGL_ALWAYS_SOFTWARE": "1"}
        with started([need("WebKitWebDriver"), f"--port={port}"], environment=environment, stderr=subprocess.DEVNULL):
            wait_until(lambda: is_open(port), "WebKitWebDriver listens")
            browser = WebKit(port, folder)
            yield browser
            browser.request("DELETE", f"/session/{browser.session}", {})


@contextmanager
def free_display(need: Callable[[str], str]) -> Iterator[str]:
    """Start a screen; it chooses a number that nobody has, and writes it to a pipe."""
    reader, writer = os.pipe()
    os.set_inheritable(writer, True)
    command = [need("Xvfb"), "-displayfd", str(writer), "-screen", "0", "1600x1200x24", "-nolisten", "tcp"]
    with started(command, stderr=subprocess.DEVNULL, pass_fds=(writer,)):
        os.close(writer)
        with os.fdopen(reader) as pipe:
            yield f":{pipe.readline().strip()}"


@contextmanager
def reserved_port() -> Iterator[int]:
    """Yield a port that a program may listen on and that nobody else is given.

    Linux lets two have a port who both allow that and of whom only one listens (socket(7), SO_REUSEADDR); who asks for
    any free port is never given it.
    """
    with closing(socket.socket()) as reserved:
        reserved.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        reserved.bind((LOOPBACK, 0))
        yield reserved.getsockname()[1]


def is_open(port: int) -> bool:
    with closing(socket.socket()) as one:
        return one.connect_ex((LOOPBACK, port)) == 0
