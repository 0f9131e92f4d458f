"""What the template of a post shows of its lists, besides the lists: data, downloads, changes."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from pathlib import PurePosixPath

from faircopy.checklists.model import Checklist, ChecklistLock
from faircopy.checklists.pages.assets import read_assets
from faircopy.checklists.pages.exports import as_csv, as_json, as_markdown
from faircopy.checklists.pages.worker import DATA, beside, build_of
from faircopy.checklists.record.changelog import RevisionNotes, changelog

INDEX_FORMAT = "faircopy-checklists"
INDEX_VERSION = 1


@dataclass(frozen=True, slots=True)
class ChecklistDownload:
    name: str  # of the file
    path: str  # of the file, from the root of the site
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class ListPage:
    """What a post's template shows of a list, besides the list itself."""

    scope: str  # what the ids of this list begin with; "" where the post has no other list
    title: str  # of the heading that the list begins with
    data: str  # JSON that may stand in a `script`
    downloads: tuple[ChecklistDownload, ...]
    changelog: tuple[RevisionNotes, ...]
    counting: str  # what counts as answered, in a sentence
    flagging: str  # what makes a question a red flag
    assets: str  # the folder of script and style, from the root of the site; for all lists of a page the same
    modules: tuple[str, ...]  # the names of the script's files in it that the page needs to begin with
    words: str  # JSON of the script's sentences in the language of the page; "" where that is English


def list_page(
    page: str, checklist: Checklist, lock: ChecklistLock, url: str, words: NullTranslations, language: str, said: str
) -> ListPage:
    """Return what stands on `page`, a path, of a list; `url` is the address of the page."""
    # One of several begins at the element that has its name for an id.
    own, start = (f"-{checklist.name}", f"#{checklist.name}") if checklist.scope else ("", "")
    data, assets, vocabulary = as_json(checklist, lock, f"{url}{start}"), read_assets(), checklist.vocabulary
    texts = (
        (f"checklist{own}.md", "Markdown", as_markdown(checklist, lock, f"{url}{start}")),
        (f"checklist{own}.csv", "CSV", as_csv(checklist, lock)),
        (f"checklist{own}.json", "JSON", data),
    )
    return ListPage(
        checklist.scope,
        checklist.sections[0].title.plain,
        data,
        tuple(ChecklistDownload(name, beside(page, name), label, text) for name, label, text in texts),
        changelog(lock, words, language),
        vocabulary.counting(words),
        vocabulary.flagging(words),
        assets.folder,
        assets.first_modules,
        said,
    )


def index_of(page: str, checklists: Sequence[Checklist], url: str) -> ChecklistDownload:
    """Return the `checklist.json` of a page with several lists, which says where the data of each is."""
    files = [PurePosixPath(beside(page, f"checklist-{each.name}.json")).name for each in checklists]
    lists = [{"id": each.name, "title": each.title, "file": file} for each, file in zip(checklists, files, strict=True)]
    value = {"format": INDEX_FORMAT, "version": INDEX_VERSION, "url": url, "lists": lists}
    return ChecklistDownload(DATA, beside(page, DATA), "", json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def build_of_page(assets: str, source: str, files: Sequence[ChecklistDownload]) -> str:
    """Return a digest of what makes a page with lists news to its reader: its text, its lists and their script.

    The rest of the page, such as links to newer posts, is no reason to load it again.
    """
    return build_of([(assets, source.encode()), *((file.path, file.text.encode()) for file in files)])
