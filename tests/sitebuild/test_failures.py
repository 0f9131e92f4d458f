"""Whatever is wrong, `build` says so with place and fact, ends with status 1, and publishes nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import run_task

POST = "content/posts/2017/fail2ban/index.md"
PLUGIN = "plugins/theming/plugin.py"


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        text = (site / name).read_text(encoding="utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def add(name: str, text: str) -> Callable[[Path], None]:
    def change(site: Path) -> None:
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_text(text, encoding="utf-8")

    return change


FAULTS = {
    "plugin that cannot be imported": (
        replace("pelicanconf.py", "import theming.plugin", "import themming.plugin"),
        "pelicanconf.py:",
        "SB901 ModuleNotFoundError: No module named 'themming'",
    ),
    "plugin named as a string": (
        replace("pelicanconf.py", "theming.plugin]", "theming.plugin, 'no_such_plugin']"),
        "publishconf.py:1:",
        "no_such_plugin",
    ),
    "syntax error in the settings": (
        replace("pelicanconf.py", 'SITENAME = "Faircopy"', 'SITENAME = "Faircopy'),
        "pelicanconf.py:",
        "SB901 SyntaxError: unterminated string",
    ),
    "plugin that raises when registered": (
        replace(PLUGIN, "    signals.generator_init.connect", "    1 / 0\n    signals.generator_init.connect"),
        f"{PLUGIN}:15:",
        "Cannot register plugin `theming.plugin`: ZeroDivisionError",
    ),
    "plugin that raises in a signal": (
        replace(PLUGIN, "    generator.env", "    1 / 0\n    generator.env"),
        f"{PLUGIN}:",
        "SB903 ZeroDivisionError: division by zero",
    ),
    "Markdown extension that raises": (
        replace("plugins/checklists/extension.py", "    text = holder.text or ", "    text = holder.txt or "),
        "raised at plugins/checklists/extension.py:",
        "has no attribute 'txt'",
    ),
    "bad date": (
        replace(POST, "Date: 2017-09-01", "Date: 2017-09-31"),
        f"{POST}:2:",
        "FM103 '2017-09-31' is not a date",
    ),
    "missing title": (replace(POST, "Title: ", "Titel: "), f"{POST}:1:", "FM101 there is no title"),
    "duplicate slug": (
        replace(POST, "Slug: fail2ban", "Slug: internet-in-nz"),
        f"{POST}:",
        "FM107 slug 'internet-in-nz' is taken by content/posts/2015/internet-in-nz/index.md:",
    ),
    "unknown status": (replace(POST, "Slug:", "Status: publshed\nSlug:"), f"{POST}:", "did you mean 'published'?"),
    "link to a file that is not there": (
        replace(POST, "\n\n", "\n\n[broken]({filename}/posts/none.md)\n\n"),
        "SB902",
        "Unable to find '/posts/none.md'",
    ),
    "template that does not parse": (
        replace("theme/templates/base.html", "{% block content %}", "{% blok content %}"),
        "theme/templates/base.html:",
        "TemplateSyntaxError",
    ),
    "template that is not there": (
        replace("theme/templates/base.html", "partials/head.html", "partials/haed.html"),
        "theme/templates/base.html:4:",
        "TemplateNotFound: partials/haed.html",
    ),
    "two files at one address": (
        add("content/pages/twice.md", "Title: Twice\nSlug: archives\n\nBody\n"),
        "SB903",
        "archives/index.html",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_stops_the_build_and_leaves_the_old_output(site_copy: Path, name: str) -> None:
    break_it, place, fact = FAULTS[name]
    (site_copy / "output").mkdir()
    (site_copy / "output" / "old.html").write_text("old")
    break_it(site_copy)

    result = run_task(site_copy, "build", SITEURL="https://example.org")

    assert result.returncode == 1, result.stdout + result.stderr
    told = [line for line in result.stdout.splitlines() if fact in line]
    assert told, result.stdout
    assert all(place in line for line in told)
    assert len(set(told)) == len(told)
    assert [path.name for path in (site_copy / "output").iterdir()] == ["old.html"]
    assert [path.name for path in site_copy.glob(".output*")] == []


@pytest.mark.slow
def test_all_front_matter_faults_are_told_at_once(site_copy: Path) -> None:
    for name in ("2017/fail2ban", "2015/internet-in-nz", "2014/speak-little-listen-much"):
        replace(f"content/posts/{name}/index.md", "Title: ", "Titel: ")(site_copy)
    result = run_task(site_copy, "build")
    assert result.stdout.count("FM101") == 3
