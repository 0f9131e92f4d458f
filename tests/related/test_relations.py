import datetime as dt
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from faircopy.related.relations import Post, Relations, reading_list, relations


def post(slug: str, day: int, *tags: str, series: str = "") -> Post:
    return Post(slug, dt.datetime(2020, 1, day, tzinfo=dt.UTC), frozenset(tags), series)


def test_neighbours_are_by_date_whatever_the_order() -> None:
    found = relations([post("c", 3), post("a", 1), post("b", 2)])
    assert (found["a"].older, found["a"].newer) == (None, "b")
    assert (found["b"].older, found["b"].newer) == ("a", "c")
    assert (found["c"].older, found["c"].newer) == ("b", None)


def test_a_rare_tag_says_more_than_a_common_one() -> None:
    posts = [
        post("one", 1, "linux", "fail2ban"),
        post("rare", 2, "fail2ban"),
        post("common", 3, "linux"),
        post("common too", 4, "linux"),
        post("other", 5, "travel"),
    ]
    assert relations(posts)["one"].related == ("rare", "common too", "common")
    assert relations(posts)["other"].related == ()


def test_no_more_than_three_are_offered() -> None:
    posts = [post(str(day), day, "linux") for day in range(1, 9)]
    assert relations(posts)["1"].related == ("8", "7", "6")


@given(st.lists(st.frozensets(st.sampled_from("abcdef")), min_size=1, max_size=12))
def test_the_nearest_are_those_that_counting_finds(tags: list[frozenset[str]]) -> None:
    posts = [post(str(day), day, *tags) for day, tags in enumerate(tags, 1)]
    have = Counter(tag for one in posts for tag in one.tags)
    for one in posts:
        near = {other: sum(1 / have[tag] for tag in sorted(one.tags & other.tags)) for other in posts if other != one}
        ordered = sorted(near, key=lambda other: (near[other], other.date), reverse=True)
        assert relations(posts)[one.slug].related == tuple(other.slug for other in ordered if near[other])[:3]


def test_a_post_with_every_tag_there_is_costs_no_more_than_others() -> None:
    tags = [f"tag {number}" for number in range(40)]
    posts = [post(str(day), day, *tags) for day in range(1, 6)]
    assert relations(posts)["1"].related == ("5", "4", "3")


def test_a_series_is_told_from_its_start() -> None:
    posts = [post("b", 2, "x", series="S"), post("a", 1, "x", series="S"), post("lone", 3, "x", series="T")]
    found = relations(posts)
    assert found["b"].series == ("a", "b")
    assert found["lone"].series == ()
    # What is shown as a part of the series is not shown again as related.
    assert found["b"].related == ("lone",)


def test_each_article_is_offered_once_with_all_reasons() -> None:
    found = Relations("me", older="before", newer="next", series=("before", "me", "last"), related=("next", "far"))
    assert reading_list(found) == [
        ("before", "part 1 of 3, older"),
        ("last", "part 3 of 3"),
        ("next", "on the same subject, newer"),
        ("far", "on the same subject"),
    ]


def test_an_only_article_leads_nowhere() -> None:
    assert reading_list(relations([post("a", 1, "x", series="S")])["a"]) == []
