"""Pelican plugin: gives each post with a checklist its form, data, downloads, changelog and service worker."""

import os
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import ChoiceLoader
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import truncate_html_words

from faircopy._compat.pelican import html_of, set_html
from faircopy.checklists.check import check_document
from faircopy.checklists.model import Checklist, ChecklistLock
from faircopy.checklists.pages.assets import read_assets
from faircopy.checklists.pages.page import environment_of, feed_list, form, loaders, places_parts, with_form
from faircopy.checklists.pages.page_data import ChecklistDownload, build_of_page, index_of, list_page
from faircopy.checklists.pages.script_words import script_words
from faircopy.checklists.pages.translated import in_language
from faircopy.checklists.pages.worker import DATA, WORKER, beside, worker_at, worker_of_data
from faircopy.checklists.record.revisions import first_record
from faircopy.checklists.recording import as_if_recorded
from faircopy.content.page_only import for_feeds, page_only
from faircopy.content.texts import root_of, with_translations
from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors
from faircopy.diagnostics.pelican_log import report_plainly
from faircopy.incremental.output import LAZY_OUTPUT, content_refreshed, write_file
from faircopy.languages.jinja import install
from faircopy.languages.words import site_words
from faircopy.markdown.document import Document, read_document


def add_extension(pelican: Any) -> None:
    """Add our Markdown extension if the settings do not name it."""
    # A new dictionary: the one that the settings file has may belong to other settings as well.
    markdown = pelican.settings["MARKDOWN"]
    configs = {"faircopy.checklists.extension": {}, **markdown.get("extension_configs", {})}
    pelican.settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def articles_of(generator: Any) -> Iterator[Any]:
    for kind in ("articles", "hidden_articles", "drafts", "translations", "hidden_translations", "drafts_translations"):
        yield from getattr(generator, kind)


def keep_source(content: Any) -> None:
    """Keep the source of a post with a list as it was read.

    The preview goes on to show that text when the file has errors, or is being written.
    """
    if hasattr(content, "checklist"):
        content.checklist_source = read_document(Path(os.path.relpath(content.source_path)))


def complete_posts(generator: Any) -> None:
    """Give each post with a list what its page needs. Raises ContentError if a list has errors."""
    diagnostics: list[Diagnostic] = []
    for article in articles_of(generator):
        if hasattr(article, "checklist"):
            diagnostics += complete(article, generator.settings)
    if has_errors(diagnostics):
        raise ContentError(sorted(diagnostics))


def complete(article: Any, settings: dict[str, Any]) -> tuple[Diagnostic, ...]:
    document: Document | Diagnostic = article.checklist_source
    if isinstance(document, Diagnostic):
        return ()
    checked_lists = check_document(document)
    found = tuple(dict.fromkeys(one for checked in checked_lists for one in checked.diagnostics))
    # A question is written in a preview, and recorded when it is as it should be; proofreading tells of it meanwhile.
    trials = [as_if_recorded(checked) if settings.get(LAZY_OUTPUT) else None for checked in checked_lists]
    if not checked_lists or any(
        checked.checklist is None or (has_errors(checked.diagnostics) and trial is None)
        for checked, trial in zip(checked_lists, trials, strict=True)
    ):
        return found
    lists = [
        # Only a draft's list may have no record yet; its author can try it all the same.
        (checked.checklist, trial or checked.lock or first_record(checked.checklist, f"{article.date:%Y-%m-%d}"))
        for checked, trial in zip(checked_lists, trials, strict=True)
        if checked.checklist
    ]
    put_into(article, settings, sorted(lists, key=lambda pair: pair[0].first_line), document.text)
    return () if any(trials) else found


def put_into(article: Any, settings: dict[str, Any], lists: list[tuple[Checklist, ChecklistLock]], source: str) -> None:
    """Put the forms into the text of a post, followed by the other parts if the theme does not place them."""
    words = site_words(settings).of(article.lang)
    lists = [(in_language(checklist, words), lock) for checklist, lock in lists]
    give_pages(article, settings, lists, source)
    # A draft has no address in production.
    address, environment = article.save_as or "index.html", environment_of(settings)
    worker = beside(address, WORKER)
    worker_path = "" if PurePosixPath(worker).name == WORKER else worker
    parts = ""
    if not places_parts(environment, f"{article.template}.html"):
        template = environment.get_template("checklist/all.html")
        made = template.render(article=article, SITEURL=root_of(address, settings), lang=article.lang)
        parts = page_only(f"\n{made}")
    article.feed_parts = {}

    def finished(checklist: Checklist, lock: ChecklistLock, texts: Mapping[int, str]) -> str:
        made = form(environment, checklist, lock.latest, worker_path, texts, article.lang)
        article.feed_parts[made] = feed_list(environment, checklist, texts)
        return made + (parts if checklist is lists[-1][0] else "")

    for checklist, lock in lists:
        set_html(article, with_form(html_of(article), checklist.name, partial(finished, checklist, lock)))


