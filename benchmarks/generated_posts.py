"""Posts that nobody wrote, the same for every generator: about 600 words, two blocks of code, links, tags, a category.

`generated(count)` is the same on every machine and at every time. A link to another post is written
`](post:NUMBER)`; `written()` puts the form of one generator in its place.
"""

import datetime as dt
import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SEED = "faircopy"
FIRST_DAY = dt.datetime(2014, 1, 6, 9, 30)  # noqa: DTZ001  # each site has its own time zone
DAYS = 4000
LINK = re.compile(r"\]\(post:(\d+)\)")

CATEGORIES = ("Servers", "Networks", "Backups", "Mail", "Storage", "Teams", "Releases", "Security")
TAGS = (
    *("alerts", "apache", "archives", "audits", "automation", "backups", "capacity", "certificates", "clocks"),
    *("compression", "configuration", "containers", "cron", "databases", "debian", "deployment", "disks", "dns"),
    *("documentation", "email", "encryption", "firewalls", "git", "hardware", "incidents", "kernels", "latency"),
    *("logging", "metrics", "mirrors", "monitoring", "packages", "passwords", "permissions", "queues", "routing"),
    *("shells", "tests", "upgrades", "wireless"),
)
THINGS = (
    *("archive", "backup", "branch", "bridge", "buffer", "cable", "cache", "certificate", "checklist", "client"),
    *("clock", "cluster", "console", "contract", "counter", "database", "disk", "document", "filter", "firewall"),
    *("gateway", "index", "journal", "kernel", "key", "laptop", "ledger", "library", "link", "log"),
    *("mailbox", "manual", "message", "mirror", "modem", "monitor", "network", "note", "package", "packet"),
    *("partition", "password", "patch", "phone", "policy", "port", "printer", "process", "project", "protocol"),
    *("proxy", "queue", "record", "release", "report", "request", "resolver", "route", "router", "rule"),
    *("schedule", "schema", "script", "sensor", "server", "service", "session", "shell", "snapshot", "socket"),
    *("supplier", "switch", "table", "tape", "team", "template", "terminal", "test", "thread", "ticket"),
    *("timer", "token", "tunnel", "update", "user", "vendor", "volume", "warning", "window", "worker"),
)
QUALITIES = (
    *("ancient", "borrowed", "broken", "busy", "careful", "cheap", "clean", "common", "corrupt", "distant"),
    *("doubtful", "empty", "exact", "familiar", "faulty", "final", "fragile", "frequent", "frozen", "heavy"),
    *("hidden", "humble", "idle", "large", "late", "lonely", "loud", "missing", "modest", "narrow"),
    *("neglected", "nervous", "obvious", "old", "patient", "plain", "private", "proper", "quiet", "rare"),
    *("remote", "second", "shared", "silent", "simple", "slow", "small", "spare", "stale", "tidy"),
)
ACTIONS = (
    *("accepts", "answers", "blocks", "breaks", "carries", "changes", "checks", "closes", "copies", "counts"),
    *("delays", "describes", "doubles", "drops", "explains", "fills", "finds", "follows", "forgets", "guards"),
    *("hides", "holds", "ignores", "joins", "keeps", "limits", "locks", "measures", "mends", "moves"),
    *("names", "needs", "opens", "outlives", "owns", "prints", "reads", "refuses", "releases", "repeats"),
    *("replaces", "reports", "restores", "sends", "shares", "signs", "sorts", "starts", "stops", "watches"),
)
TIMES = (
    *("after a restart", "after the holidays", "at midnight", "before anybody looks", "before the first coffee"),
    *("during an upgrade", "every other week", "for a few seconds", "in the first hour", "in the end"),
    *("most of the time", "on a Friday", "once a month", "since last winter", "twice a day", "under load"),
    *("until it is too late", "while nobody is there", "within a minute", "without a word"),
)
PATTERNS = (
    "The {q} {t} {a} the {t2} {w}.",
    "A {t} that {a} a {q} {t2} is not the same as one that {a2} it.",
    "When the {t} {a} its {t2}, the {q} {t3} {a2} the rest {w}.",
    "Nobody asks why a {q} {t} {a} any {t2} {w}, and so the {t3} {a2} it as well.",
    "It {a} each {t}, it {a2} the {t2}, and {w} it {a3} the {q} {t3}.",
    "If there is only one {t}, the {t2} {a} it; with a {q} second one, the {t3} {a2} both {w}.",
    "We found that a {q} {t} {a} more than the {t2} does.",
    "What the {t} {a} is written in the {t2}, which the {q} {t3} {a2} {w}.",
)
LANGUAGES = ("ini", "bash")


