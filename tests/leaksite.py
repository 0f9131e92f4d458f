"""The sources of a small site, and files as a build would write them, to be searched for what is held back."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from faircopy.build.leaks.files import BuiltFiles
from faircopy.build.leaks.search import check_held_back
from faircopy.build.leaks.search_settings import SearchSettings
from faircopy.build.leaks.sources import sources_for
from faircopy.build.leaks.unpack import LIMITS, UnpackLimits
from faircopy.build.settings_metadata import settings_metadata
from faircopy.cache.database import Session
from faircopy.content.moment import Moment
from faircopy.diagnostics.model import Diagnostic

MOMENT = Moment(datetime(2026, 11, 23, tzinfo=UTC), ZoneInfo("UTC"))
HELD = "content/posts/2026/held/index.md"
HUSHED = "The harbour bridge will be painted in another colour, says the caf\u00e9 owner on \u00c5land street."


class Site:
    """The sources of a site and what was built from them, as files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.allowed: tuple[str, ...] = ()
        self.session: Session | None = None  # what is kept between searches
        self.settings: dict[str, Any] = {}  # of Pelican
        self.moment = MOMENT
        (folder / "theme/static").mkdir(parents=True)
        (folder / "output").mkdir()
        self.post("held", HUSHED, "Status: draft\n")
        self.post("open", "Everybody may read of bridges, which are long and high and made of steel by many hands.")

    def post(self, slug: str, body: str, more: str = "", title: str = "") -> None:
        text = (
            f"Title: {title or f'A text called {slug}, as it were'}\nDate: 2020-01-01\nSlug: {slug}\n{more}\n{body}\n"
        )
        self.write(f"content/posts/2026/{slug}/index.md", text)

    def write(self, name: str, data: str | bytes) -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data if isinstance(data, bytes) else data.encode())

    def beside(self, name: str, data: str | bytes, slug: str = "held") -> None:
        self.write(f"content/posts/2026/{slug}/{name}", data)

    def found(self, name: str = "", data: str | bytes = b"", limits: UnpackLimits = LIMITS) -> list[Diagnostic]:
        """Say what is found in the output, with one more file."""
        if name:
            self.write(f"output/{name}", data)
        settings = SearchSettings(
            self.folder / "content",
            self.folder / "theme",
            tuple(sorted(self.folder.glob("*.py"))),
            self.moment,
            ("{date:%Y}/{date:%m}/{slug}/", "{slug}/", "drafts/{slug}/"),
            self.folder,
            "https://example.org",
            ("{date:%Y}/{date:%m}/{slug}/index.html", "{slug}/index.html"),
            settings_metadata(self.settings),
            self.allowed,
        )
        return list(check_held_back(BuiltFiles(self.folder / "output"), sources_for(settings), self.session, limits))

    def codes(self, name: str = "", data: str | bytes = b"", limits: UnpackLimits = LIMITS) -> list[str]:
        return [one.code for one in self.found(name, data, limits)]
