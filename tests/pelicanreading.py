"""What Pelican makes of one text, without building a site: its front matter, and all complaints."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican.contents import Article, Page, SkipStub
from pelican.readers import Readers

from faircopy.build.complaints import collected_records
from faircopy.build.run import load_settings
from faircopy.diagnostics.model import Diagnostic


@dataclass(frozen=True)
class PelicanReading:
    """What came of one text."""

    complaints: tuple[str, ...]  # logged as a warning or worse, or raised; none: a build takes it
    metadata: Mapping[str, Any]
    skipped: bool  # as if the file were not there


class PelicanReader:
    """Reads texts with the settings of a site, one after the other."""

    def __init__(self, settings_file: Path, folder: Path) -> None:
        loaded = load_settings(settings_file, {"OUTPUT_PATH": str(folder / "output"), "CACHE_CONTENT": False})
        assert not isinstance(loaded, Diagnostic), loaded
        self.settings = {**loaded, "PATH": str(folder)}
        self.readers = Readers(self.settings)
        self.folder = folder

    def read(self, data: bytes, *, dated: bool) -> PelicanReading:
        name = "posts/2020/a/index.md" if dated else "pages/a.md"
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        raised: list[str] = []
        content: Any = None
        with collected_records() as records:
            try:
                content = self.readers.read_file(
                    self.folder, name, content_class=Article if dated else Page, context={}
                )
                # Pelican's generators raise on a text that is to be skipped and is none of its stubs.
                valid = isinstance(content, SkipStub) or (content.is_valid() and content.status != "skip")
            except Exception as error:  # noqa: BLE001  # whatever it is, a build ends with it
                raised.append(f"{type(error).__name__}: {error}")
            else:
                raised += [] if valid else ["it is not valid"]
        messages = [record.getMessage() for record in records if record.levelno >= logging.WARNING]
        return PelicanReading((*messages, *raised), getattr(content, "metadata", {}), isinstance(content, SkipStub))
