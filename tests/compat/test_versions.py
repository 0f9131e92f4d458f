"""With a Pelican that nobody has tried it with, `incremental` says so, and leaves the build to Pelican."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pelican
import pytest
from packaging.requirements import Requirement

from conftest import ROOT
from faircopy._compat.versions import KNOWN, installed, unknown_versions
from smallsite import Site, tree

BUILD = "from pelican import main; main(['-s', 'conf.py'])"


def test_what_is_installed_is_known() -> None:
    assert unknown_versions() == []


def test_what_may_be_installed_is_known() -> None:
    extras = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]
    (requests,) = (one for one in map(Requirement, extras["site"]) if one.name == "pelican")
    major, minor = KNOWN["pelican"].removesuffix(".").split(".")
    assert requests.specifier == f">={major}.{minor},<{major}.{int(minor) + 1}"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    site = Site(tmp_path)
    site.write("siteplugin.py", site.code)
    plugins = "'PLUGINS': ['faircopy.incremental.plugin', 'siteplugin'], 'PLUGIN_PATHS': ['.']"
    settings = repr(site.all_settings("out"))
    site.write("conf.py", f"globals().update({settings[:-1]}, {plugins}}})\n")
    return site


def built(site: Site, *path: Path) -> str:
    """Build in a process of its own; return what it says."""
    folders = [str(folder) for folder in (*path, ROOT / "plugins", site.folder)]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(folders), "COLUMNS": "1000"}
    done = subprocess.run(
        [sys.executable, "-c", BUILD],
        cwd=site.folder,
        env=environment,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("version", ["4.13.0", "5.0.0"])
def test_a_pelican_that_is_not_known_builds_as_it_does(site: Site, tmp_path: Path, version: str) -> None:
    # Pelican itself, with another version written beside it.
    faked = tmp_path / "faked"
    shutil.copytree(Path(pelican.__file__).parent, faked / "pelican", ignore=shutil.ignore_patterns("tests"))
    (faked / f"pelican-{version}.dist-info").mkdir()
    metadata = f"Metadata-Version: 2.1\nName: pelican\nVersion: {version}\n"
    (faked / f"pelican-{version}.dist-info" / "METADATA").write_text(metadata, encoding="utf-8")

    output = built(site, faked)

    assert f"incremental does not know the inside of pelican {version}" in output
    assert not (site.folder / "cache").exists()
    before = tree(site.folder / "out")
    assert "incremental" not in built(site)
    assert tree(site.folder / "out") == before
    assert (site.folder / "cache").exists()


def test_what_is_not_installed_is_not_known() -> None:
    assert installed("no-such-distribution") == "without a version"
