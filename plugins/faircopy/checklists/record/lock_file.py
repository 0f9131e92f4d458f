"""Where the lock file of a list is: beside its post, in a folder that may hold other posts with lists."""

from pathlib import Path

from faircopy.checklists.model import ChecklistLock
from faircopy.checklists.names import ID
from faircopy.checklists.reading.several import names_of
from faircopy.checklists.record.lock import NAME, read_lock
from faircopy.markdown.document import Document, read_document


def lock_file(document: Document, name: str) -> Path:
    """Return the path of the lock file of the list `name` of a post, which need not exist yet.

    The first list of a folder has `checklist.lock.json`; where that is of another post, 'b.md' has
    'b.checklist.lock.json'. Of several lists in a post, each has 'checklist-NAME.lock.json', but the one that the post
    had before there were several: what is on record of it stays where it is.
    """
    post = Path(document.path)
    shared, own = post.with_name(NAME), post.with_name(f"{post.stem}.{NAME}")
    several = of_several(post, name)
    if recorded := next((file for file in (own, shared, several) if is_of(file, name)), None):
        return recorded
    if len(names_of(document)) > 1:
        return several
    return own if own.exists() or is_of_another(shared, post, name) else shared


def of_several(post: Path, name: str) -> Path:
    # An unusable name is an error of its own, and no path.
    return post.with_name(f"checklist-{name if ID.fullmatch(name) else ''}.lock.json")


def is_of(lock_file: Path, name: str) -> bool:
    lock = read_lock(lock_file)
    return isinstance(lock, ChecklistLock) and lock.name == name


def is_of_another(lock_file: Path, post: Path, name: str) -> bool:
    """Tell whether a lock file belongs to another post in the folder of `post`."""
    lock = read_lock(lock_file)
    if not isinstance(lock, ChecklistLock) or lock.name == name:
        return False
    others = (read_document(file) for file in sorted(post.parent.glob("*.md")) if file.name != post.name)
    return any(
        isinstance(other, Document) and lock.name in [known.value for known in names_of(other)] for other in others
    )