@dataclass(frozen=True, slots=True)
class Post:
    number: int
    title: str
    slug: str
    date: dt.datetime  # without a zone
    category: str
    tags: tuple[str, ...]
    summary: str
    body: str  # Markdown; links to posts are `](post:NUMBER)`

    @property
    def address(self) -> str:
        """Its path below the site's address, the same at every generator."""
        return f"{self.date:%Y}/{self.date:%m}/{self.slug}/"


def generated(count: int, seed: str = SEED) -> list[Post]:
    """Return `count` posts, oldest first."""
    return [generated_post(number, count, random.Random(f"{seed}/{number}")) for number in range(count)]  # noqa: S311


def generated_post(number: int, count: int, chance: random.Random) -> Post:
    title = filled("The {q} {t} and the {t2}", chance)
    return Post(
        number=number,
        title=f"{title}, {number}",
        slug=f"{title.lower().replace(' ', '-')}-{number}",
        date=FIRST_DAY + dt.timedelta(days=DAYS) * number / count // dt.timedelta(minutes=1) * dt.timedelta(minutes=1),
        category=chance.choice(CATEGORIES),
        tags=tuple(sorted(chance.sample(TAGS, chance.randint(2, 5)))),
        summary=sentence(chance),
        body=body(number, chance),
    )


def edited(post: Post, words: str) -> Post:
    """Return a post with `words` at the start of its text."""
    return replace(post, body=f"{words}. {post.body}")


def retitled(post: Post, words: str, tag: str) -> Post:
    """Return a post with `words` at the end of its title, and with one more tag."""
    return replace(post, title=f"{post.title} {words}", tags=tuple(sorted({*post.tags, tag})))


# Text


def body(number: int, chance: random.Random) -> str:
    """Return about 600 words in five sections."""
    parts = [paragraph(chance), f"Before this there was {link(number, chance)}. {paragraph(chance)}"]
    names = chance.sample(THINGS, 5)
    for place, name in enumerate(names):
        parts += [f"## The {name}", paragraph(chance)]
        if place == 0:
            parts += ["\n".join(f"- {sentence(chance)}" for _ in range(4)), paragraph(chance)]
        if place == 1:
            parts += [fence("python", python(chance)), f"See {link(number, chance)}. {paragraph(chance)}"]
        if place == 2:
            parts += [f"### Why the {chance.choice(QUALITIES)} one", f"> {sentence(chance)}", paragraph(chance)]
        if place == 3:
            language = chance.choice(LANGUAGES)
            parts += [fence(language, {"ini": ini, "bash": bash}[language](chance)), paragraph(chance)]
        if place == 4:
            parts += [f"More is in [the manual of the {name}](https://example.org/{name}). {paragraph(chance)}"]
    return "\n\n".join(parts) + "\n"


def paragraph(chance: random.Random) -> str:
    """Return two sentences, with a word in code and one emphasised."""
    thing, other = chance.sample(THINGS, 2)
    return f"{sentence(chance)[:-1]}, as `{thing}.conf` says. {sentence(chance)[:-1]}, but *not* the {other}."


def sentence(chance: random.Random) -> str:
    return filled(chance.choice(PATTERNS), chance)


def filled(pattern: str, chance: random.Random) -> str:
    """Put words in a pattern: {t} a thing, {q} a quality, {a} what it does, {w} when."""
    things, actions = chance.sample(THINGS, 3), chance.sample(ACTIONS, 3)
    words = {"t": things[0], "t2": things[1], "t3": things[2], "a": actions[0], "a2": actions[1], "a3": actions[2]}
    made = pattern.format(**words, q=chance.choice(QUALITIES), w=chance.choice(TIMES))
    return re.sub(r"\b([Aa]) (?=[aeiou])", r"\1n ", made)


