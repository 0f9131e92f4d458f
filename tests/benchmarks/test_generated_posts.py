"""The posts that generators are compared on."""

import ast
import configparser
import hashlib
import re
import statistics
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generated_posts import (
    CATEGORIES,
    TAGS,
    Post,
    as_pelican,
    as_yaml,
    edited,
    file_of,
    generated,
    retitled,
    write_posts,
)

POSTS = generated(100)
DIGEST = "4405ea87c1c7cb653d8ad5019f8c799003f812c8742d9e681da93b0fdd6f7ebe"  # of their Markdown
FENCE = re.compile(r"^```(\w+)\n(.*?)\n```$", re.MULTILINE | re.DOTALL)


def prose(post: Post) -> str:
    return FENCE.sub("", post.body)


def code(language: str) -> list[str]:
    return [text for post in POSTS for name, text in FENCE.findall(post.body) if name == language]


def test_they_are_the_same_on_every_machine() -> None:
    text = "".join(as_pelican(post, POSTS) for post in POSTS)
    assert hashlib.sha256(text.encode()).hexdigest() == DIGEST


def test_another_seed_gives_other_posts() -> None:
    assert {post.body for post in generated(5, "other")}.isdisjoint(post.body for post in generated(5))


def test_a_post_has_the_same_text_however_many_there_are() -> None:
    assert [post.body for post in generated(10)] == [post.body for post in POSTS[:10]]


def test_a_post_has_about_600_words_and_two_blocks_of_code() -> None:
    assert 580 < statistics.mean(len(prose(post).split()) for post in POSTS) < 620
    assert all(400 < len(prose(post).split()) < 800 for post in POSTS)
    assert all(len(FENCE.findall(post.body)) == 2 for post in POSTS)


@pytest.mark.slow
def test_no_two_have_an_address_or_a_date_in_common() -> None:
    many = generated(5000)
    assert len({post.slug for post in many}) == len({post.date for post in many}) == 5000
    assert sorted(many, key=lambda post: post.date) == many
    assert len({post.date.year for post in many}) > 8


def test_every_tag_and_category_is_used() -> None:
    assert {tag for post in POSTS for tag in post.tags} == set(TAGS)
    assert {post.category for post in POSTS} == set(CATEGORIES)


def test_their_programs_are_correct() -> None:
    assert all(ast.parse(text) for text in code("python"))
    for text in code("ini"):
        configparser.ConfigParser().read_string(text)
    for text in code("bash"):
        subprocess.run(["bash", "-n"], input=text, text=True, check=True)


@pytest.mark.parametrize("form", [as_pelican, as_yaml])
def test_links_lead_to_earlier_posts(form: Callable[[Post, Sequence[Post]], str]) -> None:
    newest = POSTS[-1]
    links = re.findall(r"\]\((?!https:)([^)]*)\)", form(newest, POSTS))
    targets = {f"{{filename}}/{file_of(post)}" for post in POSTS} | {f"/{post.address}" for post in POSTS}
    assert len(links) == 2
    assert targets.issuperset(links)


def test_an_edit_is_in_the_text_and_changes_nothing_else() -> None:
    before, after = (as_pelican(post, POSTS) for post in (POSTS[3], edited(POSTS[3], "New words")))
    assert after.replace("New words. ", "") == before
    assert after != before


def test_a_new_title_comes_with_a_new_tag_and_the_same_address() -> None:
    after = retitled(POSTS[3], "again", "zebras")
    assert after.title.endswith(" again")
    assert after.tags == (*POSTS[3].tags, "zebras")
    assert (after.address, after.body) == (POSTS[3].address, POSTS[3].body)


def test_files_are_where_our_own_posts_are(tmp_path: Path) -> None:
    write_posts(tmp_path, POSTS[:1], POSTS, as_pelican)
    [file] = tmp_path.rglob("*.md")
    assert re.fullmatch(r"posts/\d{4}/[a-z0-9-]+/index\.md", file.relative_to(tmp_path).as_posix())
    assert file.read_text(encoding="utf-8") == as_pelican(POSTS[0], POSTS)