def give_pages(
    article: Any, settings: dict[str, Any], lists: list[tuple[Checklist, ChecklistLock]], source: str
) -> None:
    """Give a post what its template shows of its lists: data and downloads of each, and what all have in common."""
    words, of_script = site_words(settings).of(article.lang), script_words(site_words(settings), article.lang)
    address = article.save_as or "index.html"
    url = f"{settings['SITEURL']}/{article.url}"
    article.checklist_pages = tuple(
        list_page(address, checklist, lock, url, words, article.lang, of_script) for checklist, lock in lists
    )
    # For the theme: what all have in common, and whether there is any.
    article.checklist_page = article.checklist_pages[0]
    several = (index_of(address, [checklist for checklist, _ in lists], url),) if len(lists) > 1 else ()
    article.checklist_files = (*(one for page in article.checklist_pages for one in page.downloads), *several)
    article.checklist_build = build_of_page(article.checklist_page.assets, source, article.checklist_files)


def set_feed_contents(generators: list[Any]) -> None:
    for generator in generators:
        for article in articles_of(generator) if isinstance(generator, ArticlesGenerator) else ():
            set_feed_content(article)


def set_feed_content(article: Any) -> None:
    """Give feeds, whose readers have no forms, the plain list; the rest of the text stays the same, byte for byte."""
    if hasattr(article, "checklist_page"):
        article.feed_content = for_feeds(article, article.content)
        if "summary" not in article.metadata:
            # Pelican would make one of the beginning of the form.
            longest = article.settings["SUMMARY_MAX_LENGTH"]
            plain = article.feed_content
            article.metadata["summary"] = plain if longest is None else truncate_html_words(plain, longest)


def simplify_feed(context: Mapping[str, Any], feed: Any) -> None:
    """Put plain lists into one of Pelican's own feeds, whether or not another plugin reads `feed_content`."""
    listed = [one for one in with_translations(context["articles"]) if hasattr(one, "checklist_page")]
    for item in feed.items:
        for name in ("content", "description"):
            for article in listed if item[name] else ():
                item[name] = for_feeds(article, item[name])


def refresh(content: Any) -> None:
    """Update a single text that has changed. Raises ContentError if its list has errors."""
    if hasattr(content, "checklist"):
        diagnostics = complete(content, content.settings)
        if has_errors(diagnostics):
            raise ContentError(sorted(diagnostics))
    set_feed_content(content)


def write_files(generator: Any, writer: object) -> None:
    """Write the downloads of all lists, and the assets of their pages."""
    # A draft has no address in production.
    found = [one for one in articles_of(generator) if hasattr(one, "checklist_page") and one.save_as]
    for article in found:
        for number, download in enumerate(article.checklist_files):
            write_file(writer, generator.output_path, download.path, partial(download_of, article, number))
    if found:
        assets = read_assets()
        for name, data in assets.files.items():
            write_file(writer, generator.output_path, f"{assets.folder}/{name}", partial(bytes, data))


def download_of(article: Any, number: int) -> bytes:
    """Return a download as of now: a preview calls this again and again."""
    files: tuple[ChecklistDownload, ...] = article.checklist_files
    return files[number].text.encode()


def write_workers(pelican: Any) -> None:
    """Write a service worker beside each list, once all files that it caches are written."""
    output, site = Path(pelican.output_path), pelican.settings["SITEURL"]
    for exported in () if pelican.settings.get(LAZY_OUTPUT) else sorted(output.rglob(f"*{DATA}")):
        path = worker_of_data(exported.relative_to(output).as_posix())
        if (made := worker_at(path, site, partial(read_output, output))) is not None:
            (output / path).write_bytes(made)


def read_output(output: Path, path: str) -> bytes | None:
    file = output / path
    file = file / "index.html" if file.is_dir() else file
    return file.read_bytes() if file.is_file() else None


def add_templates(generator: Any) -> None:
    """Make our templates available to the theme's, which may replace them."""
    generator.env.loader = ChoiceLoader([generator.env.loader, *loaders()])
    install(generator.env, site_words(generator.settings))


def come_last(pelican: object) -> None:  # noqa: ARG001  # Pelican's signature
    """Connect after all other plugins: they may change texts, and a service worker has digests of what they write."""
    for signal, receiver in ((signals.all_generators_finalized, set_feed_contents), (signals.finalized, write_workers)):
        signal.disconnect(receiver)
        signal.connect(receiver)


def register() -> None:
    report_plainly()
    signals.initialized.connect(add_extension)
    signals.generator_init.connect(add_templates)
    signals.content_object_init.connect(keep_source)
    signals.article_generator_finalized.connect(complete_posts)
    signals.all_generators_finalized.connect(set_feed_contents)
    signals.feed_generated.connect(simplify_feed)
    signals.article_writer_finalized.connect(write_files)
    signals.initialized.connect(come_last)
    content_refreshed.connect(refresh)
