"""Outside this folder, only the listed tests use posts of this blog."""

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
POSTS = TESTS.parent / "content" / "posts"
# Of the program, and to become fewer: whoever changes one of them makes its post in the test, or takes it out of here.
NOT_FREED = {
    "browser/test_reading.py",
    "browser/test_site_engines.py",
    "browser/test_snippets.py",
    "checklistpage.py",
    "filterlogs.py",
}


@pytest.mark.slow
def test_no_other_test_knows_a_post_of_this_blog() -> None:
    slugs = "|".join(sorted(re.escape(folder.name) for folder in POSTS.glob("*/*")))
    # In a path or an address; by itself, as a word, a slug may be anything.
    named = re.compile(rf"\b20\d\d/(?:\d\d/)?(?:{slugs})\b")
    others = (file.relative_to(TESTS) for file in TESTS.rglob("*.py"))
    files = [file for file in others if file.parts[0] not in ("blog", "npm")]
    assert {file.as_posix() for file in files if named.search((TESTS / file).read_text("utf-8"))} == NOT_FREED
