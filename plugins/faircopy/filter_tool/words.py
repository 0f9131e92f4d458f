"""The sentences of the tool's script, by the names that web/page/words.js uses."""

from collections.abc import Callable
from functools import partial

from faircopy.languages.words import ENGLISH, SiteWords

Sentences = dict[str, str | dict[str, str]]


def sentences(words: SiteWords, language: str) -> Sentences:
    """Return the sentences in a language; those with a number by CLDR's plural categories."""
    spoken = language or words.default
    plurals = partial(words.words.plurals, spoken)
    return {**of_the_log(words.of(spoken).gettext, plurals), **of_the_jail(words.of(spoken).gettext, plurals)}


def english_sentences() -> Sentences:
    """Return the sentences in English, as the command line has them."""
    translated: Callable[[str], str] = ENGLISH.gettext
    return {**of_the_log(translated, in_english), **of_the_jail(translated, in_english)}


def in_english(one: str, other: str) -> dict[str, str]:
    return {"one": one, "other": other}


def of_the_log(_: Callable[[str], str], plurals: Callable[[str, str], dict[str, str]]) -> Sentences:
    return {
        "unfetched": _("The rest could not be fetched. Load the page again, or use the command."),
        "sample": _("The sample"),
        "pasted": _("The pasted lines"),
        "reading": _("%(file)s: reading"),
        "lines": plurals("%(number)s line", "%(number)s lines"),
        "read": plurals("%(file)s: %(number)s line.", "%(file)s: %(number)s lines."),
        "kinds": _(
            "%(matched)s matched, %(ignored)s ignored by ignoreregex, %(others)s neither; %(dateless)s without a date."
        ),
        "stopped": _("Stopped before the end."),
        "slow": _("Stopped, because too many lines took too long."),
        "failed": _("The tool has failed: %(message)s"),
        # Words: %(zone)s is what a reader has written.
        "noZone": _("There is no time zone “%(zone)s”. They are like Europe/Berlin or UTC."),
        # Words: %(form)s is the name of a format, as zip or UTF-16, or binary.
        "form": _(
            "This is no plain log (%(form)s). Its bytes were tried as lines all the same; for a right answer unpack "
            "it, or save it as UTF-8."
        ),
        "cut": plurals(
            "%(number)s line of more than %(characters)s characters: the rest was not read.",
            "%(number)s lines of more than %(characters)s characters: the rest was not read.",
        ),
        "damaged": _("The file is damaged, and could be unpacked up to line %(line)s only."),
        "named": plurals(
            "%(number)s line would match, but names a host in place of an address. Names are not looked up here, so "
            "it counts for nobody.",
            "%(number)s lines would match, but name a host in place of an address. Names are not looked up here, so "
            "they count for nobody.",
        ),
        "noYear": _("Its dates name no year: the lines are taken as following one another."),
        "noDay": _("Its dates name no day: the lines are taken as following one another."),
        "noDate": _("No line has a date that the filter finds, so all count as of one moment."),
        "slowLine": _("Line %(line)s took longer than %(seconds)s seconds, and was left out."),
    }


def of_the_jail(_: Callable[[str], str], plurals: Callable[[str, str], dict[str, str]]) -> Sentences:
    return {
        "refused": _(
            "fail2ban would not take this: %(options)s. Times are like 10m, 1h, 1d 12h or 600; maxretry is a number "
            "from 1 on."
        ),
        "odd": _(
            "“%(word)s” is no address or network that can be tried here. They are like 192.0.2.7, 192.0.2.0/24 or "
            "2001:db8::/32."
        ),
        # Words: %(rule)s is as 'maxretry = 3, findtime = 10m', which stays as it is.
        "bansNobody": _("Jail %(jail)s (%(rule)s) bans nobody."),
        "bans": plurals(
            "Jail %(jail)s (%(rule)s) bans %(number)s address.", "Jail %(jail)s (%(rule)s) bans %(number)s addresses."
        ),
        "times": plurals("It bans %(number)s time in all.", "It bans %(number)s times in all."),
        "spared": plurals("That keeps out %(number)s line of theirs.", "That keeps out %(number)s lines of theirs."),
        "doubts": _("Perhaps wrongly: %(addresses)s."),
        "doubtsAndMore": plurals(
            "Perhaps wrongly: %(addresses)s and %(number)s more.", "Perhaps wrongly: %(addresses)s and %(number)s more."
        ),
        "whyDoubted": _("The table “Banned wrongly?” says why."),
        "alone": _("at least half of the lines left alone"),
        "even": _("comes at even times, as monitoring does"),
        "private": _("address of a private network"),
        "dateless": _("no date"),
        "forEver": _("for ever"),
        "ofNeeded": _("%(failures)s of %(needed)s"),
        "rest": plurals("And %(number)s more.", "And %(number)s more."),
        # Words: a button beside an address; it puts the address into `ignoreip`.
        "ignore": _("Ignore"),
        "ignoreThis": _("Ignore %(address)s"),
        "copy": _("Copy the jail"),
        "copied": _("Copied"),
        "notCopied": _("Not copied"),
    }
