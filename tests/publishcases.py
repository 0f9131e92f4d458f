"""How to provoke each guard of publishing: `tests/publish/cases/` has a module for each, with the guard's name."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from publishsite import SITEURL, Author

Files = dict[str, bytes]


@dataclass(frozen=True)
class GuardCase:
    """A harm that would be done to a site that was published once, if its guard were not there."""

    code: str  # of the rule that is broken
    arrange: Callable[[Author], None]  # leads to the harm, with the author's clone
    harm: Callable[[Files, Author], bool]  # sees it in what was published
    siteurl: str = SITEURL
    limits: Mapping[str, int] = field(default_factory=dict)  # "module.NAME" -> what to take for the constant


def committed(change: Callable[[Author], None]) -> Callable[[Author], None]:
    def arrange(author: Author) -> None:
        change(author)
        author.commit()

    return arrange


def post(slug: str, **fields: str) -> Callable[[Author], None]:
    return committed(lambda author: author.write_post(slug, **fields))


def setting(line: str) -> Callable[[Author], None]:
    return committed(lambda author: author.set(line))


def plugin(body: str) -> Callable[[Author], None]:
    """A plugin gone wrong, in the settings file: `output` is the folder that was built."""
    code = "\n    ".join(["from pathlib import Path", "output = Path(pelican.output_path)", *body.split("\n")])
    lines = (
        f"\nfrom pelican import signals\ndef gone_wrong(pelican):\n    {code}\nsignals.finalized.connect(gone_wrong)\n"
    )
    return setting(lines)


def both(*changes: Callable[[Author], object]) -> Callable[[Author], None]:
    def arrange(author: Author) -> None:
        for change in changes:
            change(author)
        author.git("push", "-q", "origin", "main")

    return arrange


def has(name: str, text: bytes = b"") -> Callable[[Files, Author], bool]:
    return lambda files, _: text in files.get(name, b"no such file") and name in files


def redirect_to(address: str) -> str:
    return f'<link rel="canonical" href="{address}"><meta http-equiv="refresh" content="0; url={address}">'
