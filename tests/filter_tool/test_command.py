"""The command `snippets try` finds what the tool in a page finds, and says it in the same words."""

import json
import random
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import stockfilters
from faircopy.filter_tool.assets import TEMPLATES
from faircopy.filter_tool.script import published_scripts
from faircopy.filter_tool.words import english_sentences
from faircopy.snippets import cli
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from faircopy.snippets.try_log import report
from filterlogs import LOG
from nodejs import in_node
from server_log import server_log

pytestmark = pytest.mark.slow

NUMBERS = {"maxretry": 3, "findtime": 600, "bantime": 3600, "ignoreip": ["192.0.2.12", "2001:db8:bad::1"]}
JAIL = {**NUMBERS, "name": "j", "usedns": "no", "increment": None}
# Both Workers, as a page makes them, each in a world of its own.
PAGE = """
const vm = require("vm");
function worker(scripts, hear) {
  const self = { postMessage: hear, performance, Blob, TextDecoder, ReadableStream, setTimeout };
  self.self = vm.createContext(self);
  self.reportError = (error) => { throw error; };
  vm.runInContext(scripts, self);
  return self;
}
const [matcher, readerSource, judgeSource] = input.scripts;
const options = { data: input.data, zone: "UTC", names: false };
const batches = [], said = [];
const judge = worker(matcher + judgeSource, (one) => said.push(one));
async function ended() {
  const groups = new Map();
  for (const batch of batches) {
    judge.onmessage({ data: { name: "take", batch } });
    for (const [shape, many, line, text] of batch.groups) {
      const group = groups.get(shape);
      if (group) group.many += many;
      else groups.set(shape, { many, line, text });
    }
  }
  judge.onmessage({ data: { name: "replay", jail: input.jail, most: 1e6, id: 1 } });
  const judgement = said.at(-1);
  for (const group of groups.values()) {
    judge.onmessage({ data: { name: "explain", text: group.text, ...options } });
    group.explained = said.at(-1).explained;
  }
  const sum = (kind) => batches.reduce((all, { counts }) => all + counts[kind], 0);
  const counts = Object.fromEntries(Object.keys(batches[0].counts).map((kind) => [kind, sum(kind)]));
  const missing = Math.max(...batches.map((batch) => batch.missing));
  process.stdout.write(JSON.stringify({ ...judgement, missing, groups: [...groups.values()], counts }));
}
const reader = worker(matcher + readerSource, (one) => one.name === "batch" ? batches.push(one) : ended());
reader.onmessage({ data: { ...options, file: new Blob([input.text]), from: 1, slow: [], careful: false } });
"""
# Requests for a bare address, which scanners send.
NUMERIC = r"""[Definition]
failregex = ^<HOST> -[^"]*"(?:GET|POST|HEAD) http://\d{1,3}(?:\.\d{1,3}){3}[:/ ]
"""
MADE = """[Definition]
failregex = ^ <HOST> bad(?: <F-USER>\\w+</F-USER>)? at (?:home|work)$
            ^ <F-MLFID>s\\d</F-MLFID> <F-NOFAIL>from</F-NOFAIL> <HOST>$
            ^ <F-MLFID>s\\d</F-MLFID> failed$
            ^ door: no entry for <HOST>$
ignoreregex = ^ 192\\.0\\.2\\.
"""
PIECES = (
    *("203.0.113.7 bad at home", "203.0.113.7 bad joe at work", "a.example bad at home", "192.0.2.1 bad at home"),
    *("203.0.113.7 bad at sea", "203.0.113.7 good", "2001:db8::1 bad at home", "192.0.2.1 good", "door: no entry"),
    *("s1 from 203.0.113.8", "s1 failed", "s2 failed", "s2 from 203.0.113.9", "s3 from a.example", "s3 failed"),
    *("door: no entry for 192.0.2.12", "door: no entry for 10.0.0.9", "door: no entry for x.example", "", "é\u202e"),
    *("<b>no line</b> of 198.51.100.3", "2001:DB8::1 is not bad", "door: no entry for ::ffff:203.0.113.7"),
)


@pytest.fixture(autouse=True, scope="module")
def _installed(need: Callable[[str], str]) -> None:
    need("fail2ban-client")


def made_log(number: int) -> list[str]:
    """Return lines with dates that also go back, stand still, and are not there."""
    source = random.Random(18)  # noqa: S311  # the same lines each time
    now, lines = 1_000_000, ["203.0.113.7 bad at home", "10.0.0.9 good", " door: no entry for 192.0.2.33", " trace"]
    for _ in range(number):
        now += source.choice((0, 1, 20, 200, 2000, -30, -4000))
        day, rest = divmod(now, 86400)
        date = f"2026-03-{1 + day % 28:02} {rest // 3600:02}:{rest // 60 % 60:02}:{rest % 60:02}"
        lines.append(f"{date if source.random() < 0.95 else ''} {source.choice(PIECES)}")
    return [*lines, "2026-03-29 10:00:00 198.51.100.77 bad at home"]


