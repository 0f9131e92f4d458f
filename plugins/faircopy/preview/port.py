"""The port on which the site is served: on this machine only, the first that is free."""

import errno
import socket

LOOPBACK = "127.0.0.1"
FIRST_PORT = 8000
LAST_PORT = 8099
# Connections that wait while one process makes room for the next.
BACKLOG = 512


class NoFreePortError(Exception):
    """Every port that we may take is taken."""


def first_free_socket() -> socket.socket:
    """Return a socket that listens on the first free port from FIRST_PORT. Raises NoFreePortError.

    The port is held from here on: nobody can take it between looking and using.
    """
    for port in range(FIRST_PORT, LAST_PORT + 1):
        try:
            return listening(port)
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise
    raise NoFreePortError(f"ports {FIRST_PORT} to {LAST_PORT} are all taken; end one of the servers")


def listening(port: int) -> socket.socket:
    """Return a socket that listens on `port`; 0 stands for any free one."""
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
    """Return the port of the address that a site is served at, as a name for what is kept for it."""
    return address.rpartition(":")[2]
