"""Seconds -> words, for people."""

UNITS = (("week", 604800), ("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def duration(seconds: int) -> str:
    """Return a duration in words: "an hour", "2 days and 3 hours", "90 seconds" as "a minute and 30 seconds"."""
    parts = []
    left = seconds
    for name, size in UNITS:
        number, left = divmod(left, size)
        if number:
            one = "an hour" if name == "hour" else f"a {name}"
            parts.append(one if number == 1 else f"{number} {name}s")
    words = parts[:2]  # what is below the second unit changes nothing for a reader
    return " and ".join(words) if words else "0 seconds"


def of_time(seconds: int | None) -> str:
    """Return how long something holds: "for an hour"; None is for ever."""
    return "for ever" if seconds is None else f"for {duration(seconds)}"
