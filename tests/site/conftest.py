"""A second site, for what the first has no post with."""

from pathlib import Path

import pytest

from conftest import SITEURL, Run
from pages import Page, pages_of
from testsite import site_with_everything


@pytest.fixture(scope="session")
def site_of_one_of_each(built_copy: Path, faircopy: Run, tmp_path_factory: pytest.TempPathFactory) -> Path:
    sources = site_with_everything(tmp_path_factory.mktemp("everything") / "sources", built_copy)
    result = faircopy(sources, "build", SITEURL=SITEURL)
    assert result.returncode == 0, result.stdout + result.stderr
    return sources / "output"


@pytest.fixture(scope="session")
def typical_post(site_of_one_of_each: Path) -> Page:
    """About 600 words, two blocks of code, links, tags and a category."""
    (page,) = [page for page in pages_of(site_of_one_of_each, SITEURL) if page.path.startswith("2014/01/")]
    return page
