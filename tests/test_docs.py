"""The documents are complete: settings, subcommands, pages; and links lead to headings that exist."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from pkgutil import resolve_name, walk_packages

import pytest
from pelican.settings import DEFAULT_CONFIG

from faircopy import incremental
from faircopy.cli import COMMANDS
from faircopy.filter_tool.script import published_scripts

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "plugins" / "faircopy"
DOCS = ROOT / "docs"
PAGES = sorted(DOCS.rglob("*.md"))
DOCUMENTS = [*(ROOT / f"{name}.md" for name in ("README", "ARCHITECTURE", "CONTRIBUTING", "SECURITY")), *PAGES]
MAX_ARCHITECTURE_WORDS = 1000
DECISION_WORDS = range(60, 151)
SETTING = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+|AUTHOR|SITESUBTITLE")
# Settings are mappings with these names in our code; Pelican's context has them all, too.
HOLDERS = re.compile(r"settings|context|given")
# Pelican documents these, and has no default for them.
OF_PELICAN = {"DEFAULT_DATE"}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


# What may be read, or named, in a module. To parse all of them takes long.
READING = re.compile(r"""[\[(]\s*(?:["'][A-Z]|[A-Z])""")
NAMING = re.compile(r"""^\w+ (?:= \w+ )*= ["'][A-Z]""", re.MULTILINE)


@cache
def modules() -> tuple[ast.Module, ...]:
    texts = map(read, sorted(PACKAGE.rglob("*.py")))
    wanted = (text for text in texts if NAMING.search(text) or (HOLDERS.search(text) and READING.search(text)))
    return tuple(map(ast.parse, wanted))


def constants() -> dict[str, str]:
    """Module-level names of texts: a setting that several modules read has one."""
    found = {}
    for node in chain.from_iterable(module.body for module in modules()):
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            found.update({name.id: node.value.value for name in node.targets if isinstance(name, ast.Name)})
    return found


def keys_read() -> Iterator[ast.expr]:
    """What stands in `settings[…]`, `settings.get(…)` and their like."""
    for node in chain.from_iterable(map(ast.walk, modules())):
        if isinstance(node, ast.Subscript) and may_be_setting(node.slice) and HOLDERS.search(ast.unparse(node.value)):
            yield node.slice
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            is_reading = node.func.attr in {"get", "setdefault"}
            if is_reading and may_be_setting(node.args[0]) and HOLDERS.search(ast.unparse(node.func.value)):
                yield node.args[0]


def may_be_setting(key: ast.expr) -> bool:
    """Whether it is a name, or a text that is spelt like a setting: to say what each other is of takes long."""
    return isinstance(key, ast.Name) or (isinstance(key, ast.Constant) and bool(SETTING.fullmatch(str(key.value))))


@cache
def settings_read() -> set[str]:
    named = constants()
    found = set()
    for key in keys_read():
        if isinstance(key, ast.Constant):
            found.add(str(key.value))
        elif isinstance(key, ast.Name):
            found.add(named.get(key.id, ""))
    return {name for name in found if SETTING.fullmatch(name)} - OF_PELICAN - set(DEFAULT_CONFIG)


def settings_documented() -> set[str]:
    rows = chain.from_iterable(re.findall(r"^\| (`[A-Z][A-Z_`, ]*) \|", read(page), re.MULTILINE) for page in PAGES)
    own = read(DOCS / "settings.md").partition("## Set by the program")[2]
    return set(re.findall(r"`([A-Z][A-Z0-9_]+)`", f"{' '.join(rows)} {own}"))


@pytest.mark.slow
def test_every_setting_that_is_read_is_documented() -> None:
    assert {"SNIPPETS_STRICT", "HOLD_BACK_FUTURE", "TAG_AUTHORITY", "PUBLISH_WAIT"} <= settings_read()
    assert settings_read() - settings_documented() == set()


@pytest.mark.slow
def test_no_setting_is_documented_that_nothing_reads() -> None:
    sources = [*PACKAGE.rglob("*.py"), *(ROOT / "theme" / "templates").rglob("*.html")]
    text = " ".join(map(read, sources))
    # In the site map their names are put together: `f"{name}_URL"`.
    together = {"ARCHIVES_URL", "CATEGORIES_URL", "TAGS_URL"}
    rows = re.findall(r"^\| `([A-Z][A-Z_]+)`", read(DOCS / "settings.md"), re.MULTILINE)
    assert [name for name in rows if name not in together and not re.search(rf"\b{name}\b", text)] == []
    assert rows


def test_every_subcommand_is_documented_and_no_other() -> None:
    rows = re.findall(r"^\| `faircopy ([a-z-]+)", read(DOCS / "commands.md"), re.MULTILINE)
    assert rows == list(COMMANDS)


def test_the_architecture_is_short() -> None:
    assert len(read(ROOT / "ARCHITECTURE.md").split()) <= MAX_ARCHITECTURE_WORDS


def links_in(page: Path) -> list[str]:
    prose = re.sub(r"(?ms)^ *(```+).*?^ *\1|`[^`\n]*`", "", read(page))
    return re.findall(r"\]\((?!https?:)([^)]+)\)", prose)


def test_the_index_names_every_page_once() -> None:
    named = [(DOCS / link).resolve() for link in links_in(DOCS / "index.md")]
    pages = {page for page in PAGES if page.parent == DOCS and page.name != "index.md"}
    assert {page for page in named if page.parent == DOCS} == pages | {DOCS / "glossary.md"}
    assert len(named) == len(set(named))


def test_every_decision_is_short_and_listed() -> None:
    records = sorted((DOCS / "decisions").glob("[0-9]*.md"))
    assert links_in(DOCS / "decisions" / "README.md")[-len(records) :] == [record.name for record in records]
    for number, record in enumerate(records, 1):
        assert read(record).startswith(f"# {number}. "), record.name
        assert record.name.startswith(f"{number:04}-")
        assert len(read(record).split()) in DECISION_WORDS, record.name


def test_upgrading_and_settings_name_the_plugins_of_the_site_in_their_order() -> None:
    used = re.findall(r"^    (faircopy\.\w+\.plugin),", read(PACKAGE / "settings.py"), re.MULTILINE)
    assert len(used) == len(list(PACKAGE.glob("*/plugin.py")))
    assert re.findall(r'^    "(faircopy\.\w+\.plugin)",', read(DOCS / "upgrading.md"), re.MULTILINE) == used
    assert re.findall(r"^\| `(faircopy\.\w+\.plugin)` \|", read(DOCS / "settings.md"), re.MULTILINE) == used


@pytest.mark.slow
def test_every_test_that_security_names_is_there() -> None:
    tests = [path.relative_to(ROOT / "tests").as_posix() for path in (ROOT / "tests").rglob("*") if path.is_file()]
    named = re.findall(r"`([\w/.]+\.(?:py|mjs))`", read(ROOT / "SECURITY.md"))
    assert named
    assert [name for name in named if not any(f"/{test}".endswith(f"/{name}") for test in tests)] == []


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_everything_of_ours_that_is_named_is_there(page: Path) -> None:
    prose = re.sub(r"(?ms)^ *(```+).*?^ *\1", "", read(page))
    for name in re.findall(r"`(faircopy(?:\.\w+)+)`", prose):
        resolve_name(name)  # raises, where it is neither a module nor something in one


PACKAGES = ["faircopy", *(name for _, name, is_package in walk_packages([str(PACKAGE)], "faircopy.") if is_package)]
FILE_ENDINGS = (".css", ".html", ".js", ".json", ".md", ".mjs", ".py", ".toml")


@pytest.mark.parametrize("page", sorted(DOCS.glob("internals-*.md")), ids=lambda page: page.name)
def test_everything_in_a_module_that_a_page_about_the_inside_names_is_there(page: Path) -> None:
    """As in `model.SiteInMemory`: a module of one of our packages, and a name in it."""
    prose = re.sub(r"(?ms)^ *(```+).*?^ *\1", "", read(page))
    for name in re.findall(r"`([a-z]\w*(?:\.[a-zA-Z]\w*)+)(?:\([^`]*\))?`", prose):
        if name.endswith(FILE_ENDINGS):
            continue
        homes = [package for package in PACKAGES if is_there(f"{package}.{name.partition('.')[0]}")]
        assert not homes or any(is_there(f"{package}.{name}") for package in homes), name


def test_the_package_of_incremental_builds_says_what_each_of_its_modules_does() -> None:
    described = re.findall(r"(?:^- |[.] |\n  )`(\w+)`:", str(incremental.__doc__), re.MULTILINE)
    there = {path.stem for path in (PACKAGE / "incremental").glob("*.py")} - {"__init__"}
    assert sorted(described) == sorted(there)


def test_the_page_about_the_filter_tool_names_every_script() -> None:
    rows = re.findall(r"^\| (`[^|]*) \|", read(DOCS / "internals-filter-tool.md"), re.MULTILINE)
    assert set(re.findall(r"`([\w]+\.js)`", " ".join(rows))) == set(published_scripts())


@cache
def is_there(name: str) -> bool:
    try:
        resolve_name(name)
    except (ImportError, AttributeError):
        return False
    return True


def anchors_of(page: Path) -> set[str]:
    """The anchors that GitHub gives to headings."""
    prose = re.sub(r"(?ms)^(```+).*?^\1", "", read(page))
    headings = re.findall(r"^#+ (.+)$", prose, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", DOCUMENTS, ids=lambda page: page.name)
def test_links_to_headings_lead_somewhere(page: Path) -> None:
    for link in links_in(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if anchor and target.suffix == ".md":
            assert anchor in anchors_of(target), link
