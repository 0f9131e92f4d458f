"""The wheel, installed beside other software as a stranger would: it takes nobody's names, and all of it works."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import urllib.request
import zipfile
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import Distribution, PathDistribution, distribution
from importlib.util import cache_from_source
from itertools import cycle
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from faircopy.cli import COMMANDS
from previewsite import serving
from waiting import LIMIT_SECONDS, wait_until

pytestmark = pytest.mark.slow

SECONDS = 600  # for what downloads packages
SOURCES = Path(__file__).parents[2] / "plugins"
PLUGINS = sorted(".".join(path.relative_to(SOURCES).with_suffix("").parts) for path in SOURCES.rglob("plugin.py"))
Run = Callable[..., subprocess.CompletedProcess[str]]


def run(*command: str | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "COV"))}
    # Nothing that another run has kept.
    environment["XDG_CACHE_HOME"] = str(cwd / "cache") if cwd else os.devnull
    return subprocess.run(
        command, cwd=cwd, env=environment, capture_output=True, encoding="utf-8", timeout=SECONDS, check=False
    )


def must(*command: str | Path, cwd: Path | None = None) -> str:
    done = run(*command, cwd=cwd)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    must(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=root)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def pins(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The versions of our lock, without the hashes, which pip would then want of the wheel, too."""
    lock = (root / "requirements.txt").read_text(encoding="utf-8")
    file = tmp_path_factory.mktemp("pins") / "pins.txt"
    file.write_text("".join(f"{pin}\n" for pin in re.findall(r"^([\w.-]+==[^\\\n]+?) *\\?$", lock, re.MULTILINE)))
    return file


def environment_with(folder: Path, pins: Path, wheel: Path, extras: Sequence[str] = (), *others: str) -> Path:
    """Make an environment with a wheel and other packages; return the folder of its programs."""
    must(sys.executable, "-m", "venv", "--without-pip", folder)
    (packages,) = (folder / "lib").glob("python*/site-packages")
    asked = distribution_in(wheel).requires or []
    for one in distributions_for(asked, extras):
        put(one, packages, folder / "bin" / "python")
    named = f"{wheel}[{','.join(extras)}]" if extras else str(wheel)
    # Most of it is never imported here; what is gets compiled then.
    into = ("-m", "pip", "--python", folder / "bin" / "python", "install", "-q", "--no-compile")
    must(sys.executable, *into, "-c", pins, named, *others)
    return folder / "bin"


def distribution_in(wheel: Path) -> Distribution:
    name = "-".join(wheel.name.split("-")[:2])
    return PathDistribution(zipfile.Path(wheel, f"{name}.dist-info/"))


def distributions_for(requirements: Iterable[str], extras: Sequence[str]) -> list[Distribution]:
    """Return what the requirements come to, and no more, as it is installed where these tests run."""
    found: dict[tuple[str, str], Distribution] = {}
    todo = [(text, tuple(extras)) for text in requirements]
    while todo:
        text, extras_here = todo.pop()
        one = Requirement(text)
        if one.marker and not any(one.marker.evaluate({"extra": extra}) for extra in ("", *extras_here)):
            continue
        key = (canonicalize_name(one.name), str(sorted(one.extras)))
        if key not in found:
            found[key] = distribution(one.name)
            todo += [(more, tuple(one.extras)) for more in found[key].requires or []]
    return list({name: one for (name, _), one in found.items()}.values())


def put(one: Distribution, packages: Path, python: Path) -> None:
    """Put its files among `packages`, as pip would in a quarter of a minute for all."""
    for file in one.files or []:
        source, target = Path(str(one.locate_file(file))), Path(os.path.normpath(packages / file))
        if "__pycache__" in file.parts or not source.exists():
            continue
        is_program = file.parts[0] == ".."
        if is_program and source.read_bytes()[:2] == b"#!":  # a script, for another Python
            target.write_bytes(b"#!" + os.fsencode(python) + b"\n" + source.read_bytes().partition(b"\n")[2])
            target.chmod(0o755)
            continue
        link(source, target)
        compiled = Path(cache_from_source(str(source)))
        if source.suffix == ".py" and compiled.exists():
            link(compiled, target.parent / "__pycache__" / compiled.name)


