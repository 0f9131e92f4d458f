"""Pelican plugin: posts that name a checklist get its data, downloads, changelog and service worker."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import ArticlesGenerator

from faircopy._compat.pelican import html_of, set_html
from faircopy.checklists import rules
from faircopy.checklists.changelog import News, changelog
from faircopy.checklists.check import check_document
from faircopy.checklists.exports import as_csv, as_json, as_markdown
from faircopy.checklists.feed import without_forms
from faircopy.checklists.model import Checklist, Lock
from faircopy.checklists.page import opening
from faircopy.checklists.recording import as_if_recorded
from faircopy.checklists.revisions import first_record
from faircopy.checklists.worker import BUILD, FILES, build_of, fetched_by, filled, path_at
from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors
from faircopy.incremental.offers import ON_REQUEST, offer
from faircopy.incremental.signals import content_refreshed
from faircopy.markdown.document import read_document

JSON_NAME = "checklist.json"
WORKER = "sw.js"


@dataclass(frozen=True, slots=True)
class Download:
    name: str  # of the file, in the post's own folder
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a post's template shows of its list, besides the list."""

    data: str  # JSON that may stand in a `script`
    downloads: tuple[Download, ...]
    changelog: tuple[News, ...]


def add_extension(pelican: Any) -> None:
    """Have Markdown read lists, also where the settings do not name our extension."""
    # A new dictionary: the one that the settings file has may belong to other settings as well.
    markdown = pelican.settings["MARKDOWN"]
    configs = {"faircopy.checklists.extension": {}, **markdown.get("extension_configs", {})}
    pelican.settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def articles_of(generator: Any) -> Iterator[Any]:
    for kind in ("articles", "hidden_articles", "drafts", "translations", "hidden_translations", "drafts_translations"):
        yield from getattr(generator, kind)


def complete_posts(generator: Any) -> None:
    """Give each post with a list what its page needs. Raises ContentError when a list has errors."""
    diagnostics: list[Diagnostic] = []
    for article in articles_of(generator):
        if hasattr(article, "checklist"):
            diagnostics += complete(article, generator.settings)
    if has_errors(diagnostics):
        raise ContentError(sorted(diagnostics))


def complete(article: Any, settings: dict[str, Any]) -> tuple[Diagnostic, ...]:
    document = read_document(Path(os.path.relpath(article.source_path)))
    checked = None if isinstance(document, Diagnostic) else check_document(document)
    # A question is written in a preview, and recorded when it is as it should be; proofreading tells of it meanwhile.
    trial = as_if_recorded(checked) if checked and settings.get(ON_REQUEST) else None
    if checked is None or checked.checklist is None or (has_errors(checked.diagnostics) and trial is None):
        return checked.diagnostics if checked else ()
    checklist = checked.checklist
    # Only a draft's list may have no record yet; its author can try it all the same.
    lock = trial or checked.lock or first_record(checklist, f"{article.date:%Y-%m-%d}")
    url = f"{settings['SITEURL']}/{article.url}"
    article.checklist_page = list_page(checklist, lock, url)
    set_html(article, html_of(article).replace(opening(checklist.name), opening(checklist.name, lock.latest), 1))
    return checked.diagnostics if trial is None else ()


def list_page(checklist: Checklist, lock: Lock, url: str) -> ListPage:
    data = as_json(checklist, lock, url)
    downloads = (
        Download("checklist.md", "Markdown", as_markdown(checklist, lock, url)),
        Download("checklist.csv", "CSV", as_csv(checklist, lock)),
        Download(JSON_NAME, "JSON", data),
    )
    return ListPage(data, downloads, changelog(lock))


def set_feed_contents(generators: list[Any]) -> None:
    for generator in generators:
        for article in articles_of(generator) if isinstance(generator, ArticlesGenerator) else ():
            set_feed_content(article)


def set_feed_content(article: Any) -> None:
    if hasattr(article, "checklist_page"):
        article.feed_content = without_forms(article.content)


def refresh(content: Any) -> None:
    """Do for a text that has changed what has been done for all. Raises ContentError when its list has errors."""
    if hasattr(content, "checklist"):
        diagnostics = complete(content, content.settings)
        if has_errors(diagnostics):
            raise ContentError(sorted(diagnostics))
    set_feed_content(content)


def write_downloads(generator: Any, writer: object) -> None:
    for article in articles_of(generator):
        # A draft has no address in production.
        if hasattr(article, "checklist_page") and article.save_as:
            for number, download in enumerate(article.checklist_page.downloads):
                name = f"{PurePosixPath(article.save_as).parent}/{download.name}"
                offer(writer, generator.output_path, name, partial(download_of, article, number))


def download_of(article: Any, number: int) -> bytes:
    """Return a download as it is at this time: a preview asks again and again."""
    page: ListPage = article.checklist_page
    return page.downloads[number].text.encode()


# The address of a file of the site, below its own -> what is in it; None where there is none.
Read = Callable[[str], bytes | None]


def write_workers(pelican: Any) -> None:
    """Write a service worker beside each list, when all that it has to know of is written."""
    output = Path(pelican.output_path)
    if pelican.settings.get(ON_REQUEST):
        return
    for exported in sorted(output.rglob(JSON_NAME)):
        folder = exported.parent.relative_to(output).as_posix()
        (exported.parent / "sw.js").write_bytes(worker(folder, pelican.settings, partial(read_output, output)))


def read_output(output: Path, path: str) -> bytes | None:
    file = output / path
    file = file / "index.html" if file.is_dir() else file
    return file.read_bytes() if file.is_file() else None


def worker(folder: str, settings: Mapping[str, Any], read: Read) -> bytes:
    """Return the service worker for the list in `folder` of the site.

    Raises ContentError when the theme has none that can be filled in.
    """
    site = settings["SITEURL"]
    page = f"{site}/{folder}/"
    scripts = Path(settings["THEME"], "static", "js", "checklist")
    modules = sorted(module.relative_to(scripts).as_posix() for module in scripts.rglob("*.js"))
    theme = f"{site}/{settings['THEME_STATIC_DIR']}/js/checklist"
    addresses = [page, *fetched_by((read(f"{folder}/") or b"").decode(), page)]
    addresses += [f"{theme}/{module}" for module in modules if module != WORKER]
    held = ((address, read(path) if (path := path_at(address, site)) is not None else None) for address in addresses)
    ours = {urlsplit(address).path: data for address, data in held if data is not None}
    source = scripts / WORKER
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    made = filled(text, list(ours), build_of(ours.items()))
    if made is None:
        fact = "there is no service worker here" if not text else "the service worker cannot be filled in"
        hint = f"a list needs one offline: it has to hold, once each, the lines '{FILES}' and '{BUILD}'"
        raise ContentError([rules.WORKER_UNUSABLE.at(os.path.relpath(source), 1, fact, hint)])
    return made.encode()


def write_workers_last(pelican: object) -> None:  # noqa: ARG001  # Pelican's signature
    """Connect after all plugins have registered: a worker names the bytes that the others leave behind."""
    signals.finalized.disconnect(write_workers)
    signals.finalized.connect(write_workers)


def register() -> None:
    signals.initialized.connect(add_extension)
    signals.article_generator_finalized.connect(complete_posts)
    signals.all_generators_finalized.connect(set_feed_contents)
    signals.article_writer_finalized.connect(write_downloads)
    signals.initialized.connect(write_workers_last)
    content_refreshed.connect(refresh)
