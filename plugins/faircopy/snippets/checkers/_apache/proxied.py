"""Paths of ProxyPass whose slash at the end is lost: Apache puts what follows the path behind the address as it is."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.model import Finding

SLASH_LOST = Rule(
    "SN324",
    Severity.WARNING,
    "the path of a ProxyPass ends with a slash and its address does not: `/app/x` becomes `http://127.0.0.1:3000x`",
    "end both with a slash, or neither",
)

# https://httpd.apache.org/docs/2.4/mod/mod_proxy.html#proxypass
PROXY_PASS = re.compile(
    r"^[ \t]*ProxyPass(?:Reverse)?[ \t]+(?P<quote>[\"']?)(?P<path>/(?:[^\s\"'$%{]*/)?)(?P=quote)[ \t]+"
    r"(?P<mark>[\"']?)(?P<address>(?:https?|wss?|h2c?)://[^\s\"'$%{|]*[^\s\"'$%{|/])(?P=mark)(?!\S)",
    re.MULTILINE | re.IGNORECASE,
)


def lost_slashes(code: str) -> Iterator[Finding]:
    for found in PROXY_PASS.finditer(code):
        fact = f"'{found['path']}' ends with a slash and '{found['address']}' does not: '{found['path']}x' becomes"
        place_of_address = place_at(code, found.start("address"))
        yield Finding(0, SLASH_LOST, f"{fact} '{found['address']}x'", *place_of_address, SLASH_LOST.remedy)
