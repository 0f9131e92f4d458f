"""The numbers of lines that a reader sees are those of fail2ban-regex."""

import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

import stockfilters
from faircopy.filter_tool.script import published_scripts
from faircopy.snippets.checkers._fail2ban.client import ask
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from nodejs import in_node

pytestmark = pytest.mark.slow

# The Worker that reads a log, as a page makes it.
READ = (
    "const said = []; globalThis.self = globalThis; globalThis.postMessage = (one) => said.push(one);\n"
    + published_scripts()["matcher.js"]
    + published_scripts()["reader.js"]
    + """
globalThis.postMessage = (one) => {
  if (one.name === "batch") said.push(one.counts);
  if (one.name === "ended") process.stdout.write(JSON.stringify(said));
};
const task = { zone: "UTC", names: false, from: 1, slow: [], careful: false };
onmessage({ data: { ...input, ...task, file: new Blob([input.text]) } });
"""
)
MADE = """[Definition]
failregex = ^ <HOST> bad$
            ^ <F-MLFID>s\\d</F-MLFID> <F-NOFAIL>from</F-NOFAIL> <HOST>$
            ^ <F-MLFID>s\\d</F-MLFID> failed$
ignoreregex = ^ 192\\.0\\.2\\.
"""
LINES = (
    *("203.0.113.7 bad", "a.example bad", "192.0.2.1 bad", "203.0.113.7 good", "2001:db8::1 bad", "192.0.2.1 good"),
    *("s1 from 203.0.113.8", "s1 failed", "s2 failed", "s2 from 203.0.113.9", "s3 from a.example", "s3 failed"),
)


def by_fail2ban(lines: Sequence[str], filter_file: Path, folder: Path) -> tuple[int, ...]:
    """Return how many lines match, are ignored, and are missed."""
    log = folder / "test.log"
    log.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = ["fail2ban-regex", "--usedns", "no", "--no-check-all", str(log), str(filter_file)]
    environment = {"TZ": "UTC", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    found = re.search(r"Lines: \d+ lines, (\d+) ignored, (\d+) matched, (\d+) missed", done.stdout)
    assert found, done.stdout
    return int(found[2]), int(found[1]), int(found[3])


def test_the_numbers_are_those_of_fail2ban_regex(tmp_path: Path) -> None:
    made = tmp_path / "made.conf"
    made.write_text(MADE)
    dated = [f"2026-03-01 10:00:00 {line}" for line in LINES]
    cases = [("made", made, dated)]
    for name in ("sshd", "dovecot", "postfix", "nginx-http-auth", "asterisk"):
        own = [line for line in stockfilters.own_lines(name) if not line.startswith("#")]
        cases.append((name, Path(f"/etc/fail2ban/filter.d/{name}.conf"), own))
    request = {"files": {"filter.d/made.conf": MADE}, "filters": [], "actions": [], "jails": [], "logs": []}
    with Sandbox(working_kind()) as sandbox:
        compiled = ask(sandbox, {**request, "compile": [name for name, *_ in cases], "seconds": 60})["compiled"]
    for name, file, lines in cases:
        data = stockfilters.data_of(name, compiled[name])
        batches = in_node(READ, {"data": data, "text": "".join(f"{line}\n" for line in lines)})
        counts = {kind: sum(batch[kind] for batch in batches) for kind in batches[0]}
        matched, ignored = counts["matched"], counts["ignored"]
        expected = by_fail2ban(lines, file, tmp_path)
        assert (matched, ignored, len(lines) - matched - ignored) == expected, name
        assert sum(counts[kind] for kind in ("matched", "ignored", "harmless", "missed", "undated")) == len(lines)
