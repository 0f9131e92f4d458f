"""The filter tool's matcher against fail2ban-regex, on logs of 100,000 lines; and the size of what a page loads.

    .venv/bin/python benchmarks/filter_tool.py [LINES]

Both read the same made-up log, one after the other: of sshd, half of it other messages; of a web server with the
filter of the article on fail2ban, a third of it scans. Seconds are of processor, with the start of each program. The
matcher also counts the bans.
"""

import gzip
import json
import random
import resource
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import stockfilters
from faircopy.filter_tool.assets import LOADED_WHEN_OPENED, read_assets
from faircopy.filter_tool.script import matcher_script
from faircopy.markdown.document import Document, read_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.jobs import Settings
from faircopy.snippets.pages.filter_tools import with_filter_tools
from faircopy.snippets.pages.rendered import verified_documents
from faircopy.snippets.sandbox.runner import Sandbox, working_kind

LINES = 100_000
ARTICLE = ROOT / "content/posts/2017/fail2ban/index.md"
NUMBERS = {
    "name": "x",
    "maxretry": 5,
    "findtime": 600,
    "bantime": 600,
    "ignoreip": [],
    "usedns": "no",
    "increment": None,
}
RUN = """
const [data, jail, log] = process.argv.slice(1).map((path) => require("fs").readFileSync(path, "utf8"));
const matcher = FilterTool.createMatcher(JSON.parse(data)), failures = new FilterTool.FailureList();
let matched = 0;
log.split("\\n").slice(0, -1).forEach((line, index) => {
  const result = matcher.match(line);
  if (result.kind === "matched") { matched++; failures.add(index + 1, result); }
});
console.log(matched, FilterTool.replay(failures, JSON.parse(jail)).bans.length);
"""
OTHER = "host CRON[4711]: pam_unix(cron:session): session opened for user root by (uid=0)"


def ssh_log(number: int, source: random.Random) -> list[str]:
    own = [line[16:] for line in stockfilters.own_lines("sshd") if line[:3].isalpha() and line[15:16] == " "]
    now, lines = datetime(2026, 3, 1, tzinfo=UTC), []
    for _ in range(number):
        now += timedelta(seconds=source.random() * 8)
        lines.append(f"{now:%b} {now.day:2} {now:%H:%M:%S} {source.choice(own) if source.random() < 0.5 else OTHER}")
    return lines


def web_log(number: int, source: random.Random) -> list[str]:
    now, lines = datetime(2026, 3, 1, tzinfo=UTC), []
    for _ in range(number):
        now += timedelta(seconds=source.random() * 8)
        address = f"203.0.{source.randrange(113, 115)}.{source.randrange(256)}"
        url = "http://198.51.100.7/x" if source.random() < 1 / 3 else f"/page/{source.randrange(999)}"
        request = f'"GET {url} HTTP/1.1" 200 1234 "-" "Mozilla/5.0 (X11; Linux x86_64)"'
        lines.append(f"{address} - - [{now:%d/%b/%Y:%H:%M:%S} +0000] {request}")
    return lines


def processor_seconds(command: Sequence[str]) -> tuple[float, str]:
    """Return how long a program has used the processor, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, done.stdout


def article_data() -> tuple[str, str]:
    """Return the data of the article's filter, and the filter."""
    document = read_document(ARTICLE)
    if not isinstance(document, Document):
        raise SystemExit(f"{ARTICLE} cannot be read")
    (verified,) = verified_documents([document], check_documents([document], Settings()).checked)
    (offered,) = with_filter_tools(verified)[1].filters
    filters = [one.snippet.code for one in verified.fences if one.id == offered.fence and one.snippet]
    return offered.data, filters[0]


def sshd_data() -> str:
    with Sandbox(working_kind()) as sandbox:
        ((name, compiled, _),) = stockfilters.answers(sandbox, {"sshd": ["x"]})
    return json.dumps(stockfilters.data_of(name, compiled), ensure_ascii=False, separators=(",", ":"))


def compare(title: str, data: str, filter_path: str, lines: list[str], folder: Path) -> None:
    paths = {name: folder / name for name in ("data", "jail", "log")}
    for path, text in zip(paths.values(), (data, json.dumps(NUMBERS), "\n".join(lines) + "\n"), strict=True):
        path.write_text(text, encoding="utf-8")
    log = str(paths["log"])
    slow, _ = processor_seconds(["fail2ban-regex", "--usedns", "no", "--no-check-all", log, filter_path])
    fast, said = processor_seconds(["node", "-e", f"{matcher_script()}\n{RUN}", *map(str, paths.values())])
    matched, bans = said.split()
    found = f"{matched} of {len(lines)} lines match, {bans} bans"
    print(f"{title:<10} fail2ban-regex {slow:6.2f} s, matcher {fast:5.2f} s, {slow / fast:5.1f} times as fast; {found}")


def main(number: int) -> None:
    source = random.Random(18)  # noqa: S311  # the same logs each time
    article, code = article_data()
    sshd = sshd_data()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "article.conf").write_text(code, encoding="utf-8")
        compare("sshd", sshd, "/etc/fail2ban/filter.d/sshd.conf", ssh_log(number, source), folder)
        compare("article", article, str(folder / "article.conf"), web_log(number, source), folder)
    files = read_assets().files
    weights = {
        "script, opened": [files[name] for name in LOADED_WHEN_OPENED],
        "script, all": [data for name, data in files.items() if name.endswith(".js")],
        "article's data": [article.encode()],
        "sshd's data": [sshd.encode()],
    }
    for title, parts in weights.items():
        packed = sum(len(gzip.compress(data, 9, mtime=0)) for data in parts)
        print(f"{title:<16} {sum(map(len, parts)):6} bytes, gzip {packed:5}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else LINES)
