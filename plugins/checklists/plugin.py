"""Pelican plugin: posts that name a checklist get its data, downloads, changelog and service worker."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pelican import signals
from pelican.generators import ArticlesGenerator

from checklists import rules
from checklists.changelog import News, changelog
from checklists.check import look_at
from checklists.exports import as_csv, as_json, as_markdown
from checklists.feed import without_forms
from checklists.model import Checklist, Lock
from checklists.page import opening
from checklists.worker import BUILD, FILES, build_of, fetched_by, file_at, filled
from mdsource.diagnostics import ContentError, Diagnostic, has_errors
from mdsource.document import read_document

JSON_NAME = "checklist.json"
WORKER = "js/checklist/sw.js"


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
    look = None if isinstance(document, Diagnostic) else look_at(document)
    if look is None or look.checklist is None or look.lock is None or has_errors(look.diagnostics):
        return look.diagnostics if look else ()
    checklist, lock = look.checklist, look.lock
    url = f"{settings['SITEURL']}/{article.url}"
    article.checklist_page = list_page(checklist, lock, url)
    article._content = article._content.replace(  # noqa: SLF001  # as Pelican's own documentation has plugins do
        opening(checklist.name), opening(checklist.name, lock.latest), 1
    )
    return look.diagnostics


def list_page(checklist: Checklist, lock: Lock, url: str) -> ListPage:
    data = as_json(checklist, lock, url)
    downloads = (
        Download("checklist.md", "Markdown", as_markdown(checklist, lock, url)),
        Download("checklist.csv", "CSV", as_csv(checklist, lock)),
        Download(JSON_NAME, "JSON", data),
    )
    return ListPage(data, downloads, changelog(lock))


def spare_feeds_the_form(generators: list[Any]) -> None:
    for generator in generators:
        for article in articles_of(generator) if isinstance(generator, ArticlesGenerator) else ():
            if hasattr(article, "checklist_page"):
                article.feed_content = without_forms(article.content)


def write_downloads(generator: Any, writer: object) -> None:  # noqa: ARG001  # Pelican's signature
    for article in articles_of(generator):
        # A draft has no address in production.
        if hasattr(article, "checklist_page") and article.save_as:
            folder = Path(generator.output_path, article.save_as).parent
            for download in article.checklist_page.downloads:
                (folder / download.name).write_text(download.text, encoding="utf-8", newline="")


def write_workers(pelican: Any) -> None:
    """Write a service worker beside each list, when all that it has to know of is written.

    Raises ContentError when the theme has none that can be filled in.
    """
    output, site = Path(pelican.output_path), pelican.settings["SITEURL"]
    source = Path(pelican.settings["THEME"], "static", WORKER)
    theme = pelican.settings["THEME_STATIC_DIR"]
    for exported in sorted(output.rglob(JSON_NAME)):
        folder = exported.parent
        page = f"{site}/{folder.relative_to(output).as_posix()}/"
        addresses = [page, *fetched_by((folder / "index.html").read_text(encoding="utf-8"), page)]
        modules = sorted((output / theme / WORKER).parent.rglob("*.js"))
        addresses += [f"{site}/{module.relative_to(output).as_posix()}" for module in modules if module.name != "sw.js"]
        (folder / "sw.js").write_text(worker(source, addresses, site, output), encoding="utf-8", newline="\n")


def worker(source: Path, addresses: list[str], site: str, output: Path) -> str:
    files = {address: file_at(address, site, output) for address in addresses}
    ours = {urlsplit(address).path: file.read_bytes() for address, file in files.items() if file and file.is_file()}
    text = source.read_text(encoding="utf-8") if source.is_file() else ""
    made = filled(text, list(ours), build_of(ours.items()))
    if made is None:
        fact = "there is no service worker here" if not text else "the service worker cannot be filled in"
        hint = f"a list needs one offline: it has to hold, once each, the lines '{FILES}' and '{BUILD}'"
        raise ContentError([rules.WORKER_UNUSABLE.at(os.path.relpath(source), 1, fact, hint)])
    return made


def write_workers_last(pelican: object) -> None:  # noqa: ARG001  # Pelican's signature
    """Connect after all plugins have registered: a worker names the bytes that the others leave behind."""
    signals.finalized.disconnect(write_workers)
    signals.finalized.connect(write_workers)


def register() -> None:
    signals.article_generator_finalized.connect(complete_posts)
    signals.all_generators_finalized.connect(spare_feeds_the_form)
    signals.article_writer_finalized.connect(write_downloads)
    signals.initialized.connect(write_workers_last)
