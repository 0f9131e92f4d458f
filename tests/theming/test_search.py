import asyncio
import json
from pathlib import Path

from theming.search import write_index

PAGE = """<!doctype html><html lang="en"><head><title>{0}</title></head>
<body><nav>Everywhere</nav><main {1}><h1>{0}</h1><p>{2}</p></main></body></html>"""


def site(folder: Path) -> Path:
    for name, mark, text in (("one", "data-pagefind-body", "fail2ban"), ("list", "", "a list of all")):
        (folder / name).mkdir(parents=True)
        (folder / name / "index.html").write_text(PAGE.format(name, mark, text))
    return folder


def files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_only_what_is_marked_is_indexed(tmp_path: Path) -> None:
    write_index(site(tmp_path))
    entry = json.loads((tmp_path / "pagefind/pagefind-entry.json").read_text())
    assert entry["languages"]["en"]["page_count"] == 1


def test_two_indexes_are_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_index(site(tmp_path / name))
    assert files(tmp_path / "a/pagefind") == files(tmp_path / "b/pagefind")


def test_no_more_is_written_than_a_search_asks_for(tmp_path: Path) -> None:
    write_index(site(tmp_path))
    assert not [name for name in files(tmp_path / "pagefind") if "ui" in name or "highlight" in name]


def test_a_caller_may_have_an_event_loop_of_its_own(tmp_path: Path) -> None:
    async def call() -> None:
        write_index(site(tmp_path))

    asyncio.run(call())
    assert (tmp_path / "pagefind/pagefind-entry.json").exists()
