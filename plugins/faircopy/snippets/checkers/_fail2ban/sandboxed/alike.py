"""Names of options that could have been meant by a tag that no option has made another."""

from collections.abc import Iterable


def alike_names(tag: str, names: Iterable[str]) -> list[str]:
    """Return the names that share the longest beginning of a tag up to a hyphen, as `mdre-x` does with `mdre-y-z`."""
    names = sorted(names)
    stem = tag
    while "-" in stem:
        stem = stem.rpartition("-")[0]
        if found := [one for one in names if one.startswith(f"{stem}-")]:
            return found
    return []
