"""`snippets try`: whom would a jail ban for this log? Whatever is in the log, the answer is plain text."""

import gzip
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from faircopy.snippets import cli
from faircopy.snippets.try_log.log_file import MAX_LINE_BYTES, LogFile

pytestmark = pytest.mark.slow

A = "192.0.2.7"
FILTER = "[Definition]\nfailregex = ^ door: no entry for <HOST>$\nignoreregex = for 192\\.0\\.2\\.1$\n"
ANY = "[Definition]\nfailregex = ^ door: no entry for <F-ID>.*</F-ID>$\n"
SLOW = "[Definition]\nfailregex = ^ door: (?:[a-z]+)*! <HOST>$\n"


@pytest.fixture(autouse=True, scope="module")
def _installed(need: Callable[[str], str]) -> None:
    need("fail2ban-client")


def line(seconds: int, address: str = A) -> str:
    return f"2017-09-01 00:00:{seconds:02} door: no entry for {address}"


class Trying:
    """A folder with a filter and a log."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.capsys = capsys
        self.filter("door", FILTER)

    def filter(self, name: str, text: str) -> None:
        (self.folder / f"{name}.conf").write_text(text)

    def __call__(self, log: bytes, *options: str, name: str = "door", file: str = "x.log") -> tuple[int, str, str]:
        path = self.folder / file
        path.write_bytes(log)
        conf = self.folder / f"{name}.conf"
        status = cli.main(["try", str(conf) if conf.exists() else name, str(path), "--timezone", "Etc/UTC", *options])
        out, err = self.capsys.readouterr()
        return status, out.replace(f"{self.folder}/", ""), err.replace(f"{self.folder}/", "")

    def json(self, log: bytes, *options: str) -> dict[str, Any]:
        status, out, err = self(log, *options, "--format", "json")
        assert (status, err) == (0, "")
        found: dict[str, Any] = json.loads(out)
        return found


@pytest.fixture
def trying(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Trying:
    return Trying(tmp_path, capsys)


LOG = "\n".join([line(0), line(1), line(2), line(3, "192.0.2.8"), line(4, "192.0.2.1"), " door: open", ""]).encode()


def test_all_that_became_of_a_log_is_said(trying: Trying) -> None:
    status, out, err = trying(LOG, "--maxretry", "2", "--bantime", "1h", "--ignoreip", "192.0.2.9")
    assert (status, err) == (0, "")
    assert out.splitlines() == [
        "x.log: 6 lines. 4 matched, 1 ignored by ignoreregex, 1 neither; 1 without a date.",
        "Jail door (maxretry = 2, findtime = 10m) bans 1 address. That keeps out 1 line of theirs.",
        "",
        "Bans",
        f"  {A}: from 2017-09-01 00:00:01 until 2017-09-01 01:00:01; lines kept out: 1; lines 1, 2",
        "",
        "Addresses in lines that match",
        f"  {A}: 3 match, 0 left alone; first 2017-09-01 00:00:00, last 2017-09-01 00:00:02; bans: 1",
        "  192.0.2.8: 1 match, 0 left alone; first 2017-09-01 00:00:03, last 2017-09-01 00:00:03; bans: 0",
        "",
        "Came near",
        "  192.0.2.8: 1 of 2; line 4",
        "",
        "Lines that match nothing",
        "  1 line, as line 6:  door: open",
    ]


def test_the_same_as_json(trying: Trying) -> None:
    found = trying.json(LOG, "--maxretry", "3", "--ignoreip", "192.0.2.8")
    times = {"from": "2017-09-01T00:00:02Z", "until": "2017-09-01T00:10:02Z", "seconds": 600}
    assert found["bans"] == [{"line": 3, "address": A, **times, "lines": [1, 2, 3], "kept_out": 0}]
    assert (found["lines"], found["matched"], found["ignored"], found["undated"]) == (6, 4, 1, 1)
    assert found["ignoreip"] == [{"line": 4, "address": "192.0.2.8", "failures": 1}]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("Sep  1 00:00:01", "from 01 Sep 00:00:01 until 01 Sep 00:10:01"),
        ("00:00:01", "from 00:00:01 until 00:10:01"),
        ("", "from no date until no date"),
    ],
)
def test_of_a_time_only_what_the_log_names_is_printed(trying: Trying, date: str, words: str) -> None:
    if date.count(" ") == 0 and date:
        trying.filter("door", FILTER + "datepattern = ^%%H:%%M:%%S\n")
    log = f"{date} door: no entry for {A}\n".encode()
    assert trying(log, "--maxretry", "1")[1].split("Bans\n")[1].startswith(f"  {A}: {words}; ")
    [ban] = trying.json(log, "--maxretry", "1")["bans"]
    assert (ban["from"], ban["until"], ban["seconds"]) == (None, None, 600)


def test_a_compressed_log_is_the_same(trying: Trying) -> None:
    plain = trying(LOG)[1]
    assert trying(gzip.compress(LOG), file="x.log.gz")[1] == plain.replace("x.log", "x.log.gz")


def test_a_damaged_one_is_read_as_far_as_it_goes(trying: Trying) -> None:
    whole = gzip.compress(b"".join(b"%d %d\n" % (number, number**3) for number in range(20_000)))
    status, out, _ = trying(whole[: len(whole) // 2], file="x.gz")
    assert status == 0
    assert "note: The file is damaged, and could be unpacked up to line " in out


HOSTILE = {
    "markup": "<script>alert(1)</script>",
    "bidi": "\u202emoc.elpmaxe\u202c",
    "a terminal's orders": "\x1b[2J\x1b]0;x\x07",
    "NUL": "a\0b",
    "no UTF-8": "\udcff",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_is_banned_can_be_seen(trying: Trying, name: str) -> None:
    trying.filter("any", ANY)
    log = f"{line(0, HOSTILE[name])}\n".encode("utf-8", "surrogateescape") * 3
    status, out, err = trying(log, "--maxretry", "2", name="any")
    assert (status, err) == (0, "")
    # fail2ban itself cannot process what has a NUL or a wrong network in it, and leaves the line out.
    assert "bans 1 address." in out or "note: fail2ban failed with 3 of the lines, first with line 1: " in out
    assert all(letter.isprintable() or letter == "\n" for letter in out)


def test_what_is_no_text_is_said(trying: Trying) -> None:
    status, out, _ = trying(b"PK\x03\x04\0\0" + bytes(range(256)) * 50)
    assert status == 0
    assert "note: This is no plain log (zip). Its bytes were tried as lines all the same" in out


def test_lines_of_megabytes_do_not_fill_the_memory(trying: Trying) -> None:
    log = b"x" * (3 * MAX_LINE_BYTES) + b"\n" + LOG
    found = trying.json(log)
    assert (found["lines"], found["bans"]) == (7, [])
    assert found["notes"] == [f"1 line of more than {MAX_LINE_BYTES:,} characters: the rest was not read."]


def slow_log(number: int) -> bytes:
    """Return a log in which every other line takes the filter SLOW for ever."""
    slow = [
        f"2017-09-01 00:00:{1 + index:02} door: {'a' * 60} 192.0.2.7\n{line(1 + index)}\n" for index in range(number)
    ]
    return "".join(slow).encode()


def test_a_line_that_takes_too_long_is_named_and_left_out(trying: Trying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faircopy.snippets.checkers._fail2ban.trial.LINE_LIMIT_S", 0.2)
    trying.filter("slow", SLOW + "            ^ door: no entry for <HOST>$\n")
    status, out, err = trying(slow_log(3), "--maxretry", "3", name="slow")
    assert (status, err) == (0, "")
    assert out.splitlines()[:4] == [
        "x.log: 6 lines. 3 matched, 0 ignored by ignoreregex, 0 neither; 0 without a date.",
        *(f"note: Line {number} took longer than 2 seconds, and was left out." for number in (1, 3, 5)),
    ]
    assert "bans 1 address." in out


def test_after_twenty_of_them_it_stops(trying: Trying, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("faircopy.snippets.checkers._fail2ban.trial.LINE_LIMIT_S", 0.1)
    monkeypatch.setattr("faircopy.snippets.checkers._fail2ban.trial.BATCH_LINES", 10)
    trying.filter("slow", SLOW)
    status, out, err = trying(slow_log(22), name="slow")
    assert (status, err) == (1, "")
    assert "x.log: 40 lines. 0 matched" in out
    assert "Stopped, because too many lines took too long." in out


WRONG = {
    "no such filter": (("--maxretry", "3"), "sshdd", "there is no filter 'sshdd'; did you mean 'sshd'?"),
    "no such jail": (("--jail", "dor"), "sshd", "there is no jail 'dor'"),
    "another filter's jail": (("--jail", "nginx-http-auth"), "sshd", "uses filter 'nginx-http-auth', not 'sshd'"),
    "no number": (("--maxretry", "three"), "sshd", "maxretry: 'three' is not a whole number; write a number"),
    "code for a number": (("--findtime", "__import__('os')"), "sshd", "is not a duration; write seconds"),
    "two lines": (("--ignoreip", "192.0.2.1\nmaxretry = 1"), "sshd", "ignoreip: '=' is not an address"),
    "no zone": (("--timezone", "../etc/passwd"), "sshd", "there is no time zone '../etc/passwd'"),
    "no document": (("--from", "no.md"), "sshd", "no.md"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage(trying: Trying, name: str) -> None:
    options, chosen, words = WRONG[name]
    status, out, err = trying(LOG, *options, name=chosen)
    assert (status, out) == (2, "")
    assert words in err


UNREADABLE = {
    "a folder for a log": (["sshd", "{}"], "'{}' is a folder, and no log; give the path of one, plain or"),
    "no log": (["sshd", "{}/no.log"], "there is no log '{}/no.log'; give the path of one, plain or"),
    "a device": (["sshd", "/dev/zero"], "'/dev/zero' is a device, and no log; give the path of one, plain or"),
    "below a file": (["sshd", "{}/x.log/y"], "there is no log '{}/x.log/y'; give the path of one, plain or"),
    "a name too long": (["sshd", "x" * 300], "file name too long; use a shorter name"),
    "no filter": (["../../x", "{}/x.log"], "there is no filter '../../x'; give the path of its '.conf' file, or"),
    "a folder for a filter": (["{}/", "{}/x.log"], "'{}' is a folder, and no filter; give the path of its '.conf'"),
    "the log for the filter": (["{}/bad.conf", "{}/x.log"], "'{}/bad.conf' is no filter, but a binary file; give"),
    "no article": (["x", "{}/x.log", "--from", "{}/no.md"], "there is no Markdown file '{}/no.md'; give the path of"),
    "another article": (["x", "{}/x.log", "--from", "{}/a.md"], "'{}/a.md' has no file of fail2ban's; name one that"),
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_cannot_be_read_is_named_with_a_remedy(trying: Trying, tmp_path: Path, name: str) -> None:
    (tmp_path / "x.log").write_bytes(LOG)
    (tmp_path / "bad.conf").write_bytes(gzip.compress(LOG) + b"\0")
    (tmp_path / "a.md").write_text("Title: x\n\nNothing.\n")
    arguments, words = UNREADABLE[name]
    assert cli.main(["try", *(one.format(tmp_path) for one in arguments)]) == 2
    out, err = trying.capsys.readouterr()
    assert out == ""
    assert err.startswith("snippets try: ")
    assert words.format(tmp_path) in err


def test_a_pipe_is_a_log(tmp_path: Path) -> None:
    (tmp_path / "x.log").write_bytes(LOG)
    (tmp_path / "door.conf").write_text(FILTER)
    command = f"faircopy snippets try {tmp_path}/door.conf <(cat {tmp_path}/x.log) --timezone Etc/UTC"
    done = subprocess.run(
        ["bash", "-c", f"'{sys.executable}' -m {command}"], capture_output=True, text=True, check=True
    )
    assert "6 lines. 4 matched" in done.stdout


ARTICLE = f"""Title: A
Date: 2017-09-01

