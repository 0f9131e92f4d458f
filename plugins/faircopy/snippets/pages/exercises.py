"""Describes in words what an exercised snippet did: which lines matched, and whom its jails ban."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from gettext import NullTranslations
from itertools import pairwise

from faircopy.snippets.durations import duration, of_time
from faircopy.snippets.model import Ban, JailProof, Snippet, Verdict

# A list of more addresses than this is no longer read.
MAX_ADDRESSES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Exercise:
    """An exercised snippet, and the translations to describe it in."""

    snippet: Snippet
    verdict: Verdict
    words: NullTranslations

    def text(self) -> str:
        _, verdict, tool = self.words.gettext, self.verdict, {"tool": self.verdict.tool}
        if verdict.lines is None and verdict.jails:
            sentence = _("Loaded, and run against the log sample of its group, by %(tool)s: %(result)s")
            return sentence % {**tool, "result": self.what_jails_do(verdict.jails)}
        if verdict.lines is None:
            return _("Loaded, and exercised with the log sample of its group, by %(tool)s") % tool
        if self.snippet.log is None:
            return self.of_a_file(verdict.lines)
        return self.of_a_sample(verdict.lines, self.snippet.log)

    def of_a_file(self, lines: int) -> str:
        words, matches = self.words, self.verdict.matches
        result = words.gettext("as promised")
        if matches is not None:
            matched = words.ngettext("%(number)s matched", "%(number)s matched", len(matches))
            result = matched % {"number": len(matches)}
        sentence = words.ngettext(
            "Loaded and run against %(number)s log line by %(tool)s: %(result)s",
            "Loaded and run against %(number)s log lines by %(tool)s: %(result)s",
            lines,
        )
        return sentence % {"number": lines, "tool": self.verdict.tool, "result": result}

    def of_a_sample(self, lines: int, log: str) -> str:
        sentence = self.words.ngettext(
            "%(number)s log line run through %(filter)s by %(tool)s: %(result)s",
            "%(number)s log lines run through %(filter)s by %(tool)s: %(result)s",
            lines,
        )
        jails = [
            self.words.gettext("jail %(jail)s %(bans)s") % {"jail": jail.jail, "bans": self.what_it_bans(jail)}
            for jail in self.verdict.jails
            if jail.jail == self.snippet.jail
        ]
        result = "; ".join([self.what_matched(), *jails])
        return sentence % {"number": lines, "filter": log, "tool": self.verdict.tool, "result": result}

    def what_matched(self) -> str:
        """Return which lines of a sample matched, and which addresses the filter found."""
        _, matches = self.words.gettext, self.verdict.matches or ()
        if not matches:
            return _("none matched")
        # A filter that reads several lines as one may name a line, and an address, more than once.
        lines = sorted({match.line for match in matches})
        addresses = list(dict.fromkeys(match.address for match in matches))
        if len(lines) == self.verdict.lines:
            which = _("it matched") if len(lines) == 1 else _("all matched")
        else:
            numbers = self.listed(list(ranges(lines)))
            sentence = self.words.ngettext("line %(lines)s matched", "lines %(lines)s matched", len(lines))
            which = sentence % {"lines": numbers}
        return _("%(which)s, %(origin)s") % {"which": which, "origin": self.origin(addresses, len(lines))}

    def origin(self, addresses: Sequence[str], lines: int) -> str:
        _ = self.words.gettext
        if len(addresses) > MAX_ADDRESSES_NAMED:
            sentence = self.words.ngettext("from %(number)s address", "from %(number)s addresses", len(addresses))
            return sentence % {"number": len(addresses)}
        sentence = _("all from %(addresses)s") if len(addresses) == 1 and lines > 1 else _("from %(addresses)s")
        return sentence % {"addresses": self.listed(addresses)}

    def what_jails_do(self, jails: Sequence[JailProof]) -> str:
        """Return whom each jail bans; jails and samples are named if there are several."""
        _ = self.words.gettext
        is_named = len({jail.jail for jail in jails}) > 1
        sentences = []
        for jail in jails:
            values = {"jail": jail.jail, "sample": str(jail.sample), "bans": self.what_it_bans(jail)}
            if jail.sample:
                of_it = _("in sample %(sample)s it %(bans)s")
                sentences.append((_("in sample %(sample)s jail %(jail)s %(bans)s") if is_named else of_it) % values)
            else:
                sentences.append(_("jail %(jail)s %(bans)s") % values if is_named else values["bans"])
        return "; ".join(sentences)

    def what_it_bans(self, jail: JailProof) -> str:
        """Return whom a jail bans, at which line and for how long; otherwise who came closest."""
        _ = self.words.gettext
        if not jail.bans:
            near = [
                {"address": one.address, "failures": one.failures, "needed": jail.maxretry} for one in jail.near[:1]
            ]
            sentence = _("bans nobody; %(address)s came to %(failures)s of %(needed)s")
            return sentence % near[0] if near else _("bans nobody")
        text = self.bans_in_words(jail.bans)
        if not jail.random_seconds:
            return text
        longer = _("%(bans)s, and up to %(time)s more at random")
        return longer % {"bans": text, "time": duration(jail.random_seconds, self.words)}

    def bans_in_words(self, bans: Sequence[Ban]) -> str:
        _ = self.words.gettext
        if len(bans) > MAX_ADDRESSES_NAMED:
            number = len({ban.address for ban in bans})
            sentence = self.words.ngettext(
                "bans %(number)s address, the first at line %(line)s",
                "bans %(number)s addresses, the first at line %(line)s",
                number,
            )
            return sentence % {"number": number, "line": bans[0].line}
        one = _("%(address)s at line %(line)s, %(time)s")
        each = [
            one % {"address": ban.address, "line": ban.line, "time": of_time(ban.seconds, self.words)} for ban in bans
        ]
        *others, last = each
        whole = _("%(others)s; and %(last)s") % {"others": "; ".join(others), "last": last} if others else last
        return _("bans %(bans)s") % {"bans": whole}

    def listed(self, things: Sequence[str]) -> str:
        *others, last = things
        if not others:
            return last
        comma = self.words.pgettext("between things of a list", ", ")
        return self.words.gettext("%(others)s and %(last)s") % {"others": comma.join(others), "last": last}


def ranges(numbers: Iterable[int]) -> Iterator[str]:
    """Yield each run of numbers, first and last joined by a dash, and each that stands alone. `numbers` ascend."""
    numbers = list(numbers)
    breaks = [index + 1 for index, (one, two) in enumerate(pairwise(numbers)) if two != one + 1]
    for start, end in pairwise([0, *breaks, len(numbers)]):
        first, last = numbers[start], numbers[end - 1]
        yield str(first) if first == last else f"{first}–{last}"  # noqa: RUF001  # an en dash, as in print
