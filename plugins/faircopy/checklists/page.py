"""The list as HTML: a form that is complete without script, and the same as a plain list."""

from markupsafe import Markup

from faircopy.checklists.model import Checklist, Hint, Item, Section

# Value and label of each answer, in the order in which they are offered.
ANSWERS = {
    "yes": "Yes",
    "partly": "Partly",
    "no": "No",
    "not-asked": "Not asked yet",
    "no-answer": "Asked, no answer",
    "refused": "Refused",
    "not-applicable": "Not applicable",
}
# Where script puts what it adds around the questions. What stands beside them here need not be laid out again when
# they are promoted: a browser does that to all that has got a new sibling.
TOP = Markup('<div class="top"></div>')
BOTTOM = Markup('<div class="notices" role="status"></div>\n<div class="paper"></div>')
# For script only; the stylesheet hides them without.
ADD = Markup('<button class="add" type="button">Add a question</button>')
TOGGLE = Markup('<button class="toggle" type="button">Details</button>\n')


def app(checklist: Checklist) -> Markup:
    """Return the list as the form that the browser's `<checklist-app>` takes over."""
    return Markup("{}\n{}\n{}\n{}\n</checklist-app>").format(
        opening(checklist.name), TOP, Markup("\n").join(map(section_html, checklist.sections)), BOTTOM
    )


def opening(name: str, revision: str = "") -> Markup:
    """Return the tag that begins the form of a list; without a revision as long as that is not known."""
    at = Markup(' data-revision="{}"').format(revision) if revision else ""
    return Markup('<checklist-app data-list="{}"{}>').format(name, at)


def section_html(section: Section) -> Markup:
    return Markup(
        '<section class="checklist-section" id="{0}" data-section="{0}">\n<h2>{1}</h2>\n'
        '<p class="tally">{2} {3}</p>\n{4}\n{5}</section>'
    ).format(
        section.id,
        html(section.title.html),
        len(section.items),
        "question" if len(section.items) == 1 else "questions",
        Markup("\n").join(map(item_html, section.items)),
        ADD,
    )


def item_html(item: Item) -> Markup:
    return Markup(
        '<fieldset class="checklist-item" id="{0}" data-item="{0}">\n'
        "<legend>{1}</legend>\n"
        '<a class="anchor" href="#{0}" aria-label="Link to this question">#</a>\n'
        '<div class="answers">\n{2}\n</div>\n'
        "{3}{4}</fieldset>"
    ).format(item.id, html(item.question.html), answers_html(item.id), TOGGLE, hints_html(item.hints))


def answers_html(id_: str) -> Markup:
    return Markup("\n").join(
        Markup('<label><input type="radio" name="answer-{}" value="{}"> {}</label>').format(id_, value, label)
        for value, label in ANSWERS.items()
    )


def hints_html(hints: tuple[Hint, ...]) -> Markup:
    if not hints:
        return Markup()
    return Markup('<details class="hints"><summary>Hints</summary>\n<dl>\n{}\n</dl>\n</details>\n').format(
        Markup("\n").join(
            Markup("<dt>{}</dt>\n<dd>{}</dd>").format(hint.kind.label, html(hint.text.html)) for hint in hints
        )
    )


def html(made: str) -> Markup:
    return Markup(made)  # noqa: S704  # made by markdown-it from a text without HTML
