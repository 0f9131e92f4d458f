"""Files of a site's own that take the place of some of the theme's are looked at wherever the theme is."""

from pathlib import Path

import pytest

from faircopy.build.leaks.search_settings import SearchSettings
from faircopy.build.leaks.sources import Sources
from faircopy.build.run import links_out_of_theme
from faircopy.build.settings_places import origin_of
from faircopy.content.theme import theme_folders
from leaksite import MOMENT


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "site"
    (folder / "theme" / "templates" / "partials").mkdir(parents=True)
    (folder / "theme" / "static").mkdir()
    monkeypatch.chdir(folder)
    return folder


def settings_in(site: Path) -> dict[str, object]:
    return {
        "THEME": str(site.parent / "installed"),
        "THEME_TEMPLATES_OVERRIDES": ["theme/templates"],
        "THEME_STATIC_PATHS": ["static", str(site / "theme" / "static")],
    }


def test_the_folders_are_those_of_both(site: Path) -> None:
    looks = theme_folders(settings_in(site))
    theme = site.parent / "installed"
    assert looks.templates == (site / "theme/templates", theme / "templates")
    assert looks.static == (theme / "static", site / "theme/static")
    assert looks.own == (site / "theme/templates", site / "theme/static")
    # Neither need be there yet.
    assert looks.watched(site) == (site / "theme",)
    assert theme_folders({"THEME": str(theme)}).own == ()


def test_a_link_that_leads_out_is_told(site: Path) -> None:
    (site / "theme/static/host.txt").symlink_to("/etc/hostname")
    (found,) = links_out_of_theme(theme_folders(settings_in(site)), site)
    assert str(found).startswith("theme/static/host.txt:1: error MD011 it is a symbolic link that leads out")


def test_an_address_of_an_own_template_is_told_there(site: Path) -> None:
    template = site / "theme/templates/partials/promises.html"
    template.write_text('<p>\n<a href="{{ SITEURL }}/nowhere/">')
    folders = theme_folders(settings_in(site)).templates
    found = origin_of("https://x/nowhere/", "https://x", site / "pelicanconf.py", folders)
    assert found
    assert (found.path, found.line) == ("theme/templates/partials/promises.html", 2)


def test_the_words_of_own_templates_are_the_themes(site: Path) -> None:
    (site / "theme/templates/partials/promises.html").write_text("own words")
    looks = theme_folders(settings_in(site))
    told = SearchSettings(site, looks.theme, (), MOMENT, (), site, own_theme=looks.own)
    assert Sources(told, (), (), ()).template_words == ("own words",)
