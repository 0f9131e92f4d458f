"""The line below a snippet, which claims no more than was proven."""

from dataclasses import dataclass
from gettext import NullTranslations

from faircopy.languages.words import ENGLISH
from faircopy.snippets.model import Level, Snippet, Status, Verdict
from faircopy.snippets.pages.exercises import Exercise


@dataclass(frozen=True, slots=True)
class ProofLine:
    """The line below a snippet."""

    mark: str  # which drawing: a Level, "missing" or "unchecked"
    text: str
    quote: str = ""  # the tool's own words, in English, after the text


def proof_line(snippet: Snippet, verdict: Verdict, words: NullTranslations = ENGLISH) -> ProofLine:
    """Return the line: how far a snippet was proven, by which tool, and the result."""
    _ = words.gettext
    tool = {"tool": verdict.tool}
    match verdict.status:
        case Status.PASSED:
            return passed(snippet, verdict, words)
        case Status.SKIPPED:
            # An author gives a reason in the language of the text; the others are ours.
            reason = verdict.reason if snippet.check == "none" or not verdict.reason else _(verdict.reason)
            return ProofLine("unchecked", _("Not checked: %(reason)s") % {"reason": reason})
        case Status.TOOL_MISSING:
            return ProofLine("missing", _("Not verified here: %(tool)s is not available") % tool)
        case Status.TIMED_OUT:
            return ProofLine("missing", _("Not verified: %(tool)s took too long") % tool)
        case Status.FAILED:
            return ProofLine(Level.EXPECTED_FAILURE, _("Broken: it did not pass the check by %(tool)s") % tool)


def passed(snippet: Snippet, verdict: Verdict, words: NullTranslations) -> ProofLine:
    _ = words.gettext
    tool = {"tool": verdict.tool}
    match verdict.level:
        case Level.EXERCISED:
            note = f". {verdict.note.text(words)}" if verdict.note else ""
            return ProofLine(Level.EXERCISED, Exercise(snippet, verdict, words).text() + note)
        case Level.LOADED:
            return ProofLine(Level.LOADED, _("Loaded by %(tool)s") % tool)
        case Level.EXPECTED_FAILURE:
            return ProofLine(Level.EXPECTED_FAILURE, _("It fails as promised. %(tool)s says:") % tool, verdict.message)
        case _:
            return ProofLine(Level.PARSED, _("Syntax checked by %(tool)s") % tool)
