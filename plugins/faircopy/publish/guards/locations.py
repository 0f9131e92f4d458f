"""A picture or a film that says where it was taken, wherever in the site it lies."""

from collections.abc import Iterator

from faircopy.diagnostics.model import Diagnostic, Rule, Severity
from faircopy.media.locations import FILMS, PICTURES, has_location
from faircopy.publish.guard import Guard, SiteFacts

LOCATION = Rule(
    "PB314",
    Severity.ERROR,
    "a picture or a film contains the place where it was taken",
    "remove the location from the file, which is published as it is: `exiftool -gps:all= -xmp:gps*= -location*= FILE`",
)


def check(facts: SiteFacts) -> Iterator[Diagnostic]:
    for name in facts.site.names:
        if name.lower().endswith((*PICTURES, *FILMS)) and has_location(name, facts.site.read(name)):
            hint = "remove it from the source: exiftool -gps:all= -xmp:gps*= -location*= FILE"
            yield LOCATION.at(facts.site.place(name), 1, "its metadata have the place where it was taken", hint)


GUARD = Guard(SiteFacts, (LOCATION,), check)
