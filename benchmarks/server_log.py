"""A made-up log of a web server: scanners, crawlers and friends. `python benchmarks/server_log.py 200000 > access.log`.

Scanners ask for a host's bare address, in bursts or slowly; crawlers, readers, a monitor and a colleague ask for pages,
and a few of their requests look like a scanner's. `NAMES` says who is who.
"""

import random
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

LINES = 200_000
OWN_ADDRESS = "198.51.100.7"
NAMES = {
    "192.0.2.10": "the monitor, which asks for the bare address each minute",
    "192.0.2.11": "a colleague, who tries the new server by its address now and then",
    "192.0.2.12": "an office behind one address, in which somebody has an old bookmark",
}
BROWSER = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36"
CRAWLER = "Mozilla/5.0 (compatible; ExampleBot/2.1; +https://crawler.example/bot)"
BARE = f"http://{OWN_ADDRESS}/"


def line(now: datetime, address: str, request: str, status: int, agent: str) -> str:
    return f'{address} - - [{now:%d/%b/%Y:%H:%M:%S} +1300] "{request} HTTP/1.1" {status} 1234 "-" "{agent}"'


def server_log(number: int, seed: int = 18) -> Iterator[str]:
    source = random.Random(seed)  # noqa: S311  # the same log each time
    now = datetime(2026, 3, 1, tzinfo=UTC)
    burst: list[str] = []
    for count in range(number):
        now += timedelta(seconds=source.random() * 6)
        if not burst and source.random() < 1 / 400:
            burst = [scanner(source)] * source.randrange(2, 60)
        if burst:
            yield line(now, burst.pop(), f"HEAD {BARE}{source.choice(('', 'wp-login.php', '.env'))}", 301, "-")
        elif count % 20 == 0:
            yield line(now, "192.0.2.10", f"GET {BARE if count % 60 == 0 else '/health'}", 200, "monitor/1.0")
        else:
            yield visitor(now, source)


def scanner(source: random.Random) -> str:
    if source.random() < 1 / 4:
        return f"2001:db8:bad::{source.randrange(1, 40):x}"
    return f"203.0.113.{source.randrange(1, 120)}"


def visitor(now: datetime, source: random.Random) -> str:
    kind = source.random()
    page = f"GET /page/{source.randrange(999)}"
    if kind < 0.1:
        return line(now, f"192.0.2.{source.choice((11, 12))}", bare_or(page, source, 0.01), 200, BROWSER)
    if kind < 0.3:
        return line(now, f"192.0.2.{source.randrange(100, 110)}", page, 200, CRAWLER)
    return line(
        now, f"198.18.{source.randrange(40)}.{source.randrange(256)}", bare_or(page, source, 0.0005), 200, BROWSER
    )


def bare_or(page: str, source: random.Random, chance: float) -> str:
    return f"GET {BARE}" if source.random() < chance else page


if __name__ == "__main__":
    sys.stdout.writelines(f"{one}\n" for one in server_log(int(sys.argv[1]) if len(sys.argv) > 1 else LINES))
