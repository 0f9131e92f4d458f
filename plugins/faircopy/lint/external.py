"""Checks links to other sites, with few, slow and short requests."""

import contextlib
import json
import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urldefrag, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request

from faircopy.cache.namespaces import EXTERNAL_LINKS
from faircopy.cache.store import EntryStore
from faircopy.content.settings import Site
from faircopy.diagnostics.model import Diagnostic
from faircopy.lint.link_forms import is_address
from faircopy.lint.links import SourceLink
from faircopy.lint.public_http import Deadline, is_public, open_within
from faircopy.lint.rules.external_link import EXTERNAL_DEAD, EXTERNAL_MOVED, EXTERNAL_SILENT
from faircopy.markdown.document import Document

ANSWERS = "answers"  # the key of all of them
USER_AGENT = "faircopy-proofread/1 (a link checker; one request at a time)"
GONE = (404, 410)
MOVED = (301, 308)
# What a host may mean by "not so": the page may be there for a person, or for the next one who asks.
HEAD_REFUSED = (400, 403, 404, 405, 406, 410, 429, 500, 501, 503)
# Names that RFC 2606 keeps for examples; nobody answers there.
EXAMPLES = (".example", ".test", ".invalid", ".localhost")


@dataclass(frozen=True, slots=True)
class RequestPolicy:
    """The limits of requests."""

    pause_s: float = 1.0  # between two requests to one host
    timeout_s: float = 15.0  # for one answer, redirects included
    max_hosts: int = 8  # at a time
    max_age_s: float = 7 * 24 * 3600.0  # of a good answer
    max_silences: int = 3  # of one host, one after the other; it is not asked again then
    may_reach: Callable[[str], bool] = is_public  # whether an IP address may be connected to


@dataclass(frozen=True, slots=True)
class LinkResponse:
    """The result of requesting one address."""

    status: int = 0  # 0: nothing
    moved_to: str = ""  # for good
    trouble: str = ""  # why there was no answer
    is_late: bool = False  # none in time

    @property
    def is_good(self) -> bool:
        return 200 <= self.status < 300 and not self.moved_to


def is_external(target: str, site: Site) -> bool:
    """Tell whether a link leads to another site over HTTP."""
    if not is_address(target):
        return False
    parts = urlsplit(target)
    host = (parts.hostname or "").lower()
    if parts.scheme not in ("http", "https") or not host or f".{host}".endswith(EXAMPLES):
        return False
    return not any(f"{target}/".startswith(f"{root}/") for root in site.roots)


def check_external(
    links: Iterable[tuple[Document, SourceLink]], site: Site, policy: RequestPolicy, cache_folder: Path | None
) -> list[Diagnostic]:
    """Return the dead links to other sites. Good results are cached in `cache_folder`."""
    wanted = [(document, link) for document, link in links if is_external(link.target, site)]
    answers = request_all({urldefrag(link.target).url for _, link in wanted}, policy, cache_folder)
    found = [diagnostic_of(document, link, answers[urldefrag(link.target).url]) for document, link in wanted]
    return [one for one in found if one]


def diagnostic_of(document: Document, link: SourceLink, answer: LinkResponse) -> Diagnostic | None:
    place = document.path, link.line
    if answer.status in GONE:
        fact = f"'{link.target}' is gone: its host says {answer.status}"
        hint = "link to where it is now, or to a copy at web.archive.org"
        return EXTERNAL_DEAD.at(*place, fact, hint, column=link.column)
    if answer.moved_to:
        fact = f"'{link.target}' has moved to '{answer.moved_to}'"
        return EXTERNAL_MOVED.at(*place, fact, "link to the new address", column=link.column)
    if not answer.is_good:
        why = answer.trouble or f"its host says {answer.status}"
        fact = f"it is unknown whether '{link.target}' is there: {why}"
        return EXTERNAL_SILENT.at(*place, fact, "look at it in a browser, or try later", column=link.column)
    return None


def request_all(addresses: Iterable[str], policy: RequestPolicy, cache_folder: Path | None) -> dict[str, LinkResponse]:
    """Return the answer for each address: one request at a time for each host, several hosts in parallel."""
    now = time.time()
    store = read_store(cache_folder, now - policy.max_age_s)
    by_host: dict[str, list[str]] = defaultdict(list)
    for address in sorted(set(addresses) - set(store)):
        by_host[urlsplit(address).hostname or ""].append(address)  # whatever its ports
    with ThreadPoolExecutor(policy.max_hosts) as pool:
        for answers in pool.map(lambda host: request_host(host, policy), by_host.values()):
            store.update({address: (now, answer) for address, answer in answers.items()})
    write_store(cache_folder, {address: one for address, one in store.items() if one[1].is_good})
    return {address: answer for address, (_, answer) in store.items()}


