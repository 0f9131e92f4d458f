"""A stranger's site: a theme that knows nothing of us, and our plugins."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from conftest import ROOT
from faircopy.checklists.cli import main
from faircopy.preview.port import LOOPBACK
from testsite import running

BAN = """Title: Banning scanners
Date: 2024-03-01
Category: servers

Some scanners ask for numbers.

```{.ini file="/etc/fail2ban/filter.d/apache-numeric.conf"}
[Definition]
failregex = ^<HOST> -[^"]*"(?:GET|POST) /\\d+ HTTP/[\\d.]+" 404
```

```{.ini file="/etc/fail2ban/jail.local"}
[apache-numeric]
enabled = true
filter = apache-numeric
logpath = /var/log/apache2/access.log
maxretry = 2
```

```{.text log="apache-numeric" match="2" of="3"}
203.0.113.24 - - [01/Mar/2024:00:51:57 +1300] "GET /123 HTTP/1.1" 404 153 "-" "Mozilla/5.0 (X11; Linux x86_64)"
203.0.113.24 - - [01/Mar/2024:00:51:59 +1300] "GET /124 HTTP/1.1" 404 153
198.51.100.7 - - [01/Mar/2024:00:52:01 +1300] "GET /about HTTP/1.1" 200 1530
```

And a script:

```bash
echo "$1"
```
"""
CAR = """Title: Before you lend your car
Date: 2024-03-02
Category: lists
Checklist: lend-your-car

What to ask.

## The driver

- [ ] Do they have a *licence*? {#licence}
    - **Why:** Without one your insurance may not pay.
- [ ] Have they driven one like it? {#like-it}

## The car

- [ ] Is the tank full? {#tank}
    - Ask for the receipt:

        ```{.json file="/etc/receipt.json"}
        {"litres": 40}
        ```
"""
PLAIN = """Title: A plain post
Date: 2024-02-03
Category: lists

Only text.
"""
PLUGINS = ["faircopy.checklists.plugin", "faircopy.snippets.plugin", "faircopy.filter_tool.plugin"]
# What docs/theme.md tells those who have a policy.
POLICY = "default-src 'self'; worker-src 'self' blob:; base-uri 'none'; object-src 'none'"


def write_sources(site: Path) -> None:
    content = site / "content"
    (content / "pages").mkdir(parents=True)
    for name, text in {"ban": BAN, "car": CAR, "plain": PLAIN}.items():
        (content / f"{name}.md").write_text(text, encoding="utf-8")
    (content / "pages" / "about.md").write_text("Title: About\n\nWho I am.\n", encoding="utf-8")
    assert main(["record", str(content / "car.md")]) == 0


def build(site: Path, url: str, theme: str = "simple", more: str = "") -> Path:
    """Build the site as `pelican` does, into output/blog; return that folder."""
    settings = f"SITENAME = 'Mine'\nSITEURL = {url!r}\nTIMEZONE = 'UTC'\nTHEME = {theme!r}\nPLUGINS = {PLUGINS}\n"
    settings += "FEED_ALL_RSS = 'feeds/all.rss.xml'\nRSS_FEED_SUMMARY_ONLY = False\n"
    (site / "conf.py").write_text(f"{settings}{more}\n", encoding="utf-8")
    command = [sys.executable, "-m", "pelican", "content", "-s", "conf.py", "-o", "output/blog"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "plugins")}
    done = subprocess.run(command, cwd=site, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return site / "output" / "blog"


class StrictHandler(SimpleHTTPRequestHandler):
    def end_headers(self) -> None:
        self.send_header("Content-Security-Policy", POLICY)
        super().end_headers()

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def strict_server(folder: Path) -> Iterator[str]:
    """Serve a folder with the documented policy; yield the address of its `blog`."""
    with ThreadingHTTPServer((LOOPBACK, 0), partial(StrictHandler, directory=str(folder))) as server, running(server):
        yield f"http://{LOOPBACK}:{server.server_address[1]}/blog"