def link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        target.hardlink_to(source)
    except OSError:  # on another disk, or somebody else's
        shutil.copy2(source, target)


@pytest.fixture(scope="module")
def base(wheel: Path, pins: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Only what checks and lints, beside a package that has a module `incremental` of its own."""
    return environment_with(tmp_path_factory.mktemp("base") / "env", pins, wheel, (), "twisted")


@pytest.fixture(scope="module")
def site(wheel: Path, pins: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return environment_with(tmp_path_factory.mktemp("site") / "env", pins, wheel, ("site", "preview"))


def test_the_wheel_has_one_package(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        tops = {name.partition("/")[0] for name in archive.namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"faircopy"}


def test_the_wheel_has_every_file_of_the_package(wheel: Path, root: Path) -> None:
    """Code, and what it reads: templates, scripts, styles, tables; the theme, and what new sites begin with."""
    folders = {"plugins/faircopy/": "faircopy/", "theme/": "faircopy/theme/", "archetypes/": "faircopy/archetypes/"}
    tracked = subprocess.run(
        ["git", "ls-files", "-z", *folders], cwd=root, capture_output=True, text=True, check=True
    ).stdout.split("\0")
    names = {
        f"{there}{name.removeprefix(here)}"
        for here, there in folders.items()
        for name in tracked
        if name.startswith(here)
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name for name in archive.namelist() if name.startswith("faircopy/")}
    assert packed == {*names, "faircopy/CHANGELOG.md"}
    endings = {Path(name).suffix for name in packed}
    assert {".py", ".html", ".js", ".css", ".json", ".toml"} <= endings


# Each subcommand in a process of its own, which finds nothing imported that another has needed.
HELP_OF_EACH = """
import os, sys
from faircopy.cli import main
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        sys.exit(main([name, "--help"]))
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{name} has no help")
"""


def usages(programs: Path, names: Iterable[str], folder: Path) -> list[str]:
    """Return the names of the subcommands of an environment that say how they are used."""
    return re.findall(
        r"^usage: faircopy (\S+)", must(programs / "python", "-c", HELP_OF_EACH, *names, cwd=folder), re.MULTILINE
    )


def test_the_commands_work_in_the_base(base: Path, root: Path, tmp_path: Path) -> None:
    for command in ("snippets", "proofread", "checklists", "faircopy"):
        assert "usage: " in must(base / command, "--help", cwd=tmp_path)
    names = ["check", "snippets", "checklists", "new", "rename", "doctor"]
    assert usages(base, names, tmp_path) == names
    version = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert must(base / "faircopy", "--version") == f"faircopy {version}\n"


def test_a_command_that_needs_more_says_what(base: Path, tmp_path: Path) -> None:
    done = run(base / "faircopy", "build", cwd=tmp_path)
    assert done.returncode == 2
    assert "'build' needs 'pelican'; install it with: pip install 'pelican-faircopy[site,preview]'" in done.stderr


def test_every_subcommand_answers(site: Path, tmp_path: Path) -> None:
    assert usages(site, COMMANDS, tmp_path) == list(COMMANDS)


def test_each_hook_runs_on_a_foreign_tree(base: Path, root: Path, tmp_path: Path) -> None:
    post = tmp_path / "content" / "posts" / "2024" / "one" / "index.md"
    post.parent.mkdir(parents=True)
    post.write_text(
        "Title: One\nSlug: one\nDate: 2024-01-02\nCategory: Notes\nSummary: One.\nChecklist: one\n\nText.\n\n"
        "```bash\nif true; then fi\n```\n\n## Part\n\n- [ ] Without a name?\n"
    )
    (post.parent / "other.md").write_text(
        "Title: Other\nSlug: other\nDate: 2024-01-02\nCategory: Notes\nSummary: Other.\n\nText.\n"
    )
    faults = {"snippets": 11, "proofread": 11, "checklists": 16}
    hooks = yaml.safe_load((root / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert {hook["id"] for hook in hooks} == faults.keys()
    for hook in hooks:
        command, *arguments = hook["entry"].split()
        files = sorted(post.parent.glob("*.md")) if hook.get("pass_filenames", True) else []
        assert all(re.search(hook["files"], str(file.relative_to(tmp_path))) for file in post.parent.glob("*.md"))
        done = run(base / command, *arguments, *hook.get("args", []), *files, cwd=tmp_path)
        assert done.returncode == 1, done.stdout + done.stderr
        assert f"one/index.md:{faults[hook['id']]}" in done.stdout
        assert "other.md" not in done.stdout


def test_others_are_left_alone(base: Path) -> None:
    python = base / "python"
    imports = "import incremental, twisted; print(incremental.__name__, 'faircopy' in incremental.__file__)"
    assert must(python, "-c", imports) == "incremental False\n"
    must(sys.executable, "-m", "pip", "--python", python, "uninstall", "-q", "-y", "pelican-faircopy")
    assert must(python, "-c", imports) == "incremental False\n"


@pytest.fixture
def stock_site(tmp_path: Path) -> Path:
    """A site of somebody who knows nothing of our settings, with what Pelican offers in it."""
    texts = {
        "one.md": "Title: One\nDate: 2024-01-02\nTags: a, b\nCategory: x\n\nText\n\n"
        "```bash\necho hi\n```\n\n```json\n{}\n```\n",
        "zwei.md": "Title: Zwei\nDate: 2024-01-02\nSlug: one\nLang: de\nCategory: x\n\nText\n",
        "soon.md": "Title: Soon\nDate: 2024-01-03\nStatus: draft\n\nText\n",
        "hidden.md": "Title: Hidden\nDate: 2024-01-03\nStatus: hidden\n\nText\n",
        "pages/page.md": "Title: Page\n\nText\n",
    }
    for name, text in texts.items():
        file = tmp_path / "content" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return tmp_path


# Pelican is imported once; each plugin, and what it needs, in a process of its own.
BUILD_WITH_EACH = """
import os, sys
from pelican import main
for plugin in sys.argv[1:]:
    child = os.fork()
    if not child:
        main(["content", "-s", plugin.replace(".", "_") + ".py", "-o", f"output/{plugin}", "--fatal", "warnings"])
        sys.exit()
    if os.waitpid(child, 0)[1]:
        sys.exit(f"{plugin} does not build")
"""


def test_each_plugin_builds_a_stock_site(site: Path, stock_site: Path) -> None:
    """With one of Pelican's two themes, in turn."""
    for plugin, theme in zip(PLUGINS, cycle(["notmyidea", "simple"]), strict=False):
        (stock_site / f"{plugin.replace('.', '_')}.py").write_text(
            f"PLUGINS = ['{plugin}']\nTHEME = '{theme}'\nSITENAME = 'A site'\nSITEURL = 'https://example.org'\n"
            "TIMEZONE = 'UTC'\nDEFAULT_LANG = 'en'\nFEED_ALL_RSS = 'all.rss.xml'\nFEED_APPEND_REF = True\n"
        )
    must(site / "python", "-c", BUILD_WITH_EACH, *PLUGINS, cwd=stock_site)
    for plugin in PLUGINS:
        assert "Text" in (stock_site / "output" / plugin / "one.html").read_text(encoding="utf-8"), plugin


def test_a_list_is_built_by_what_is_installed(site: Path, stock_site: Path) -> None:
    """Its page has the form, and the files that it loads are there."""
    post = stock_site / "content" / "list.md"
    post.write_text(
        "Title: List\nDate: 2024-01-02\nCategory: x\nChecklist: lend\n\nText\n\n"
        "## The driver\n\n- [ ] Do they have a licence? {#licence}\n"
    )
    must(site / "faircopy", "checklists", "record", post, cwd=stock_site)
    settings = stock_site / "conf.py"
    settings.write_text(
        "PLUGINS = ['faircopy.checklists.plugin']\nTHEME = 'simple'\nSITENAME = 'A site'\n"
        "SITEURL = 'https://example.org'\nTIMEZONE = 'UTC'\n"
    )
    must(site / "pelican", "content", "-s", settings, "-o", "output", "--fatal", "warnings", cwd=stock_site)
    output = stock_site / "output"
    page = (output / "list.html").read_text(encoding="utf-8")
    assert 'name="answer-licence"' in page
    loaded = re.findall(r'(?:src|href)="https://example\.org/([^"]+\.(?:js|css))"', page)
    assert {Path(name).suffix for name in loaded} == {".js", ".css"}
    for name in loaded:
        assert (output / name).stat().st_size, name
    for name in ("checklist.json", "checklist.md", "checklist.csv"):
        assert [*output.rglob(f"*{name}")], name


NAME = 'Adas "Notizen" {{ x }} <b>'


@pytest.fixture(scope="module")
def blog(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A blog that was begun by what is installed; two files of its own are in the place of the theme's."""
    above = tmp_path_factory.mktemp("begun")
    folder = above / "a blog"
    options = ["--name", NAME, "--author", "Ada & Co.", "--timezone", "Europe/Berlin", "--language", "de"]
    must(site / "faircopy", "init", folder.name, *options, "--defaults", cwd=above)
    for name, text in (("templates/partials/promises.html", "<p>own template</p>"), ("static/css/lists.css", "a{}")):
        (folder / "theme" / name).parent.mkdir(parents=True)
        (folder / "theme" / name).write_text(text)
    return folder


def test_a_new_blog_is_published(blog: Path) -> None:
    """By its own Makefile, which finds the faircopy that has made the folder."""
    above = blog.parent
    must("make", "-C", blog, "new", "T=It's `my` $HOME", cwd=above)
    (draft,) = blog.glob("content/posts/*/*my-home/index.md")
    assert draft.read_text(encoding="utf-8").startswith("Title: It's `my` $HOME\n")
    with (blog / "publishconf.py").open("a") as settings:
        settings.write("PUBLISH_WAIT = 0\n")
    must("git", "init", "-q", "--bare", "-b", "main", "remote.git", cwd=above)
    for command in (
        "init -q -b main",
        "config user.name Ada",
        "config user.email ada@example.org",
        "remote add origin ../remote.git",
        "add -A",
        "commit -qm Begin",
        "push -q origin main",
    ):
        must("git", "-C", blog, *command.split(), cwd=above)
    said = must("make", "-C", blog, "publish", "SITEURL=http://127.0.0.1:9/blog", cwd=above)
    assert "PB505" in said
    names = must("git", "ls-tree", "-r", "--name-only", "gh-pages", cwd=above / "remote.git").splitlines()
    assert "about/index.html" in names
    assert not [name for name in names if "my-home" in name]
    home = must("git", "show", "gh-pages:index.html", cwd=above / "remote.git")
    assert '<html lang="de">' in home
    assert "Adas &#34;Notizen&#34; {{ x }} &lt;b&gt;" in home
    assert "<p>own template</p>" in home
    (style,) = (name for name in names if name.endswith("/lists.css"))
    assert must("git", "show", f"gh-pages:{style}", cwd=above / "remote.git") == "a{}"


def test_a_new_blog_is_served(blog: Path) -> None:
    with serving(blog, "make", "serve") as (_, address):

        def home() -> str:
            with urllib.request.urlopen(address, timeout=LIMIT_SECONDS) as response:
                text: str = response.read().decode()
            return text

        page = home()
        assert "<p>own template</p>" in page
        own = blog / "theme" / "templates" / "partials" / "promises.html"
        own.write_text("<p>another template</p>")
        wait_until(lambda: "<p>another template</p>" in home(), "the template is not followed")
        style = re.search(r'href="([^"]*/lists\.css)"', page)
        assert style
        (blog / "theme" / "static" / "css" / "lists.css").write_text("b{}")
        wait_until(lambda: style[1] not in home(), "the stylesheet is not followed")
