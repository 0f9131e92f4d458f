"""A list that is adopted again: each question keeps its id, also where others have the same words."""

from pathlib import Path

from faircopy.checklists.adopt.command import adopt
from lists import list_of

NAMES = [f"Part {number}" for number in range(1, 14)]


def source(path: Path, parts: list[str], question: str = "Is there a film?") -> Path:
    path.write_text("".join(f"## {part}\n\n- [ ] {question}\n- [ ] Is {part} read?\n\n" for part in parts), "utf-8")
    return path


def ids(post: str, question: str = "Is there a film?") -> dict[str, str]:
    placed = list_of(post).placed_items()
    return {section.title.plain: item.id for section, item in placed if item.question.plain == question}


def test_questions_with_the_same_words_keep_their_ids_in_their_sections(tmp_path: Path) -> None:
    first, _ = adopt(source(tmp_path / "a.md", NAMES))
    before = tmp_path / "post.md"
    before.write_text(first, "utf-8")
    known = ids(first)
    assert len(set(known.values())) == len(NAMES)
    # Nothing has changed, one is gone, they stand in another order, a section has another title.
    for parts in (NAMES, NAMES[:4] + NAMES[5:], NAMES[::-1]):
        again, notes = adopt(source(tmp_path / "b.md", parts), before=before)
        assert ids(again) == {part: known[part] for part in parts}
        assert not any("keeps the id" in note for note in notes.found)
    renamed, _ = adopt(source(tmp_path / "b.md", ["Beginning", *NAMES[1:]]), before=before)
    assert ids(renamed) == {"Beginning": known["Part 1"], **{part: known[part] for part in NAMES[1:]}}


def test_questions_that_are_alike_to_several_are_taken_in_their_order(tmp_path: Path) -> None:
    first, _ = adopt(source(tmp_path / "a.md", NAMES))
    before = tmp_path / "post.md"
    before.write_text(first, "utf-8")
    again, _ = adopt(source(tmp_path / "b.md", NAMES, "Is there a good film?"), before=before)
    assert ids(again, "Is there a good film?") == ids(first)
