"""`snippets try`: whom would a jail ban for this log? Whatever is in the log, the answer is plain text."""

import gzip
import json
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
        "x.log: 6 lines, of which 4 matched, 1 ignored by 'ignoreregex', 1 neither; 1 without a date",
        "jail door (a ban after 2 failures within 10 minutes) bans 1 address",
        f"  {A} at line 2, 2017-09-01 00:00:01, for an hour, until 2017-09-01 01:00:01",
        "came near, and was not banned:",
        "  192.0.2.8: 1 of 2 at line 4",
    ]


def test_the_same_as_json(trying: Trying) -> None:
    found = trying.json(LOG, "--maxretry", "3", "--ignoreip", "192.0.2.8")
    assert found["bans"] == [
        {"line": 3, "address": A, "from": "2017-09-01T00:00:02Z", "until": "2017-09-01T00:10:02Z", "seconds": 600}
    ]
    assert (found["lines"], found["matched"], found["ignored"], found["undated"]) == (6, 4, 1, 1)
    assert found["ignoreip"] == [{"line": 4, "address": "192.0.2.8", "failures": 1}]


@pytest.mark.parametrize(
    ("date", "words"),
    [
        ("Sep  1 00:00:01", ", 01 Sep 00:00:01, for 10 minutes, until 01 Sep 00:10:01"),
        ("00:00:01", ", 00:00:01, for 10 minutes, until 00:10:01"),
        ("", ", for 10 minutes"),
    ],
)
def test_of_a_time_only_what_the_log_names_is_printed(trying: Trying, date: str, words: str) -> None:
    if date.count(" ") == 0 and date:
        trying.filter("door", FILTER + "datepattern = ^%%H:%%M:%%S\n")
    log = f"{date} door: no entry for {A}\n".encode()
    assert trying(log, "--maxretry", "1")[1].splitlines()[-1] == f"  {A} at line 1{words}"
    [ban] = trying.json(log, "--maxretry", "1")["bans"]
    assert (ban["from"], ban["until"], ban["seconds"]) == (None, None, 600)


def test_a_compressed_log_is_the_same(trying: Trying) -> None:
    plain = trying(LOG)[1]
    assert trying(gzip.compress(LOG), file="x.log.gz")[1] == plain.replace("x.log", "x.log.gz")


def test_a_damaged_one_is_read_as_far_as_it_goes(trying: Trying) -> None:
    whole = gzip.compress(b"".join(b"%d %d\n" % (number, number**3) for number in range(20_000)))
    status, out, _ = trying(whole[: len(whole) // 2], file="x.gz")
    assert status == 0
    assert "the file is damaged, and was read up to line " in out


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
    assert "bans 1 address\n" in out or "note: fail2ban failed with 3 of the lines, first with line 1: " in out
    assert all(letter.isprintable() or letter == "\n" for letter in out)


def test_what_is_no_text_is_said(trying: Trying) -> None:
    status, out, _ = trying(b"PK\x03\x04\0\0" + bytes(range(256)) * 50)
    assert status == 0
    assert "note: this is no text file" in out


def test_lines_of_megabytes_do_not_fill_the_memory(trying: Trying) -> None:
    log = b"x" * (3 * MAX_LINE_BYTES) + b"\n" + LOG
    found = trying.json(log)
    assert (found["lines"], found["bans"]) == (7, [])
    assert found["notes"] == [f"1 line longer than {MAX_LINE_BYTES} bytes: the rest of each was not read"]


def test_a_line_that_fail2ban_does_not_come_to_an_end_with_is_named(
    trying: Trying, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("faircopy.snippets.checkers._fail2ban.trial.CPU_LIMIT_S", 1)
    trying.filter("slow", SLOW)
    log = f"{line(0)}\n2017-09-01 00:00:01 door: {'a' * 60} 192.0.2.7\n".encode()
    status, out, err = trying(log, name="slow")
    assert (status, out) == (1, "")
    assert err == "x.log: line 2 takes fail2ban longer than 1 seconds; the rest was not tried\n"


WRONG = {
    "no such filter": (("--maxretry", "3"), "sshdd", "there is no filter 'sshdd'; did you mean 'sshd'?"),
    "no such jail": (("--jail", "dor"), "sshd", "there is no jail 'dor'"),
    "another filter's jail": (("--jail", "nginx-http-auth"), "sshd", "uses filter 'nginx-http-auth', not 'sshd'"),
    "no number": (("--maxretry", "three"), "sshd", "maxretry: 'three' is not a whole number; write a number"),
    "code for a number": (("--findtime", "__import__('os')"), "sshd", "is not a duration; write seconds"),
    "two lines": (("--ignoreip", "192.0.2.1\nmaxretry = 1"), "sshd", "ignoreip: '=' is no address"),
    "no zone": (("--timezone", "../etc/passwd"), "sshd", "there is no time zone '../etc/passwd'"),
    "no document": (("--from", "no.md"), "sshd", "no.md"),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_usage(trying: Trying, name: str) -> None:
    options, chosen, words = WRONG[name]
    status, out, err = trying(LOG, *options, name=chosen)
    assert (status, out) == (2, "")
    assert words in err


def test_no_log(trying: Trying, tmp_path: Path) -> None:
    assert cli.main(["try", "sshd", str(tmp_path)]) == 2
    assert trying.capsys.readouterr().err == f"snippets try: there is no file '{tmp_path}'\n"


def test_the_filter_and_the_jail_of_an_article(trying: Trying, root: Path) -> None:
    post = root / "content/posts/2017/fail2ban/index.md"
    sample = [one for one in post.read_text().splitlines() if one.startswith("203.0.113.24 - -")]
    found = trying(("\n".join(sample) + "\n").encode(), "--from", str(post), name="apache-numeric")[1]
    assert "203.0.113.24 at line 3, 2017-08-31 12:51:59, for an hour, until 2017-08-31 13:51:59" in found


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
