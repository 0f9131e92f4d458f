"""One build of a stranger's site, in a process of its own that dies with it."""

import hashlib
import importlib.util
import os
import re
import resource
import runpy
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Once, for all builds: what Python itself takes to start is not measured.
from pelican import Pelican
from pelican import settings as pelican_settings

from foreign_site_list import ForeignSite

TEXTS = (".md", ".markdown", ".rst", ".html")
ADDRESS = re.compile(rb"at 0x[0-9a-f]{8,}")
PLUGIN = "faircopy.incremental.plugin"


@dataclass(frozen=True, slots=True)
class Built:
    """What a build wrote, and what it took."""

    files: dict[str, str]  # path -> digest
    seconds: float  # of processor, children too


class BuildFailedError(Exception):
    """Pelican ended with an error; the message holds its last words."""


class Builder:
    """Builds one site, with and without `incremental`."""

    def __init__(self, root: Path, site: ForeignSite, work: Path) -> None:
        self.root, self.site = root, site
        self.stock, self.output, self.cache = work / "stock", work / "output", work / "cache"
        self.log = work / "log"
        self.overrides: dict[str, Any] = {}
        settings = self.settings()
        self.content = root / str(settings.get("PATH", "content"))
        theme = root / str(settings["THEME"])
        self.theme = theme if theme.is_dir() and theme.resolve().is_relative_to(work.resolve()) else None
        self.texts = sum(1 for file in self.content.rglob("*") if file.suffix in TEXTS)

    def settings(self) -> dict[str, Any]:
        """Return the site's own settings, less what is not installed here. It is run in a process that ends."""
        read, write = os.pipe()
        # Only what can be written down matters to us.
        if os.fork() == 0:
            os.close(read)
            found = read_settings(self.root, self.site)
            os.write(write, repr({key: str(found[key]) for key in ("PATH", "THEME") if key in found}).encode())
            os._exit(0)
        os.close(write)
        with os.fdopen(read) as answer:
            text = answer.read()
        os.wait()
        if not text:
            raise RuntimeError(f"the settings of {self.site.name} cannot be read")
        return {"THEME": "simple", **eval(text, {"__builtins__": {}})}  # noqa: S307  # repr of a dict of strings

    def build(self, output: Path, *, ours: bool) -> Built:
        before = used()
        child = os.fork()
        if child == 0:
            self.build_here(output, ours=ours)
        _, status = os.waitpid(child, 0)
        if status:
            raise BuildFailedError(f"{self.site.name}\n{self.log.read_text(errors='replace')[-3000:]}")
        return Built(files_of(output), used() - before)

    def build_here(self, output: Path, *, ours: bool) -> None:
        status = 1
        try:
            words = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(words, 1)
            os.dup2(words, 2)
            run_pelican(self, output, ours=ours)
            status = 0
        except BaseException:  # noqa: BLE001  # whatever it is, this process ends
            import traceback  # noqa: PLC0415

            traceback.print_exc()
        finally:
            os._exit(status)


def run_pelican(builder: Builder, output: Path, *, ours: bool) -> None:
    os.chdir(builder.root)
    found = read_settings(builder.root, builder.site) | builder.overrides
    found["OUTPUT_PATH"] = str(output)
    found["CACHE_CONTENT"] = found["LOAD_CONTENT_CACHE"] = False
    found["DELETE_OUTPUT_DIRECTORY"] = False
    found["PLUGINS"] = [*(found.get("PLUGINS") or []), *([PLUGIN] if ours else [])]
    if ours:
        found["INCREMENTAL_CACHE"] = str(builder.cache)
    settings = pelican_settings.configure_settings(
        {**pelican_settings.DEFAULT_CONFIG, **pelican_settings.handle_deprecated_settings(dict(found))}
    )
    Pelican(settings).run()


def read_settings(root: Path, site: ForeignSite) -> dict[str, Any]:
    os.chdir(root)
    sys.path.insert(0, str(root))
    ran = runpy.run_path(str(root / site.settings))
    found = {key: value for key, value in ran.items() if key.isupper()}
    if site.theme:
        found["THEME"] = site.theme
    theme = str(found.get("THEME", ""))
    if theme and (root / theme).is_dir():
        found["THEME"] = str((root / theme).resolve())
    path = root / str(found.get("PATH", "content"))
    found["PATH"] = str(path.resolve())
    folders = found.get("PLUGIN_PATHS") or ()
    found["PLUGIN_PATHS"] = [
        str((root / one).resolve()) for one in ([folders] if isinstance(folders, str) else folders)
    ]
    found.pop("PLUGIN_PATH", None)
    found["TYPOGRIFY"] = bool(found.get("TYPOGRIFY")) and is_there("smartypants.core")
    markdown = dict(found.get("MARKDOWN") or {})
    configs = markdown.get("extension_configs")
    if configs:
        markdown["extension_configs"] = {name: value for name, value in configs.items() if is_there(name)}
        found["MARKDOWN"] = markdown
    return found


def is_there(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None or "." not in name
    except ImportError:
        return False


def used() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_CHILDREN,)]
    return sum(one.ru_utime + one.ru_stime for one in both)


def files_of(folder: Path) -> dict[str, str]:
    files = (file for file in folder.rglob("*") if file.is_file())
    # Where an object is in memory, as a theme may show by mistake, is no matter of ours.
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(ADDRESS.sub(b"at 0x", file.read_bytes())).hexdigest()
        for file in files
    }