```{{.ini file="/etc/fail2ban/filter.d/gate.conf"}}
{FILTER}```

```{{.ini file="/etc/fail2ban/jail.local"}}
[gate]
enabled = true
filter = gate
bantime = 3600
maxretry = 3
```
"""


def test_the_filter_and_the_jail_of_an_article(trying: Trying) -> None:
    post = trying.folder / "a.md"
    post.write_text(ARTICLE)
    found = trying("".join(f"{line(second)}\n" for second in range(8)).encode(), "--from", str(post), name="gate")[1]
    assert f"{A}: from 2017-09-01 00:00:02 until 2017-09-01 01:00:02; lines kept out: 5; lines 1, 2, 3" in found


CHANGES = {  # the clocks of Europe/Berlin in 2017: the failures are one minute apart, or an hour
    "in spring": (["2017-03-26 01:59:30", "2017-03-26 03:00:30"], 1),
    "in autumn": (["2017-10-29 02:59:30", "2017-10-29 02:00:30"], 1),
    "not then": (["2017-03-25 01:59:30", "2017-03-25 03:00:30"], 0),
}


@pytest.mark.parametrize("name", CHANGES)
def test_daylight_saving_time(trying: Trying, name: str) -> None:
    dates, bans = CHANGES[name]
    log = "".join(f"{date} door: no entry for {A}\n" for date in dates).encode()
    found = trying.json(log, "--maxretry", "2", "--findtime", "5m", "--timezone", "Europe/Berlin")
    assert len(found["bans"]) == bans


def test_a_log_is_read_as_it_comes(tmp_path: Path) -> None:
    path = tmp_path / "x.log"
    path.write_bytes(b"a\r\nb\n\nc")
    seen: list[tuple[int, int]] = []
    assert list(LogFile(path, lambda *one: seen.append(one)).lines()) == ["a", "b", "", "c"]
    assert seen[0][1] == 7
