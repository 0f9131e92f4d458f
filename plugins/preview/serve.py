"""Build the site for the author's eyes, and serve it."""

from collections.abc import Callable
from pathlib import Path

from preview.server import LOOPBACK, first_free_server
from sitebuild.build import build_site


def serve(settings_file: Path, cache: Path, say: Callable[[str], None]) -> None:
    """Build into a folder of `cache` and serve it until interrupted.

    `say` is given each line that the author should see. Raises BuildFailedError, NoFreePortError.
    """
    # A folder for each port, so that two previews at once do not take each other's pages away.
    with first_free_server(lambda port: cache / str(port)) as server:
        port = server.server_address[1]
        address = f"http://{LOOPBACK}:{port}"
        for diagnostic in build_site(settings_file, cache / str(port), {"SITEURL": address, "FEED_DOMAIN": address}):
            say(str(diagnostic))
        say(f"{address}/  (Ctrl-C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
