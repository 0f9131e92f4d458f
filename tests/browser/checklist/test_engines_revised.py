"""A list that its editor changes, in Firefox and in WebKit: answers come along, and what has changed is told."""

from pathlib import Path

import pytest

from anysite import built
from checklistpage import SMALL, served_checklists
from faircopy.checklists.cli import main
from webdriver import Browser

pytestmark = pytest.mark.slow

READY = 'document.querySelector("checklist-app")?.dataset.ready !== undefined'
NOTICES = "[...document.querySelectorAll('.notices > *')].map((each) => each.className).join()"
# What each question has for an answer, and what is said of it.
ANSWERS = """Object.fromEntries([...document.querySelectorAll("fieldset")].map((box) =>
    [box.id, box.querySelector("input:checked")?.value ?? ""]))"""
SAID = "document.querySelector('#{} .alert')?.innerText ?? ''"


def change(post: Path) -> None:
    """Reword a question, move one, split one, drop one and add one, and record it."""
    text = post.read_text(encoding="utf-8")
    moved = "- [ ] How long do DNS answers live? {#dns-time}\n"
    parts = "- [ ] Who has access? {#who-has-access}\n- [ ] Who has the keys? {#who-has-keys}\n"
    for old, new in (
        ("last restored?", "last restored, and how long did it take?"),
        (moved, ""),
        ("- [ ] Who knows the root password? {#who-knows}\n", parts),
        ("- [ ] What is the way back, and until when? {#way-back}\n", moved),
    ):
        assert old in text
        text = text.replace(old, new)
    post.write_text(f"{text.rstrip()}\n- [ ] Is the weather looked at? {{#weather}}\n", encoding="utf-8")
    became = ("--split", "who-knows=who-has-access,who-has-keys", "--retire", "way-back")
    assert main(["record", str(post), *became]) == 0


def expect_brought_along(engine: Browser) -> None:
    assert engine.run(f"return {ANSWERS}") == {
        "restored": "partly",
        "who-has-access": "partly",
        "who-has-keys": "partly",
        "dns-time": "partly",
        "dns-owner": "partly",
        "watching": "partly",
        "weather": "",
    }
    assert engine.run(f"return {SAID.format('restored')}").startswith("The question has changed since you answered.")
    for name in ("who-has-access", "who-has-keys"):
        assert engine.run(f"return {SAID.format(name)}").startswith("This answers an older question.")
    assert [engine.run(f"return {SAID.format(name)}") for name in ("dns-time", "watching", "weather")] == [""] * 3


def test_a_changed_list_brings_the_answers_along(engine: Browser, tmp_path: Path) -> None:
    post = tmp_path / "content/posts/2017/moving-a-server/index.md"
    with served_checklists(tmp_path) as site:
        engine.open(site.small)
        engine.wait(READY)
        for name in engine.run(f"return {ANSWERS}"):
            engine.click(f"#{name} .answers label:nth-child(2)")
            engine.wait(f'({ANSWERS})["{name}"] === "partly"')
        engine.run("navigator.serviceWorker.ready.then(() => { window.kept = true; })")
        engine.wait("window.kept")
        change(post)
        built(tmp_path, SITEURL=site.url)
        engine.open("about:blank")
        engine.open(f"{site.url}/{SMALL}")
        engine.wait(f"{READY} && {NOTICES} === 'revised'")
        expect_brought_along(engine)
        # The page is the new one, so its worker has taken over, and nobody is asked to load it again.
        engine.wait("caches.keys().then((keys) => { window.builds = keys.length; }) && window.builds === 1")
        assert engine.run(f"return {NOTICES}") == "revised"
        engine.click("#restored .alert button")
        engine.wait(f"({SAID.format('restored')}) === ''")
    # The server is gone: what is left is the new page as well.
    engine.open(f"{site.url}/{SMALL}")
    engine.wait(f'{READY} && ({ANSWERS})["weather"] === "" && ({ANSWERS})["restored"] === "partly"')
