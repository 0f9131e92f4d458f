"""Pelican plugin: gives each post with a checklist its form, data, downloads, changelog and service worker."""

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from gettext import NullTranslations
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import ChoiceLoader
from pelican import signals
from pelican.generators import ArticlesGenerator
from pelican.utils import truncate_html_words

from faircopy._compat.pelican import html_of, set_html
from faircopy.checklists.assets import read_assets
from faircopy.checklists.changelog import RevisionNotes, changelog
from faircopy.checklists.check import check_document
from faircopy.checklists.exports import as_csv, as_json, as_markdown
from faircopy.checklists.model import Checklist, Lock
from faircopy.checklists.page import environment_of, feed_list, form, loaders, places_parts, with_form
from faircopy.checklists.recording import as_if_recorded
from faircopy.checklists.revisions import first_record
from faircopy.checklists.script_words import script_words
from faircopy.checklists.translated import in_language
from faircopy.checklists.worker import DATA, WORKER, beside, worker_at, worker_of_data
from faircopy.content.texts import with_translations
from faircopy.diagnostics.model import ContentError, Diagnostic, has_errors
from faircopy.incremental.output import LAZY_OUTPUT, content_refreshed, write_file
from faircopy.languages.jinja import install
from faircopy.languages.words import site_words
from faircopy.markdown.document import read_document


@dataclass(frozen=True, slots=True)
class Download:
    name: str  # of the file
    path: str  # of the file, from the root of the site
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a post's template shows of its list, besides the list itself."""

    data: str  # JSON that may stand in a `script`
    downloads: tuple[Download, ...]
    changelog: tuple[RevisionNotes, ...]
    counting: str  # what counts as answered, in a sentence
    flagging: str  # what makes a question a red flag
    assets: str  # the folder of script and style, from the root of the site
    modules: tuple[str, ...]  # the names of the script's files in it that the page needs to begin with
    words: str  # JSON of the script's sentences in the language of the page; "" where that is English


def add_extension(pelican: Any) -> None:
    """Add our Markdown extension if the settings do not name it."""
    # A new dictionary: the one that the settings file has may belong to other settings as well.
    markdown = pelican.settings["MARKDOWN"]
    configs = {"faircopy.checklists.extension": {}, **markdown.get("extension_configs", {})}
    pelican.settings["MARKDOWN"] = {**markdown, "extension_configs": configs}


def articles_of(generator: Any) -> Iterator[Any]:
    for kind in ("articles", "hidden_articles", "drafts", "translations", "hidden_translations", "drafts_translations"):
        yield from getattr(generator, kind)


def complete_posts(generator: Any) -> None:
    """Give each post with a list what its page needs. Raises ContentError if a list has errors."""
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
    trial = as_if_recorded(checked) if checked and settings.get(LAZY_OUTPUT) else None
    if checked is None or checked.checklist is None or (has_errors(checked.diagnostics) and trial is None):
        return checked.diagnostics if checked else ()
    # Only a draft's list may have no record yet; its author can try it all the same.
    lock = trial or checked.lock or first_record(checked.checklist, f"{article.date:%Y-%m-%d}")
    put_into(article, settings, checked.checklist, lock)
    return checked.diagnostics if trial is None else ()


def put_into(article: Any, settings: dict[str, Any], checklist: Checklist, lock: Lock) -> None:
    """Put the form into the text of a post, followed by the other parts if the theme does not place them."""
    # A draft has no address in production.
    address, environment = article.save_as or "index.html", environment_of(settings)
    words = site_words(settings).of(article.lang)
    checklist = in_language(checklist, words)
    said = script_words(site_words(settings), article.lang)
    page = list_page(address, checklist, lock, f"{settings['SITEURL']}/{article.url}", words, article.lang, said)
    worker = beside(address, WORKER)
    worker_path = "" if PurePosixPath(worker).name == WORKER else worker
    article.checklist_page = page
    parts = ""
    if not places_parts(environment, f"{article.template}.html"):
        template = environment.get_template("checklist/all.html")
        parts = f"\n{template.render(article=article, SITEURL=root_of(address, settings), lang=article.lang)}"
    article.checklist_form = article.checklist_plain = ""

    def finished(texts: Mapping[int, str]) -> str:
        article.checklist_form = form(environment, checklist, lock.latest, worker_path, texts, article.lang) + parts
        article.checklist_plain = feed_list(environment, checklist, texts)
        return str(article.checklist_form)

    set_html(article, with_form(html_of(article), checklist.name, finished))


def root_of(page: str, settings: Mapping[str, Any]) -> str:
    """Return the prefix of addresses on the page `page`, without a slash at its end."""
    if not settings.get("RELATIVE_URLS"):
        return str(settings["SITEURL"])
    return "/".join([".."] * page.count("/")) or "."


def list_page(
    page: str, checklist: Checklist, lock: Lock, url: str, words: NullTranslations, language: str, said: str
) -> ListPage:
    data, assets, vocabulary = as_json(checklist, lock, url), read_assets(), checklist.vocabulary
    texts = (
        ("checklist.md", "Markdown", as_markdown(checklist, lock, url)),
        ("checklist.csv", "CSV", as_csv(checklist, lock)),
        (DATA, "JSON", data),
    )
    downloads = tuple(Download(name, beside(page, name), label, text) for name, label, text in texts)
    return ListPage(
        data,
        downloads,
        changelog(lock, words, language),
        vocabulary.counting(words),
        vocabulary.flagging(words),
        assets.folder,
        assets.first_modules,
        said,
    )


def set_feed_contents(generators: list[Any]) -> None:
    for generator in generators:
        for article in articles_of(generator) if isinstance(generator, ArticlesGenerator) else ():
            set_feed_content(article)


def set_feed_content(article: Any) -> None:
    """Give feeds, whose readers have no forms, the plain list; the rest of the text stays the same, byte for byte."""
    if hasattr(article, "checklist_page"):
        article.feed_content = article.content.replace(article.checklist_form, article.checklist_plain, 1)
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
                item[name] = item[name].replace(article.checklist_form, article.checklist_plain)


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
        for number, download in enumerate(article.checklist_page.downloads):
            write_file(writer, generator.output_path, download.path, partial(download_of, article, number))
    if found:
        assets = read_assets()
        for name, data in assets.files.items():
            write_file(writer, generator.output_path, f"{assets.folder}/{name}", partial(bytes, data))


def download_of(article: Any, number: int) -> bytes:
    """Return a download as of now: a preview calls this again and again."""
    page: ListPage = article.checklist_page
    return page.downloads[number].text.encode()


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


def write_workers_last(pelican: object) -> None:  # noqa: ARG001  # Pelican's signature
    """Connect after all other plugins: a service worker contains digests of the files that they write."""
    signals.finalized.disconnect(write_workers)
    signals.finalized.connect(write_workers)


def register() -> None:
    signals.initialized.connect(add_extension)
    signals.generator_init.connect(add_templates)
    signals.article_generator_finalized.connect(complete_posts)
    signals.all_generators_finalized.connect(set_feed_contents)
    signals.feed_generated.connect(simplify_feed)
    signals.article_writer_finalized.connect(write_files)
    signals.initialized.connect(write_workers_last)
    content_refreshed.connect(refresh)
