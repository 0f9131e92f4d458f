"""Which answers suit an adopted list: a question is answered by yes or no, a task is done, a requirement passes."""

from collections.abc import Sequence

from faircopy.checklists.adopt.kept_ids import Earlier
from faircopy.checklists.adopt.model import AdoptedQuestion
from faircopy.checklists.reading.inline import plain_text

# Also the wide one of Chinese and Japanese, and that of Arabic.
QUESTION_MARKS = ("?", "\N{FULLWIDTH QUESTION MARK}", "\N{ARABIC QUESTION MARK}")
# A list for testers begins so.
TESTS = frozenset(("verify", "test", "check", "confirm", "validate"))
# The answer of a ticked box in each set of answers; "" is the set of every list.
TICKED = {"": "yes", "done-open": "done", "pass-fail": "pass"}


def answer_set_of(questions: Sequence[AdoptedQuestion]) -> str:
    """Return the name of the set that most of the questions ask for, "" for yes, partly and no."""
    texts = [plain_text(question.text).strip() for question in questions]
    if 2 * sum(text.endswith(QUESTION_MARKS) for text in texts) >= len(texts):
        return ""
    firsts = [text.split(maxsplit=1)[0].lower().strip(".,:;") for text in texts if text]
    return "pass-fail" if 2 * sum(first in TESTS for first in firsts) > len(firsts) else "done-open"


def answer_fields(questions: Sequence[AdoptedQuestion], earlier: Earlier | None) -> list[str]:
    """Return the fields that say how questions are answered; those of an earlier post stay: readers have answered."""
    answers = earlier.answers if earlier else answer_set_of(questions)
    ticked = (earlier.ticked if earlier else "") or TICKED.get(answers, "")
    lines = answers.strip().split("\n")
    written = (
        [f"Checklist_answers: {answers}"]
        if len(lines) == 1
        else ["Checklist_answers:", *(f"    {one}" for one in lines)]
    )
    return [
        *(written if answers else []),
        *([f"Checklist_ticked: {ticked}"] if ticked and any(question.is_ticked for question in questions) else []),
    ]
