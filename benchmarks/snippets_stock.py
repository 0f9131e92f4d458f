"""All stock filters of Debian's fail2ban: `snippets check` against one `fail2ban-regex` call for each.

    .venv/bin/python benchmarks/snippets_stock.py

Each filter of /etc/fail2ban/filter.d becomes a Markdown post of its own, with the sample log that the package
brings for it. The calls of fail2ban-regex give the time to beat, and the number of lines that must match. Then
`snippets check` reads the posts, first with an empty cache, then with what it has kept. All in one run, because
machines differ and are shared; the ratios are what counts.
"""

import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

FILTERS = Path("/etc/fail2ban/filter.d")
LOGS = Path("/usr/lib/python3/dist-packages/fail2ban/tests/files/logs")
TOTALS = re.compile(r"^Lines: (?P<lines>\d+) lines, \d+ ignored, (?P<matched>\d+) matched", re.MULTILINE)
SNIPPETS = Path(sys.executable).with_name("snippets")


def main() -> int:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        stock = sorted(path for path in FILTERS.glob("*.conf") if is_filter(path))
        samples = {path.stem: write_sample(path.stem, folder) for path in stock}
        began = time.perf_counter()
        counted = {path.stem: fail2ban_regex(samples[path.stem], path) for path in stock}
        one_by_one = time.perf_counter() - began
        for path in stock:
            write_post(folder / "posts" / f"{path.stem}.md", path, samples[path.stem], counted[path.stem])
        cold, answer = timed_check(folder)
        warm, _ = timed_check(folder)
    sampled = sum((LOGS / path.stem).exists() for path in stock)
    print(f"{len(stock)} filters; {sampled} have a sample log in the package")
    print(answer.rstrip().splitlines()[-1])
    print(f"fail2ban-regex, one call a filter: {one_by_one:6.2f} s")
    for name, seconds in (("cold", cold), ("warm", warm)):
        print(f"{f'snippets check, {name}:':<34} {seconds:6.2f} s {one_by_one / seconds:6.1f} times as fast")
    return 0


def is_filter(path: Path) -> bool:
    """Files called `…common` are there to be included."""
    return not path.stem.endswith("common")


def write_sample(name: str, folder: Path) -> Path:
    """Write the package's sample log without its remarks, or one line that does not match where it has none."""
    source = LOGS / name
    lines = source.read_text(encoding="utf-8", errors="replace").split("\n") if source.exists() else ["no sample"]
    sample = folder / "logs" / f"{name}.log"
    sample.parent.mkdir(exist_ok=True)
    sample.write_text(
        "".join(f"{line}\n" for line in lines if line.strip() and not line.startswith("#")), encoding="utf-8"
    )
    return sample


def fail2ban_regex(sample: Path, path: Path) -> tuple[int, int]:
    """Return how many of how many lines match."""
    command = ["fail2ban-regex", "--raw", "--no-check-all", str(sample), str(path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "TZ": "UTC"})
    found = TOTALS.search(result.stdout)
    return (int(found["matched"]), int(found["lines"])) if found else (0, 0)


def write_post(post: Path, path: Path, sample: Path, counted: tuple[int, int]) -> None:
    matched, lines = counted
    post.parent.mkdir(exist_ok=True)
    post.write_text(
        f"Title: {path.stem}\n\n"
        f'````{{.ini file="{path}"}}\n{path.read_text(encoding="utf-8").rstrip()}\n````\n\n'
        f'````{{.text log="{path.stem}" match="{matched}" of="{lines}"}}\n{sample.read_text(encoding="utf-8")}````\n',
        encoding="utf-8",
    )


def timed_check(folder: Path) -> tuple[float, str]:
    command = [str(SNIPPETS), "check", str(folder / "posts")]
    began = time.perf_counter()
    result = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
    )
    return time.perf_counter() - began, result.stdout


if __name__ == "__main__":
    sys.exit(main())
