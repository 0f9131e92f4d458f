"""What a page asks while it is rendered: variables, fields of contents, calls, templates and files."""

from dataclasses import dataclass, field

# Subjects, besides the name of a content, which begins with `@`. What begins with VARIABLE and goes on, as
# `$articles_page`, is the way to an object in a variable of the page.
VARIABLE, GLOBAL, FILTER, TEST, TEMPLATE, FILE = "$", "%", "|", "?", "<", "/"

# The place where a page is rendered, a subject, a name, and the `arguments` of a call; None for what is no call.
# A place is an environment of Jinja's, and from where relative links lead: there, a question has one answer in a run.
Question = tuple[str, str, str, str | None]
# A question about what only this page has: a subject, a name, and arguments.
OwnQuestion = tuple[str, str, str | None]


@dataclass(slots=True)
class Reads:
    """What one page has asked, and what was answered: digests."""

    own: dict[OwnQuestion, str] = field(default_factory=dict)
    shared: dict[Question, str] = field(default_factory=dict)


def told(subject: str, name: str) -> str:
    """Return in words what a question is about."""
    match subject[:1]:
        case "@":
            return f"'{name}' of {subject[1:]}"
        case "<":
            return f"the template '{name}'"
        case "/":
            return f"the file '{name}'"
        case "$" if len(subject) > 1:
            return f"'{subject.removeprefix(VARIABLE)}.{name}'"
    return f"'{name}'"
