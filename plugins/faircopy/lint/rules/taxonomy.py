"""Tags and categories with several spellings."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from faircopy.content.settings import Site
from faircopy.diagnostics.model import Severity
from faircopy.lint.addresses import term_slug
from faircopy.lint.checks import SiteCheck, SiteContext
from faircopy.lint.findings import Edit, LintFinding
from faircopy.lint.parts import FieldPart, parts_of
from faircopy.lint.rule import LintRule
from faircopy.markdown.document import Document

CATEGORY_UNKNOWN = LintRule(
    "FM113",
    Severity.WARNING,
    "a category is not one of the site's",
    "correct it, which `--fix` does when only the letters' case differs, "
    "or add it to `KNOWN_CATEGORIES` in `pelicanconf.py`",
    bad="""\
-- pelicanconf.py --
KNOWN_CATEGORIES = ["Notes"]
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Category: ▶Nots
""",
    good="""\
-- pelicanconf.py --
KNOWN_CATEGORIES = ["Notes"]
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Category: Notes
""",
)
TERM_DIFFERS = LintRule(
    "FM114",
    Severity.WARNING,
    "a tag or category differs from another only by its spelling",
    "write it as the other posts do; `--fix` does this when only the letters' case differs",
    bad="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Tags: fail2ban
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
Tags: ▶Fail2ban
""",
    good="""\
-- content/posts/2018/a/index.md --
Title: A
Date: 2018-01-02
Slug: a
Summary: Words.
Tags: fail2ban
-- content/posts/2018/b/index.md --
Title: B
Date: 2018-01-02
Slug: b
Summary: Words.
Tags: fail2ban
""",
)

# Shorter words differ by a letter all the time.
MIN_COMPARED_CHARS = 6


@SiteCheck
def check_terms(context: SiteContext) -> Iterator[LintFinding]:
    """Yield each tag or category that resembles a more frequent one."""
    documents, site = context.posts, context.site
    for key in ("category", "tags"):
        places = [(document, part) for document in documents for part in parts_of(document, key)]
        better = usual_forms(part.text for _, part in places)
        for document, part in places:
            usual = better.get(part.text)
            if key == "category" and site.categories and part.text not in site.categories:
                usual = next((one for one in site.categories if alike(one) == alike(part.text)), None) or usual
                yield unknown_category(document, part, site, usual)
            elif usual:
                yield differing(document, part, key.removesuffix("s"), usual)


def usual_forms(names: Iterable[str]) -> dict[str, str]:
    """Map each name to the more frequent name that it resembles; of equally frequent names, the first stays."""
    counts = Counter(names)
    ranked = sorted(counts, key=lambda name: -counts[name])  # a stable sort: first come, first served
    better: dict[str, str] = {}
    known: dict[str, str] = {}
    for name in ranked:
        signs = {alike(name), term_slug(name), *(shortened(name) if is_comparable(name) else ())}
        candidates = [known[sign] for sign in sorted(signs) if sign in known]
        usual = next((one for one in candidates if is_slip(alike(name), alike(one))), None)
        if usual is not None:
            better[name] = usual
        else:
            known.update(dict.fromkeys(signs, name))
    return better


def alike(name: str) -> str:
    """Return a name without case, accents, hyphens and spaces."""
    return re.sub(r"[\W_]+", "", term_slug(name)) or name


def is_comparable(name: str) -> bool:
    # 'python2' and 'python3' are two things.
    return len(name) >= MIN_COMPARED_CHARS and not any(character.isdigit() for character in name)


def shortened(name: str) -> Iterator[str]:
    """Yield `name` with each letter left out: names that are one slip of the finger apart have one of these in common.

    So names need not be compared pair by pair: https://github.com/wolfgarbe/SymSpell
    """
    plain = alike(name)
    # The first letter is seldom wrong.
    yield from (f"{plain[:place]}{plain[place + 1 :]}" for place in range(1, len(plain)))


def is_slip(first: str, second: str) -> bool:
    """Tell whether two words differ by at most one inserted, missing, wrong or transposed letter."""
    if len(first) != len(second):
        return True  # they have a shortened form in common, or the same slug
    wrong = [place for place, (one, other) in enumerate(zip(first, second, strict=True)) if one != other]
    swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and first[wrong[0]] == second[wrong[1]]
    return len(wrong) <= 1 or (swapped and first[wrong[1]] == second[wrong[0]])


def unknown_category(document: Document, part: FieldPart, site: Site, usual: str | None) -> LintFinding:
    hint = f"did you mean '{usual}'?" if usual else f"known: {', '.join(site.categories)};"
    hint += " KNOWN_CATEGORIES in pelicanconf.py lists them"
    fact = f"unknown category '{part.text}'"
    found = CATEGORY_UNKNOWN.at(document.path, part.line, fact, hint, column=part.column)
    return LintFinding(found, case_edit(part, usual))


def differing(document: Document, part: FieldPart, kind: str, usual: str) -> LintFinding:
    fact = f"the {kind} '{part.text}' looks like '{usual}'"
    found = TERM_DIFFERS.at(document.path, part.line, fact, f"write '{usual}'", column=part.column)
    return LintFinding(found, case_edit(part, usual))


def case_edit(part: FieldPart, usual: str | None) -> tuple[Edit, ...]:
    """Return the edit of a name that differs from the usual one only by case."""
    same_words = usual is not None and part.text.casefold() == usual.casefold()
    return (Edit(part.line, part.column, part.text, usual),) if usual is not None and same_words else ()