NO_ENTRY = "door: no entry for 10.0.0.9"
CASES: dict[str, Callable[[], tuple[str | None, Sequence[str]]]] = {
    "a server's": lambda: (NUMERIC, [*server_log(4000)]),
    "hostile": lambda: (NUMERIC, LOG.split("\n")[:-1] * 3),
    "made": lambda: (MADE, made_log(1500)),
    "sshd": lambda: (None, stockfilters.own_lines("sshd")),
    "dovecot": lambda: (None, stockfilters.own_lines("dovecot")),
    "undated": lambda: (MADE, [f" {NO_ENTRY}", " 10.0.0.9 good", *[f" {NO_ENTRY}"] * 3]),
    "without a year": lambda: (MADE, [f" {NO_ENTRY}", " trace", *[f"Dec 31 10:00:00 {NO_ENTRY}"] * 2]),
}


def by_page(name: str, files: dict[str, str], lines: Sequence[str]) -> Any:
    request = {"files": files, "filters": [], "actions": [], "jails": [], "logs": [], "compile": [name], "seconds": 60}
    with Sandbox(working_kind()) as sandbox:
        data = stockfilters.data_of(name, ask(sandbox, request)["compiled"][name])
    scripts = [published_scripts()[f"{one}.js"] for one in ("matcher", "reader", "judge")]
    text = "".join(f"{line}\n" for line in lines)
    return in_node(PAGE, {"scripts": scripts, "data": data, "jail": JAIL, "text": text})


def by_command(filter_name: str, log: Path, capsys: pytest.CaptureFixture[str], *options: str) -> str:
    numbers = [f"--{key}={' '.join(value) if isinstance(value, list) else value}" for key, value in NUMBERS.items()]
    assert cli.main(["try", filter_name, str(log), "--timezone", "Etc/UTC", *numbers, *options]) == 0
    return capsys.readouterr().out


@pytest.mark.parametrize("case", CASES)
def test_the_command_finds_what_the_page_finds(
    case: str, tmp_path: Path, need: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    need("node")
    text, lines = CASES[case]()
    name = "made" if text else case
    file = tmp_path / "made.conf"
    file.write_text(text or "", encoding="utf-8")
    log = tmp_path / "x.log"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8", newline="")
    page = by_page(name, {"filter.d/made.conf": text} if text else {}, lines)
    command = json.loads(by_command(str(file) if text else name, log, capsys, "--format", "json"))

    assert (command["matched"], command["ignored"], command["undated"]) == tuple(
        page["counts"][kind] for kind in ("matched", "ignored", "dateless")
    )
    assert [(ban["address"], ban["lines"], ban["seconds"], ban["kept_out"]) for ban in command["bans"]] == [
        (ban["address"], ban["lines"], ban["until"] and ban["until"] - ban["at"], ban["spared"]) for ban in page["bans"]
    ]
    is_whole = page["missing"] == 0
    assert [ban["from"] for ban in command["bans"]] == [(is_whole and iso(ban["at"])) or None for ban in page["bans"]]
    assert page["bans"] or case == "dovecot"
    assert [(one["address"], one["failures"], one["lines"]) for one in command["near"]] == [
        (one["address"], one["failures"], one["lines"]) for one in page["near"]
    ]
    assert [(one["address"], one["failures"]) for one in command["ignoreip"]] == [
        (one["address"], one["failures"]) for one in page["ignored"]
    ]
    assert sorted(
        (one["address"], one["matched"], one["left_alone"], one["bans"], one["first"] or "", one["last"] or "")
        for one in command["addresses"]
    ) == sorted(
        (one["address"], one["matched"], one["others"], one["bans"])
        + ((iso(one["first"]), iso(one["last"])) if is_whole else ("", ""))
        for one in page["people"]
    )
    assert sorted((one["address"], one["why"], one["lines"]) for one in command["doubts"]) == sorted(
        (one["address"], one["why"], one["examples"]) for one in page["doubts"]
    )
    groups = {one["line"]: (one["many"], *explained(one)) for one in page["groups"]}
    listed = [*command["nearly"], *command["unmatched"]]
    assert {
        one["line"]: (one["lines"], len(one.get("matched", "")), one.get("stopped_by", "")) for one in listed
    } == groups
    assert groups


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def explained(group: dict[str, Any]) -> tuple[int, str]:
    found = group["explained"]
    return (found["matchedUpTo"], found["part"]) if found else (0, "")


def test_the_text_has_the_headings_of_the_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, log = tmp_path / "made.conf", tmp_path / "x.log"
    file.write_text(MADE)
    log.write_text("".join(f"{line}\n" for line in made_log(1500)), encoding="utf-8")
    text = by_command(str(file), log, capsys)
    form = (TEMPLATES / "filter_tool/form.html").read_text(encoding="utf-8")
    headings = re.findall(r'section\("\w+", _\("(.*?)"\)', form)
    assert len(headings) == 7
    # Of each there is something in this log.
    assert [line for line in text.splitlines() if line in headings] == headings
    said = english_sentences()
    assert str(said["alone"]) in text
    assert str(said["private"]) in text
    assert report.say("named", number=2).partition("2")[2] in text
