"""The sites that are measured: where each one lies, and how it is built and served."""

import shutil
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import mkdtemp

from generated_posts import Post, as_pelican, as_yaml, file_of, write_posts
from install_tools import TOOLS, ToolMissingError, eleventy, hugo

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
PAGE = "Title: {name}\nSlug: {slug}\nSummary: A page beside the posts.\n\nA page beside the posts.\n"
Command = tuple[str | Path, ...]
Form = Callable[[Post, Sequence[Post]], str]


@dataclass(frozen=True, slots=True)
class Contender:
    name: str  # as the tables have it
    folder: Path
    output: Path
    template: Path  # part of every page
    build: Command
    form: Form
    same_bytes: bool = False  # from the same sources; Hugo orders related posts now one way, now another
    kept: tuple[Path, ...] = ()  # what it keeps from one build to the next, besides its output
    serve: Callable[[int], Command] | None = None  # the command that serves on this port, or on one that it names
    leftovers: tuple[Path, ...] = ()  # what its server would hand out of an earlier run before it has built
    environment: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> Path:
        return self.folder / "content"

    @property
    def log(self) -> Path:
        return self.folder.with_suffix(".log")

    def write(self, posts: Sequence[Post], among: Sequence[Post]) -> None:
        write_posts(self.content, posts, among, self.form)

    def page(self, post: Post) -> Path:
        return self.output / post.address / "index.html"

    def source(self, post: Post) -> Path:
        return self.content / file_of(post)

    def forget(self) -> None:
        """Have nothing there of earlier builds.

        It is moved away, and not removed: for a minute after, ext4 would look long for room for each new file.
        """
        for folder in (self.output, *self.kept):
            if folder.exists():
                folder.rename(Path(mkdtemp(dir=self.folder.parent)) / folder.name)


def stock(folder: Path) -> Contender:
    return pelican("stock Pelican", folder, "stockconf.py")


def incremental(folder: Path) -> Contender:
    if not find_spec("faircopy.incremental"):
        raise ToolMissingError("plugins/faircopy/incremental is not there; leave it out with --contenders")
    return pelican("`incremental`", folder, "incrementalconf.py")


def pelican(name: str, folder: Path, settings: str) -> Contender:
    copy_of_our_site(folder)
    command = (sys.executable, "-m", "pelican", "--quiet", "--settings", settings)
    return Contender(
        name,
        folder,
        output=folder / "output",
        template=folder / "theme" / "templates" / "partials" / "site_footer.html",
        build=command,
        form=as_pelican,
        same_bytes=True,
        kept=(folder / ".cache",),
        leftovers=(folder / "output",),
        serve=lambda port: (*command, "--autoreload", "--listen", "--bind", "127.0.0.1", "--port", str(port)),
    )


def full(folder: Path) -> Contender:
    """Our own build with all that belongs to it, and our own preview."""
    copy_of_our_site(folder)
    task = (sys.executable, "-m", "invoke")
    return Contender(
        "`make build`",
        folder,
        output=folder / "output",
        template=folder / "theme" / "templates" / "partials" / "site_footer.html",
        build=(*task, "build"),
        form=as_pelican,
        same_bytes=True,
        kept=(folder / ".cache",),
        serve=lambda _: (*task, "serve"),  # says on which port
        environment={"XDG_CACHE_HOME": str(folder / ".cache"), "SITEURL": "http://127.0.0.1:8000"},
    )


def copy_of_our_site(folder: Path) -> None:
    """Copy our theme and settings, with the pages that our menus lead to and no articles."""
    shutil.copytree(ROOT / "theme", folder / "theme")
    files = [ROOT / name for name in ("pelicanconf.py", "publishconf.py", "tasks.py")]
    for file in (*files, *(HERE / "sites" / "pelican").glob("*.py")):
        shutil.copy(file, folder)
    with (folder / "pelicanconf.py").open("a", encoding="utf-8") as settings:
        settings.write("\nPROMISES = ()  # they lead to articles that are not here\n")
    pages = folder / "content" / "pages"
    pages.mkdir(parents=True)
    for slug in ("about", "colophon"):
        (pages / f"{slug}.md").write_text(PAGE.format(name=slug.title(), slug=slug), encoding="utf-8")


def hugo_site(folder: Path) -> Contender:
    shutil.copytree(HERE / "sites" / "hugo", folder)
    shutil.copytree(ROOT / "theme" / "static", folder / "static" / "theme")
    cache = folder / ".cache"
    command = (hugo(), "--quiet", "--cacheDir", cache)
    return Contender(
        "Hugo",
        folder,
        output=folder / "public",
        template=folder / "layouts" / "_partials" / "site_footer.html",
        build=command,
        form=as_yaml,
        kept=(cache, folder / "resources"),
        serve=lambda port: (*command, "server", "--bind", "127.0.0.1", "--port", str(port)),
    )


def eleventy_site(folder: Path) -> Contender:
    shutil.copytree(HERE / "sites" / "eleventy", folder)
    shutil.copytree(ROOT / "theme" / "static", folder / "static")
    command = ("node", eleventy(), "--quiet")
    (folder / "node_modules").symlink_to(TOOLS / "npm" / "node_modules")
    return Contender(
        "Eleventy",
        folder,
        output=folder / "_site",
        template=folder / "_includes" / "site_footer.njk",
        build=command,
        form=as_yaml,
        kept=(folder / ".cache",),
    )


MAKERS: dict[str, Callable[[Path], Contender]] = {
    "stock": stock,
    "incremental": incremental,
    "hugo": hugo_site,
    "eleventy": eleventy_site,
    "full": full,
}


def laid_out(names: Sequence[str], folder: Path, posts: Sequence[Post]) -> dict[str, Contender]:
    """Lay out a site of `posts` for each name, below `folder`. Raises ToolMissingError."""
    found = {name: MAKERS[name](folder / name) for name in names}
    for contender in found.values():
        contender.write(posts, posts)
    return found
