"""Which articles are related: parts of a series, articles with common tags, and the previous and next one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import groupby

from faircopy.languages.words import ENGLISH

MAX_RELATED = 3
# The rarest tags of a post are looked at, and no more: their sets are counted, and there are twice as many with each.
MAX_TAGS = 8


@dataclass(frozen=True, slots=True)
class Post:
    """The parts of an article that relations depend on."""

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


def relations(posts: Iterable[Post]) -> "RelatedPosts":
    """Return the relations of each of the `posts`, by its slug."""
    return RelatedPosts(sorted(posts, key=lambda post: (post.date, post.slug)))


class RelatedPosts:
    """Posts in the order of their dates; relations are computed when needed."""

    def __init__(self, ordered: Sequence[Post]) -> None:
        self.ordered = ordered
        self.place = {post.slug: place for place, post in enumerate(ordered)}
        self.of_series: dict[str, list[Post]] = defaultdict(list)
        self.of_tag: dict[str, int] = defaultdict(int)  # a bit for each place: one step looks at all posts
        for place, post in enumerate(ordered):
            self.of_series[post.series].append(post)
            for tag in post.tags:
                self.of_tag[tag] |= 1 << place

    def __contains__(self, slug: str) -> bool:
        return slug in self.place

    def __getitem__(self, slug: str) -> Relations:
        place = self.place[slug]
        series = self.series_of(self.ordered[place])
        return Relations(
            slug=slug,
            older=self.ordered[place - 1].slug if place else None,
            newer=self.ordered[place + 1].slug if place + 1 < len(self.ordered) else None,
            series=tuple(part.slug for part in series),
            related=tuple(self.related(self.ordered[place], excluded={slug, *(part.slug for part in series)})),
        )

    def series_of(self, post: Post) -> list[Post]:
        series = self.of_series[post.series] if post.series else []
        return series if len(series) > 1 else []

    def related(self, post: Post, excluded: set[str]) -> list[str]:
        """Return the posts that share tags with `post`, except the slugs `excluded`.

        A rare tag counts more than a frequent one. Of two equally related posts, the newer comes first.
        """
        others = (1 << len(self.ordered)) - 1
        for slug in excluded:
            others &= ~(1 << self.place[slug])
        rarest = sorted(post.tags, key=lambda tag: (self.of_tag[tag].bit_count(), tag))[:MAX_TAGS]
        # For each set of tags: how near it makes those that have them all, and which these are.
        nearness = [(0.0, others)]
        for tag in sorted(rarest):
            having, nearer = self.of_tag[tag], 1 / self.of_tag[tag].bit_count()
            nearness += [(near + nearer, posts & having) for near, posts in nearness if posts & having]
        found: list[str] = []
        for near, group in groupby(sorted(nearness, reverse=True), key=lambda pair: pair[0]):
            posts = 0
            for _, some in group:
                posts |= some & others
            while posts and near and len(found) < MAX_RELATED:
                newest = posts.bit_length() - 1
                found.append(self.ordered[newest].slug)
                posts &= ~(1 << newest)
                others &= ~(1 << newest)
        return found


def reading_list(found: Relations, words: NullTranslations = ENGLISH) -> list[tuple[str, str]]:
    """Return the slugs of related articles, each once, with a label.

    Parts of a series come first, then articles with common tags, then the previous and next one.
    """
    _ = words.gettext
    reasons: dict[str, list[str]] = {}
    for number, part in enumerate(found.series, 1):
        why = _("part %(number)s of %(total)s") % {"number": number, "total": len(found.series)}
        reasons.setdefault(part, []).append(why)
    for other in found.related:
        reasons.setdefault(other, []).append(_("on the same subject"))
    for neighbour, why in ((found.newer, _("newer")), (found.older, _("older"))):
        if neighbour:
            reasons.setdefault(neighbour, []).append(why)
    comma = words.pgettext("between two reasons", ", ")
    return [(slug, comma.join(some)) for slug, some in reasons.items() if slug != found.slug]
