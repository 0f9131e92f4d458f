"""Whole numbers of Apache's directives that it reads up to the first sign that is no digit: a word is 0 to it."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

NO_NUMBER = Rule(
    "SN322",
    Severity.ERROR,
    "Apache accepts a word or a unit in place of a whole number, and uses only its first digits, or 0",
    "write digits only; the manual gives each directive's unit",
)

# https://httpd.apache.org/docs/2.4/mod/directives.html; of others `apache2 -t` complains itself.
NAMES = """
Timeout MaxKeepAliveRequests StartServers MinSpareServers MaxSpareServers MinSpareThreads MaxSpareThreads
ThreadsPerChild ServerLimit ThreadLimit MaxRequestWorkers MaxClients MaxConnectionsPerChild MaxRequestsPerChild
SendBufferSize ReceiveBufferSize LimitRequestFields LimitRequestFieldSize LimitRequestLine LimitXMLRequestBody
GracefulShutdownTimeout ThreadStackSize SSLVerifyDepth SSLSessionCacheTimeout CacheDefaultExpire CacheMaxExpire
CacheMaxFileSize CacheMinFileSize ProxyIOBufferSize ProxyReceiveBufferSize ProxyMaxForwards DAVMinTimeout
LDAPCacheEntries LDAPCacheTTL LDAPConnectionTimeout ScriptLogLength SessionMaxAge MaxMemFree
"""
DIRECTIVE = re.compile(
    rf"^[ \t]*(?P<name>{'|'.join(NAMES.split())})[ \t]+(?P<quote>[\"']?)(?P<value>[^\s\"'$%@<{{]+)(?P=quote)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
WHOLE = re.compile(r"[+-]?\d+")


def no_numbers(code: str) -> Iterator[Finding]:
    """Yield a finding for each value that is no whole number; a variable may be one."""
    for number, line in enumerate(code.split("\n"), 1):
        found = DIRECTIVE.match(line)
        if found and not WHOLE.fullmatch(found["value"]):
            fact = (
                f"'{found['value']}' is not a whole number, which '{found['name']}' needs; Apache reads only its digits"
            )
            yield Finding(0, NO_NUMBER, fact, number, found.start("value") + 1, "write digits alone", fact)
