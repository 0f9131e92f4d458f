"""Pelican plugin: removes unpublished texts and their files in production, whatever other settings say.

Pelican writes drafts to addresses of their own, by a setting for each kind and language, and copies their files. Its
WITH_FUTURE_DATES reads the clock itself, so a site could not be built as of another time.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pelican import signals
from pelican.contents import Article, Page
from pelican.utils import posixize_path

from faircopy._compat.pelican import html_of
from faircopy.content.files import Texts, files_linked, is_named, unpublished_files
from faircopy.content.moment import MOMENT, Moment, moment_of
from faircopy.diagnostics.pelican_log import report_plainly
from faircopy.incremental.marks import needs_no_text
from faircopy.incremental.output import LAZY_OUTPUT

# A Pelican setting: whether unpublished content is left out, or only marked. By default it is left out, except in a
# preview, which writes nothing.
HOLD_BACK = "HOLD_BACK_FUTURE"
# ... and of the run that is under way: the sources of posts dated ahead, and the files of texts that are left out.
HELD_POSTS = "SCHEDULING_HELD_POSTS"
FILES_OF_HELD = "SCHEDULING_FILES_OF_HELD"
# ... and the dates that are to come, for who asks by setting an empty set.
DATES_AHEAD = "SCHEDULING_DATES_AHEAD"


def holds_back(settings: Mapping[str, Any]) -> bool:
    return bool(settings.get(HOLD_BACK, not settings.get(LAZY_OUTPUT)))


def held_posts(settings: Mapping[str, Any]) -> set[str]:
    found: set[str] = settings.get(HELD_POSTS) or set()
    return found


def start(pelican: Any) -> None:
    settings = pelican.settings
    settings[MOMENT] = moment_of(settings)
    settings[HELD_POSTS], settings[FILES_OF_HELD] = set(), set()
    if holds_back(settings):
        # The author's own list of drafts; and Pelican's cache of contents, which knows them as they once were.
        settings.update(DRAFTS_SAVE_AS="", CACHE_CONTENT=False, LOAD_CONTENT_CACHE=False)


def skip_however_written(_: object, metadata: dict[str, Any]) -> None:
    """Make Pelican skip `Status: Skip` too: it expects lower case, and crashes on other spellings."""
    if str(metadata.get("status", "")).lower() == "skip":
        metadata["status"] = "skip"


def mark_future(content: Any) -> None:
    """Set `held_until` on a post with a future date; if such posts are held back, make it a draft until then."""
    moment: Moment | None = content.settings.get(MOMENT)
    is_post = isinstance(content, Article) and hasattr(content, "date")
    if moment and is_post and moment.is_before(content.date):
        content.held_until = content.date
        content.settings.get(DATES_AHEAD, set()).add(content.date)
        if holds_back(content.settings):
            content.status = "draft"
            content.settings[HELD_POSTS].add(content.relative_source_path)
    # The settings may have Pelican read a folder of posts as one of pages, too; a page has no time.
    elif isinstance(content, Page) and content.relative_source_path in held_posts(content.settings):
        content.status = "draft"


@needs_no_text
def leave_out_posts(generator: Any) -> None:
    """Remove drafts before categories, tags and lists are made from the posts."""
    if holds_back(generator.settings):
        leave_out(generator, (generator.drafts, generator.drafts_translations))


@needs_no_text
def leave_out_pages(generator: Any) -> None:
    if holds_back(generator.settings):
        leave_out(generator, (generator.draft_pages, generator.draft_translations))


def leave_out(generator: Any, lists: Iterable[list[Any]]) -> None:
    for texts in lists:
        generator.settings[FILES_OF_HELD].update(links_of(texts))
        for text in texts:
            del generator.context["generated_content"][text.get_relative_source_path()]
        texts.clear()


def leave_out_files(generator: Any) -> None:
    """Remove the sources and files that belong only to unpublished texts; Pelican would copy them."""
    settings, context = generator.settings, generator.context
    if not holds_back(settings):
        return
    public = {path: text for path, text in context["generated_content"].items() if text is not None}
    unpublished = {*sources(generator)} - public.keys()
    if not unpublished:
        return
    texts = Texts(
        public=public.keys(),
        unpublished=unpublished,
        wanted=links_of(public.values()),
        linked_by_unpublished=settings[FILES_OF_HELD] | {*links_in(generator.path, unpublished)},
        addressed={os.path.normpath(path) for path, has in settings["EXTRA_PATH_METADATA"].items() if "path" in has},
        roots=(".", *settings["ARTICLE_PATHS"], *settings["PAGE_PATHS"]),
    )
    out = {*unpublished_files((file.relative_source_path for file in generator.staticfiles), texts)}
    if out - unpublished:
        # Front matter may link to files too, and a text without any sign of Pelican's.
        words = "\n".join(f"{html_of(text)}\n{text.metadata}" for text in public.values())
        out -= {path for path in out - unpublished if is_named(path, words, settings["SITEURL"])}
    # In place: the context has the same list.
    generator.staticfiles[:] = [file for file in generator.staticfiles if file.relative_source_path not in out]
    for path in out:
        context["static_content"].pop(path, None)


def sources(generator: Any) -> Iterator[str]:
    """Yield everything that may be the source of a text; Pelican does not report skipped texts."""
    settings = generator.settings
    for kind in ("ARTICLE", "PAGE"):
        for file in generator.get_files(settings[f"{kind}_PATHS"], exclude=settings[f"{kind}_EXCLUDES"]):
            yield posixize_path(os.path.normpath(file))


def links_in(folder: str, unpublished: Iterable[str]) -> Iterator[str]:
    """Yield the files that sources below `folder` link to; Pelican does not read the skipped ones, so we do."""
    for source in unpublished:
        with suppress(OSError):
            yield from files_linked(source, Path(folder, source).read_text(encoding="utf-8", errors="replace"))


def links_of(texts: Iterable[Any]) -> set[str]:
    return {os.path.normpath(link) for text in texts for link in text.get_static_links()}


def register() -> None:
    report_plainly()
    signals.initialized.connect(start)
    signals.article_generator_context.connect(skip_however_written)
    signals.page_generator_context.connect(skip_however_written)
    signals.content_object_init.connect(mark_future)
    signals.article_generator_pretaxonomy.connect(leave_out_posts)
    signals.page_generator_finalized.connect(leave_out_pages)
    signals.static_generator_finalized.connect(leave_out_files)
