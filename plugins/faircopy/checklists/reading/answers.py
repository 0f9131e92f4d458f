"""A list's own answers: in its front matter, or as JSON in a file beside the post."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from faircopy.checklists.names import ID
from faircopy.checklists.vocabulary import PARTS, Counts, Vocabulary, known_sets, own_vocabulary
from faircopy.offsets import line_at

FILE = "answers.json"
MAX_BYTES = 100_000
KEYS = (*PARTS, "titles")
WORD_KEYS = ("value", "label", "flag")
ANSWER_KEYS = (*WORD_KEYS, "counts", "weight", "request")
COUNTS = tuple(one.value for one in Counts)
FORM = "write 'value: Label | answered', and '| flag', '| weight 0.5' or '| request words' behind it"


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a declaration of answers is invalid."""

    fact: str
    hint: str
    line: int = 0  # of the file; or how many below the first line of the field
    needle: str = ""  # words by which the place is found in a file of JSON


def known_set(name: str) -> Vocabulary | Problem:
    """Return the predefined set of that name."""
    sets = known_sets()
    if name in sets:
        return sets[name]
    return Problem(f"there is no set of answers '{name}'", nearest(name, sets))


def set_in_field(lines: list[str]) -> Vocabulary | list[Problem]:
    """Return the answers in a field, one a line: 'met: Met | answered | weight 0.5'."""
    answers: list[dict[str, Any]] = []
    problems: list[Problem] = []
    places = [number for number, line in enumerate(lines) if line.strip()]
    for number in places:
        answer, found = answer_of(lines[number], number)
        answers.append(answer)
        problems += found
    if problems:
        return problems
    whole = vocabulary_or_problems({"answers": answers})
    if isinstance(whole, Vocabulary):
        return whole
    return [replace(problem, line=places[problem.line]) for problem in whole]


def answer_of(line: str, number: int) -> tuple[dict[str, Any], list[Problem]]:
    head, *rest = (part.strip() for part in line.split("|"))
    value, colon, label = (part.strip() for part in head.partition(":"))
    answer: dict[str, Any] = {"value": value, "label": label}
    problems = [] if colon else [Problem(f"'{head}' is not of the form 'value: Label'", FORM, number)]
    for part in rest:
        word, _, more = part.partition(" ")
        if part in COUNTS:
            answer["counts"] = part
        elif part == "flag":
            answer["flag"] = True
        elif word == "weight":
            answer["weight"] = number_of(more)
        elif word == "request" and more:
            answer["request"] = more
        else:
            problems.append(
                Problem(f"'{part}' says nothing of an answer", nearest(word, (*COUNTS, *ANSWER_KEYS[2:])), number)
            )
    if "counts" not in answer and not problems:
        hint = "add '| answered', '| open' or '| excluded'"
        problems.append(Problem(f"it is not said what '{value}' counts as", hint, number))
    return answer, problems


def number_of(text: str) -> float | str:
    try:
        number = float(text)
    except ValueError:
        return text
    return int(number) if number.is_integer() else number


def set_in_file(path: Path) -> Vocabulary | list[Problem]:
    """Return the answers in a JSON file."""
    try:
        data = path.read_bytes()
        if len(data) > MAX_BYTES:
            return [Problem(f"the file is larger than {MAX_BYTES // 1000} KB", "a set of answers needs far less")]
        text = data.decode("utf-8-sig")
        value = json.loads(text)
    except OSError as error:
        return [Problem(f"the file cannot be read: {error.strerror}", "put it beside the post")]
    except json.JSONDecodeError as error:
        return [
            Problem(f"the file is not JSON: {error.msg.lower()}", "check the brackets, quotes and commas", error.lineno)
        ]
    except (UnicodeDecodeError, RecursionError):
        return [Problem("the file is not JSON in UTF-8", "save it as such")]
    found = vocabulary_or_problems(value)
    return found if isinstance(found, Vocabulary) else [placed(problem, text) for problem in found]


def placed(problem: Problem, text: str) -> Problem:
    at = text.find(problem.needle)
    return Problem(problem.fact, problem.hint, line_at(text, max(at, 0)))


