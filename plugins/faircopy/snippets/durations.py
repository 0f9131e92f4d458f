"""Durations in words."""

from gettext import NullTranslations

from faircopy.languages.words import ENGLISH

SECONDS = (604800, 86400, 3600, 60, 1)


def duration(seconds: int, words: NullTranslations = ENGLISH) -> str:
    """Return a duration in words: "an hour", "2 days and 3 hours", "90 seconds" as "a minute and 30 seconds"."""
    parts = []
    left = seconds
    for index, size in enumerate(SECONDS):
        number, left = divmod(left, size)
        if number:
            parts.append(in_units(number, words)[index])
    # What is below the second unit changes nothing for a reader.
    *others, last = parts[:2] or [in_units(0, words)[-1]]
    both = {"others": others[0], "last": last} if others else {}
    return words.gettext("%(others)s and %(last)s") % both if both else last


def in_units(number: int, words: NullTranslations) -> tuple[str, ...]:
    """Return so many weeks, days, hours, minutes and seconds."""
    forms = (
        words.ngettext("a week", "%(number)s weeks", number),
        words.ngettext("a day", "%(number)s days", number),
        words.ngettext("an hour", "%(number)s hours", number),
        words.ngettext("a minute", "%(number)s minutes", number),
        words.ngettext("a second", "%(number)s seconds", number),
    )
    return tuple(form % {"number": number} for form in forms)


def of_time(seconds: int | None, words: NullTranslations = ENGLISH) -> str:
    """Return how long something lasts: "for an hour"; None means forever."""
    if seconds is None:
        return words.gettext("for ever")
    return words.gettext("for %(time)s") % {"time": duration(seconds, words)}
