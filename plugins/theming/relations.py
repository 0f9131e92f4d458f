"""Which articles belong together: of one series, on one subject, and before and after."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

MOST_RELATED = 3


@dataclass(frozen=True, slots=True)
class Post:
    """As much of an article as says what it belongs to."""

    slug: str  # its name, of which there is one
    date: dt.datetime
    tags: frozenset[str] = frozenset()
    series: str = ""  # the name of the series, "" for none


@dataclass(frozen=True, slots=True)
class Relations:
    """The slugs of the articles that one article leads to."""

    slug: str  # the article itself
    older: str | None
    newer: str | None
    series: tuple[str, ...]  # oldest first, the article itself among them; empty where there is but one
    related: tuple[str, ...]  # nearest first


def relations(posts: Iterable[Post]) -> dict[str, Relations]:
    """Return what each of the `posts` leads to, by its slug."""
    ordered = sorted(posts, key=lambda post: (post.date, post.slug))
    newer = {older.slug: newer.slug for older, newer in pairwise(ordered)}
    older = {newer.slug: older.slug for older, newer in pairwise(ordered)}
    rarity = {tag: 1 / number for tag, number in Counter(tag for post in ordered for tag in post.tags).items()}
    return {
        post.slug: Relations(
            slug=post.slug,
            older=older.get(post.slug),
            newer=newer.get(post.slug),
            series=series_of(post, ordered),
            related=related(post, ordered, rarity),
        )
        for post in ordered
    }


def onward(found: Relations) -> list[tuple[str, str]]:
    """Return the slugs that an article leads to, each once, with the words that say why.

    The parts of a series come first, then what is on the same subject, then what came before and after.
    """
    reasons: dict[str, list[str]] = {}
    for number, part in enumerate(found.series, 1):
        reasons.setdefault(part, []).append(f"part {number} of {len(found.series)}")
    for other in found.related:
        reasons.setdefault(other, []).append("on the same subject")
    for neighbour, why in ((found.newer, "newer"), (found.older, "older")):
        if neighbour:
            reasons.setdefault(neighbour, []).append(why)
    return [(slug, ", ".join(told)) for slug, told in reasons.items() if slug != found.slug]


def series_of(post: Post, ordered: Sequence[Post]) -> tuple[str, ...]:
    parts = tuple(other.slug for other in ordered if post.series and other.series == post.series)
    return parts if len(parts) > 1 else ()


def related(post: Post, ordered: Sequence[Post], rarity: dict[str, float]) -> tuple[str, ...]:
    """Return the posts that share tags with `post`; a tag that few posts have says more than one that many have."""
    told = set(series_of(post, ordered))
    near = {other: sum(rarity[tag] for tag in sorted(post.tags & other.tags)) for other in ordered if other is not post}
    # The newer of two that are equally near; a part of the same series is shown as that.
    ranked = sorted(near, key=lambda other: (near[other], other.date, other.slug), reverse=True)
    return tuple(other.slug for other in ranked if near[other] and other.slug not in told)[:MOST_RELATED]
