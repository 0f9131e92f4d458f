"""Here-documents of a Dockerfile, in a form that hadolint can parse."""

import re
from collections.abc import Iterator

# https://docs.docker.com/reference/dockerfile/#here-documents
INSTRUCTION = re.compile(r"[ \t]*(?:ONBUILD[ \t]+)?(?:RUN|COPY|ADD)[ \t]", re.IGNORECASE)
OPENING = re.compile(r"(?<!<)<<(?P<tabs>-?)(?P<quote>[\"']?)(?P<name>\w+)(?P=quote)")


def readable(code: str) -> tuple[str, list[int]]:
    """Return the code with a blank line after each here-document, and the line, from 1, that each of its lines had.

    Without it, hadolint 2 takes no other instruction. Of several of one instruction, which it does not know, the first
    is left.
    """
    numbered = list(readable_lines(code.split("\n")))
    return "\n".join(line for _, line in numbered), [number for number, _ in numbered]


def readable_lines(lines: list[str]) -> Iterator[tuple[int, str]]:
    number = 0
    while number < len(lines):
        line, number = lines[number], number + 1
        opened = list(OPENING.finditer(line)) if INSTRUCTION.match(line) else []
        for one in reversed(opened[1:]):
            line = line[: one.start()] + " " * (one.end() - one.start()) + line[one.end() :]
        yield number, line
        for place, one in enumerate(opened):
            while number < len(lines):
                body, number = lines[number].lstrip("\t") if one["tabs"] else lines[number], number + 1
                yield number, body if place == 0 else ""
                if body == one["name"]:
                    break
        if opened:
            yield number, ""