def vocabulary_or_problems(value: Any) -> Vocabulary | list[Problem]:
    return list(problems_in(value)) or own_vocabulary(value)


def problems_in(value: Any) -> Iterator[Problem]:
    """Yield what makes a JSON value invalid as a set of answers."""
    if not isinstance(value, dict):
        yield Problem("it is not a JSON object", "write '{\"answers\": […]}'")
        return
    yield from unknown_keys(value, KEYS, "the set")
    for name in PARTS:
        words = value.get(name, [])
        if not isinstance(words, list) or not all(isinstance(word, dict) for word in words):
            yield Problem(
                f"'{name}' is not a list of objects", 'write \'[{"value": …, "label": …}]\'', needle=f'"{name}"'
            )
        else:
            yield from problems_of_words(name, words)
    yield from problems_of_titles(value.get("titles", {}))
    if isinstance(words := value.get("answers"), list):
        if not any(isinstance(word, dict) and word.get("counts") == Counts.ANSWERED for word in words):
            yield Problem("no answer counts as answered", "have at least one that does", needle='"answers"')
    elif words is None:
        yield Problem("there are no 'answers'", "write '{\"answers\": […]}'")


def problems_of_words(name: str, words: list[dict[str, Any]]) -> Iterator[Problem]:
    seen: dict[str, set[str]] = {"value": set(), "label": set()}
    for number, word in enumerate(words, 1):
        about = (
            f"'{word['value']}'"
            if isinstance(word.get("value"), str) and word["value"]
            else f"word {number} of '{name}'"
        )
        needle = f'"{word.get("value")}"'
        yield from unknown_keys(word, ANSWER_KEYS if name == "answers" else WORD_KEYS, about)
        for fact, hint in faults_of_word(name, word, about):
            yield Problem(fact, hint, number - 1, needle)
        for key, taken in seen.items():
            text = word.get(key)
            if isinstance(text, str) and text in taken:
                yield Problem(
                    f"two words of '{name}' have the {key} '{text}'", "give one of them another", number - 1, needle
                )
            taken.add(str(text))


def faults_of_word(name: str, word: Mapping[str, Any], about: str) -> Iterator[tuple[str, str]]:
    value, label = word.get("value"), word.get("label")
    if not isinstance(value, str) or not ID.fullmatch(value):
        yield f"the value of {about} is no id", "use lower-case letters, digits and single hyphens"
    if not isinstance(label, str) or not label.strip() or "\n" in label:
        yield f"{about} has no label", "say in a word or two what a reader chooses"
    if "flag" in word and not isinstance(word["flag"], bool):
        yield f"'flag' of {about} is not true or false", "write true where the answer is a red flag"
    if name != "answers":
        return
    if word.get("counts") not in COUNTS:
        fact = f"{about} counts as '{word['counts']}'" if "counts" in word else f"it is not said what {about} counts as"
        yield fact, f"'counts' is one of {', '.join(COUNTS)}"
    weight = word.get("weight", 1)
    if isinstance(weight, bool) or not isinstance(weight, int | float) or not 0 <= weight <= 1:
        yield f"the weight of {about} is not between 0 and 1", "it is how much of the bar such an answer fills"
    if not isinstance(word.get("request", ""), str):
        yield f"'request' of {about} is no text", "say what stands behind such a question in the list of open ones"


def problems_of_titles(titles: Any) -> Iterator[Problem]:
    if not isinstance(titles, dict) or not all(isinstance(text, str) and text.strip() for text in titles.values()):
        yield Problem("'titles' is no object of texts", 'write \'{"impact": "Impact on users"}\'', needle='"titles"')
    else:
        yield from unknown_keys(titles, PARTS[1:], "'titles'")


def unknown_keys(value: Mapping[str, Any], known: Iterable[str], about: str) -> Iterator[Problem]:
    for key in sorted(value.keys() - set(known)):
        yield Problem(
            f"{about} has an unknown key '{key}'", nearest(key, known), needle=json.dumps(key, ensure_ascii=False)
        )


def nearest(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word.lower(), list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else f"known: {', '.join(known)}"
