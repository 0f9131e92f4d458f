"""ProvenFilter: what the plugin of snippets tells the tool about a filter."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProvenFilter:
    """A filter in a page."""

    fence: str  # the id of its code block: "snippet-2"
    name: str
    sample: str  # the id of its log sample; "" if it has none
    data: str  # FilterData as JSON (web/matcher.js describes it)
