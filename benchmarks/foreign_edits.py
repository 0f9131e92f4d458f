"""Thirty edits of a site that nobody here knows: of texts, front matter, files, templates and settings."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foreign_build import TEXTS, Builder

FIELD = r"(?im)^(:?{name}: *).*$"


@dataclass(frozen=True, slots=True)
class Edit:
    """One thing that an author does."""

    name: str
    apply: Callable[[], None]


class Author:
    """Edits one site, always the same way."""

    def __init__(self, builder: Builder) -> None:
        self.builder = builder
        self.draw = random.Random(19)  # noqa: S311  # to be the same each time
        files = sorted(builder.content.rglob("*"))
        self.sources = [one for one in files if one.suffix in TEXTS[:3]] or [
            one for one in files if one.suffix in TEXTS
        ]
        self.static = [one for one in files if one.is_file() and one.suffix.lower() in (".png", ".jpg", ".txt", ".css")]
        self.templates = sorted(builder.theme.rglob("*.html")) if builder.theme else []
        self.kept: dict[Path, bytes] = {}
        self.number = 0

    def text(self) -> Path:
        return self.draw.choice([one for one in self.sources if one.is_file()])

    def words(self) -> str:
        self.number += 1
        return f"Words {self.number}"

    def append(self) -> None:
        file = self.text()
        file.write_bytes(file.read_bytes().rstrip() + f"\n\n{self.words()} and *more* of them.\n".encode())

    def set_field(self, name: str, value: str) -> None:
        for file in self.draw.sample(self.sources, len(self.sources)):
            text = file.read_text(encoding="utf-8", errors="surrogateescape") if file.exists() else ""
            made, found = re.subn(FIELD.format(name=name), rf"\g<1>{value}", text, count=1)
            if found:
                file.write_text(made, encoding="utf-8", errors="surrogateescape")
                return
        self.append()

    def title(self) -> None:
        self.set_field("title", self.words())

    def tags(self) -> None:
        self.set_field("tags", f"new tag, {self.words()}")

    def category(self) -> None:
        self.set_field("category", f"cat {self.number % 2}")

    def date(self) -> None:
        self.set_field("date", f"2013-0{self.number % 9 + 1}-02 10:00")

    def delete(self) -> None:
        file = self.text()
        self.kept[file] = file.read_bytes()
        file.unlink()

    def restore(self) -> None:
        for file, data in self.kept.items():
            file.write_bytes(data)
        self.kept.clear()

    def add(self) -> None:
        file = self.text()
        words = self.words()
        text = file.read_text(encoding="utf-8", errors="surrogateescape")
        for name in ("title", "slug"):
            text = re.sub(FIELD.format(name=name), rf"\g<1>{words.replace(' ', '-')}", text, count=1)
        made = file.with_name(f"{words.replace(' ', '-').lower()}{file.suffix}")
        made.write_text(text, encoding="utf-8", errors="surrogateescape")
        self.sources.append(made)

    def touch(self) -> None:
        self.text().touch()

    def move(self) -> None:
        file = self.text()
        moved = file.with_name(f"moved-{file.name}")
        file.rename(moved)
        self.sources[self.sources.index(file)] = moved

    def picture(self) -> None:
        if not self.static:
            return self.append()
        file = self.draw.choice(self.static)
        file.write_bytes(file.read_bytes() + b"\n")
        return None

    def template(self) -> None:
        if not self.templates:
            return self.setting()
        file = self.draw.choice(self.templates)
        file.write_text(file.read_text(encoding="utf-8") + f"<!-- {self.words()} -->\n", encoding="utf-8")
        return None

    def setting(self) -> None:
        self.builder.overrides["SITENAME"] = self.words()

    def pagination(self) -> None:
        self.builder.overrides["DEFAULT_PAGINATION"] = 3 + self.number % 3

    def nothing(self) -> None:
        """Build again."""


def edits_for(builder: Builder, number: int) -> list[Edit]:
    author = Author(builder)
    kinds = (
        author.append, author.title, author.tags, author.category, author.date, author.add, author.delete,
        author.nothing, author.restore, author.touch, author.move, author.picture, author.template, author.setting,
        author.pagination,
    )  # fmt: skip
    return [
        Edit(f"{count}. {kind.__name__}", kind) for count, kind in zip(range(1, number + 1), kinds * 3, strict=False)
    ]
