"""Where the lock file of a list is: beside its post, in a folder that may hold other posts with lists."""

from pathlib import Path

from faircopy.checklists.lock import NAME, read_lock
from faircopy.checklists.model import Lock
from faircopy.checklists.parse import name_of
from faircopy.markdown.document import Document, read_document


def lock_file(document: Document) -> Path:
    """Return the path of a post's lock file, which need not exist yet.

    The first list of a folder has `checklist.lock.json`; if that belongs to another post, 'b.md' has
    'b.checklist.lock.json'.
    """
    post = Path(document.path)
    shared, own = post.with_name(NAME), post.with_name(f"{post.stem}.{NAME}")
    return own if own.exists() or is_of_another(shared, post, name_of_list(document)) else shared


def is_of_another(lock_file: Path, post: Path, name: str) -> bool:
    """Tell whether a lock file belongs to another post in the folder of `post`."""
    lock = read_lock(lock_file)
    if not isinstance(lock, Lock) or lock.name == name:
        return False
    others = (read_document(file) for file in sorted(post.parent.glob("*.md")) if file.name != post.name)
    return any(isinstance(other, Document) and name_of_list(other) == lock.name for other in others)


def name_of_list(document: Document) -> str:
    field = name_of(document)
    return field.value if field else ""
