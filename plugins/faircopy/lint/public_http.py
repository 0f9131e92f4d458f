"""HTTP to strangers: only to hosts that everybody can reach, over HTTP alone, and never for longer than was said.

A post chooses whom we ask, and each answer may choose the next (a redirect, a name server that gives another address
the second time). So the address is judged that the connection is then made to, at every step.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPSConnection
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any, Self
from urllib.parse import urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
    getproxies,
)

# IPv6 addresses that lead to an IPv4 one: https://www.rfc-editor.org/rfc/rfc6052#section-2.1
NAT64 = IPv6Network("64:ff9b::/96")


class NotPublicError(OSError):
    """A host is on a network of somebody's own; the message names its address."""


def is_public(address: str) -> bool:
    """Tell whether an IP address is one that everybody reaches, also where it leads to another within it."""
    ip = ip_address(address.partition("%")[0])
    return all(one.is_global and not one.is_multicast for one in (ip, *inner_addresses(ip)))


def inner_addresses(ip: IPv4Address | IPv6Address) -> Iterator[IPv4Address]:
    if isinstance(ip, IPv6Address):
        yield from (one for one in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ())) if one)
        if ip in NAT64:
            yield IPv4Address(int(ip) & 0xFFFF_FFFF)


class Deadline:
    """Ends all connections of one request when its time is over, however slowly the other side goes on answering."""

    def __init__(self, seconds: float) -> None:
        self.at = time.monotonic() + seconds
        self._lock = threading.Lock()
        self._sockets: list[socket.socket] = []
        self._timer = threading.Timer(seconds, self._end)
        self._timer.daemon = True

    @property
    def is_over(self) -> bool:
        return time.monotonic() >= self.at

    @property
    def seconds_left(self) -> float:
        """At least a moment: no time at all would mean no limit."""
        return max(self.at - time.monotonic(), 0.001)

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()
        with self._lock:
            for one in self._sockets:
                one.close()
            self._sockets.clear()

    def watch(self, opened: socket.socket) -> None:
        """End this connection, too. It is ended by a copy, since TLS takes the socket itself into another."""
        with self._lock:
            self._sockets.append(opened.dup())
        if self.is_over:
            self._end()

    def _end(self) -> None:
        with self._lock:
            for one in self._sockets:
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)


class _Guarded(HTTPConnection):
    """Connects to one of the addresses of its host that may be reached, and to none that it was not shown."""

    deadline: Deadline
    may_reach: Callable[[str], bool]

    def connect(self) -> None:
        name, failure = self.host, OSError("it has no address")
        for address in self.addresses():
            self.host, self.timeout = address, self.deadline.seconds_left
            try:
                super().connect()
                break
            except OSError as error:
                failure = error
            finally:
                self.host = name
        else:
            raise failure
        self.deadline.watch(self.sock)

    def addresses(self) -> list[str]:
        """Return the addresses of the host. Raises NotPublicError where one of them may not be reached."""
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        addresses = list(dict.fromkeys(str(one[4][0]) for one in found))
        if self.host not in proxy_hosts() and (wrong := [one for one in addresses if not self.may_reach(one)]):
            raise NotPublicError(f"{wrong[0]} is an address of a private network, which gets no requests")
        return addresses


class _GuardedTls(HTTPSConnection, _Guarded):
    """The same, and TLS over it: HTTPSConnection connects by the class that comes after it here."""


def proxy_hosts() -> set[str]:
    """Return the hosts of the proxies that the user has set (http_proxy, https_proxy); they may be anywhere."""
    return {host for address in getproxies().values() if (host := urlsplit(address).hostname)}


class _Opener(HTTPHandler, HTTPSHandler):
    """Opens HTTP and HTTPS by guarded connections."""

    def __init__(self, deadline: Deadline, may_reach: Callable[[str], bool]) -> None:
        super().__init__()
        self.deadline = deadline
        self.may_reach = may_reach

    def http_open(self, req: Request) -> Any:
        return self.do_open(self.guarded(_Guarded), req)

    def https_open(self, req: Request) -> Any:
        return self.do_open(self.guarded(_GuardedTls), req)

    def guarded(self, kind: type[_Guarded]) -> Any:
        def connection(host: str, **options: Any) -> _Guarded:
            made = kind(host, **options)
            made.deadline, made.may_reach = self.deadline, self.may_reach
            return made

        return connection


def open_within(deadline: Deadline, request: Request, redirects: BaseHandler, may_reach: Callable[[str], bool]) -> Any:
    """Open a request as `urlopen` does, HTTP and HTTPS only; `redirects` handles those. Raises what that raises."""
    director = OpenerDirector()
    for handler in (ProxyHandler(), UnknownHandler(), HTTPDefaultErrorHandler(), HTTPErrorProcessor(), redirects):
        director.add_handler(handler)
    director.add_handler(_Opener(deadline, may_reach))
    return director.open(request, timeout=deadline.seconds_left)
