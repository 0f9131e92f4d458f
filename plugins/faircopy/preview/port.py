"""Finds the first free port, on this machine only."""

import errno
import socket

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000
LAST_PORT = 8099
# Connections that wait while one process makes room for the next.
BACKLOG = 512


class NoFreePortError(Exception):
    """All ports in the range are in use."""


def first_free_socket() -> socket.socket:
    """Return a socket that listens on the first free port from FIRST_PORT. Raises NoFreePortError.

    The port is held at once, so that no other process can take it before it is used.
    """
    for port in range(FIRST_PORT, LAST_PORT + 1):
        try:
            return listening(port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise NoFreePortError(f"ports {FIRST_PORT} to {LAST_PORT} are all taken; end one of the servers")


def listening(port: int) -> socket.socket:
    """Return a socket that listens on `port`; 0 stands for any free port."""
    opened = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # What a server that has just ended left behind holds no port.
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        opened.bind((LOOPBACK, port))
        opened.listen(BACKLOG)
    except OSError:
        opened.close()
        raise
    return opened


def port_of(address: str) -> str:
    """Return the port of a served address, as a cache key."""
    return address.rpartition(":")[2]
