"""Settings that name no plugins: Pelican loads all that are installed in its name space."""

import pkgutil
from pathlib import Path

import pelican.plugins
import pytest
from pelican.settings import DEFAULT_CONFIG

from faircopy.incremental.state import CACHE, installed_plugins, open_state


def test_a_site_that_names_no_plugins_is_opened(tmp_path: Path) -> None:
    settings = {**DEFAULT_CONFIG, CACHE: str(tmp_path / "cache")}
    assert settings["PLUGINS"] is None
    assert open_state(settings, None).session.code


def test_what_is_installed_is_what_pelican_looks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one/__init__.py").touch()
    (tmp_path / "module.py").touch()
    monkeypatch.setattr(pelican.plugins, "__path__", [*pelican.plugins.__path__, str(tmp_path)])
    found = {one.name for one in pkgutil.iter_modules([str(tmp_path)], "pelican.plugins.") if one.ispkg}
    assert found == {"pelican.plugins.one"}
    assert found <= set(installed_plugins())
    assert "pelican.plugins.module" not in installed_plugins()