def request_host(addresses: Iterable[str], policy: RequestPolicy) -> dict[str, LinkResponse]:
    """Return the answer for each address of a host, which is not asked again if it was too late several times."""
    pause = _Pause(policy.pause_s)
    answers: dict[str, LinkResponse] = {}
    silences = 0
    for address in addresses:
        if silences < policy.max_silences:
            answers[address] = request_page(address, policy, pause)
            silences = silences + 1 if answers[address].is_late else 0
        else:
            answers[address] = LinkResponse(trouble=f"its host did not answer {silences} times, and is not asked again")
    return answers


class _Pause:
    """Waits before each call except the first."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.again = False

    def __call__(self) -> None:
        if self.again:
            time.sleep(self.seconds)
        self.again = True


class _NoteMoves(HTTPRedirectHandler):
    """Follows redirects as urllib does, and records whether the first one was permanent."""

    def __init__(self) -> None:
        self.for_good: bool | None = None

    def redirect_request(self, req, fp, code, msg, headers, newurl):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        self.for_good = code in MOVED if self.for_good is None else self.for_good
        return super().redirect_request(req, fp, code, msg, headers, newurl)

    def http_error_302(self, req, fp, code, msg, headers):  # type: ignore[no-untyped-def]  # noqa: ANN001, ANN202
        fp.read = bytes  # urllib reads the body, which may have no end, to throw it away
        try:
            return super().http_error_302(req, fp, code, msg, headers)
        except ValueError:  # it leads to no address, and urllib leaves the answer open
            fp.close()
            raise

    http_error_301 = http_error_303 = http_error_307 = http_error_308 = http_error_302


def request_page(address: str, policy: RequestPolicy, pause: Callable[[], None]) -> LinkResponse:
    """Send HEAD to a page, and GET if the host answers only that."""
    pause()
    answer = request("HEAD", address, policy)
    if answer.status in HEAD_REFUSED:
        pause()
        answer = request("GET", address, policy)
    return answer


def request(method: str, address: str, policy: RequestPolicy) -> LinkResponse:
    moves = _NoteMoves()
    message = Request(encoded(address), method=method, headers={"User-Agent": USER_AGENT, "Accept": "*/*"})  # noqa: S310  # http and https only: is_external
    with Deadline(policy.timeout_s) as deadline:
        try:
            with open_within(deadline, message, moves, policy.may_reach) as reply:
                answer = LinkResponse(reply.status, moved_to=reply.url if moves.for_good else "")
        except HTTPError as error:
            with error:
                answer = LinkResponse(error.code)
        except (URLError, HTTPException, OSError, ValueError, OverflowError) as error:  # the last: a port in a redirect
            reason = getattr(error, "reason", None) or error
            answer = LinkResponse(trouble=f"{reason}" or type(error).__name__)
    # An answer that was cut off is none.
    late = LinkResponse(trouble=f"no answer within {policy.timeout_s:g} seconds", is_late=True)
    return late if deadline.is_over else answer


def encoded(address: str) -> str:
    """Return an address percent-encoded: a browser encodes non-ASCII characters, urllib does not."""
    scheme, host, path, query, _ = urlsplit(address)
    with contextlib.suppress(UnicodeError):
        host = host.encode("idna").decode() if not host.isascii() else host
    return urlunsplit((scheme, host, quote(path, safe="/%:@!$&'()*+,;=~"), quote(query, safe="/%:@!$&'()*+,;=~?"), ""))


def read_store(cache_folder: Path | None, since: float) -> dict[str, tuple[float, LinkResponse]]:
    """Return the cached answers that are still valid, each with its time."""
    data = EntryStore(EXTERNAL_LINKS, cache_folder).get(ANSWERS)
    try:
        value = json.loads(data or b"{}")
        answers = {str(address): (float(when), answer_from(answer)) for address, (when, answer) in value.items()}
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
    return {address: one for address, one in answers.items() if one[0] >= since and math.isfinite(one[0])}


def answer_from(value: Mapping[str, object]) -> LinkResponse:
    """Return the answer stored in a value. Raises TypeError for any other value."""
    status, moved_to, trouble = (value[name] for name in ("status", "moved_to", "trouble"))
    if not (isinstance(status, int) and isinstance(moved_to, str) and isinstance(trouble, str)):
        raise TypeError("no answer")
    return LinkResponse(status, moved_to, trouble)


def write_store(cache_folder: Path | None, store: Mapping[str, tuple[float, LinkResponse]]) -> None:
    """Store answers; on a full or read-only disk, the next run just asks again."""
    value = {address: (when, asdict(answer)) for address, (when, answer) in sorted(store.items())}
    EntryStore(EXTERNAL_LINKS, cache_folder).put(ANSWERS, json.dumps(value).encode())