def link(number: int, chance: random.Random) -> str:
    """Return a link to an earlier post, or of the first post to itself."""
    words = f"the {chance.choice(QUALITIES)} {chance.choice(THINGS)}"
    return f"[{words}](post:{chance.randrange(number) if number else 0})"


# Code: short programs that are correct


def fence(language: str, code: str) -> str:
    return f"```{language}\n{code}\n```"


def python(chance: random.Random) -> str:
    one, many, other = chance.sample(THINGS, 3)
    return "\n".join(
        [
            f'"""Count each {one} of a {many}."""',
            "",
            "from collections import Counter",
            "from pathlib import Path",
            "",
            f"LIMIT = {chance.randint(10, 900)}",
            "",
            "",
            f"def {one}_counts({many}: Path) -> Counter[str]:",
            f'    lines = {many}.read_text(encoding="utf-8").splitlines()',
            f'    return Counter(line.split()[0] for line in lines if line.startswith("{other}"))',
            "",
            "",
            f'for name, number in {one}_counts(Path("{many}.log")).most_common(LIMIT):',
            f'    print(f"{{name:20}} {{number:6d}}")  # the {other} first',
        ]
    )


def ini(chance: random.Random) -> str:
    section, *names = chance.sample(THINGS, 7)
    values = [f"{name} = {chance.choice(QUALITIES)} {chance.randint(1, 99)}" for name in names]
    return "\n".join([f"[{section}]", f"# The {chance.choice(QUALITIES)} ones.", *values])


def bash(chance: random.Random) -> str:
    first, second, third = chance.sample(THINGS, 3)
    return "\n".join(
        [
            "set -eu",
            f'{first}="${{1:-/var/lib/{first}}}"',
            f'for {second} in "${first}"/*.{third}; do',
            f'    if [ -s "${second}" ]; then',
            f'        gzip --keep "${second}"  # the {chance.choice(QUALITIES)} ones',
            "    fi",
            "done",
            f'printf "%s: %d\\n" "${first}" {chance.randint(1, 99)}',
        ]
    )


# Files


def as_pelican(post: Post, posts: Sequence[Post]) -> str:
    head = {
        "Title": post.title,
        "Date": f"{post.date:%Y-%m-%d %H:%M}",
        "Category": post.category,
        "Tags": ", ".join(post.tags),
        "Slug": post.slug,
        "Summary": post.summary,
    }
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"{lines}\n{linked(post, lambda number: f'{{filename}}/{file_of(posts[number])}')}"


def as_yaml(post: Post, posts: Sequence[Post]) -> str:
    """Return a post for Hugo and for Eleventy, which read the same front matter. JSON strings are YAML."""
    head = {
        "title": json.dumps(post.title),
        "date": f"{post.date:%Y-%m-%dT%H:%M:%SZ}",
        "categories": json.dumps([post.category]),
        "tags": json.dumps(post.tags),
        "slug": json.dumps(post.slug),
        "description": json.dumps(post.summary),
    }
    lines = "".join(f"{name}: {value}\n" for name, value in head.items())
    return f"---\n{lines}---\n\n{linked(post, lambda number: f'/{posts[number].address}')}"


def linked(post: Post, address_of: Callable[[int], str]) -> str:
    return LINK.sub(lambda found: f"]({address_of(int(found[1]))})", post.body)


def file_of(post: Post) -> str:
    """Return the path of a post's file below the content folder, the same at every generator."""
    return f"posts/{post.date:%Y}/{post.slug}/index.md"


def write_posts(
    content: Path, posts: Iterable[Post], among: Sequence[Post], form: Callable[[Post, Sequence[Post]], str]
) -> None:
    """Write `posts` below the folder `content`, with links to the posts `among` which they are."""
    for post in posts:
        file = content / file_of(post)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(form(post, among), encoding="utf-8")
