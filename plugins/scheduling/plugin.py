"""Pelican plugin: keeps a post back until its date, and with it all that only such a post would bring along.

Pelican's own WITH_FUTURE_DATES reads the clock by itself, so a site could not be built as of another time.
"""

from pathlib import PurePath
from typing import Any

from pelican import signals
from pelican.contents import Article

from scheduling.moment import MOMENT, Moment, moment_of

# A Pelican setting: whether a post of the future is a draft (production), or is only marked (preview).
HOLD_BACK = "HOLD_BACK_FUTURE"


def note_moment(pelican: Any) -> None:
    pelican.settings[MOMENT] = moment_of(pelican.settings)


def mark_future(content: Any) -> None:
    """Give a post whose time has not come `held_until`; where it is held back, it is a draft until then."""
    moment: Moment | None = content.settings.get(MOMENT)
    is_post = isinstance(content, Article) and hasattr(content, "date")
    if moment and is_post and moment.is_before(content.date):
        content.held_until = content.date
        if content.settings.get(HOLD_BACK):
            content.status = "draft"


def keep_files_back(generator: Any) -> None:
    """Leave out the files that only a text links that is written nowhere; Pelican copies them all the same."""
    texts = [text for text in generator.context["generated_content"].values() if text is not None]
    # What is published has a place, so that thousands need not be asked for theirs.
    unwritten = [text for text in texts if text.status != "published" and not text.save_as]
    if not unwritten:
        return
    written = links_of(text for text in texts if text not in unwritten)
    only_unwritten = links_of(unwritten) - written
    copied_anyway = [PurePath(path) for path in generator.settings["STATIC_PATHS"]]

    def stays(file: Any) -> bool:
        path = PurePath(file.relative_source_path)
        return path.as_posix() not in only_unwritten or any(path.is_relative_to(folder) for folder in copied_anyway)

    generator.staticfiles[:] = [file for file in generator.staticfiles if stays(file)]


def links_of(texts: Any) -> set[str]:
    return {link for text in texts for link in text.get_static_links()}


def register() -> None:
    signals.initialized.connect(note_moment)
    signals.content_object_init.connect(mark_future)
    signals.static_generator_finalized.connect(keep_files_back)
