"""Build the site for the author's eyes, and serve it."""

from collections.abc import Callable
from pathlib import Path

from mdsource.diagnostics import Diagnostic
from preview.server import LOOPBACK, free_port, site_server
from sitebuild.build import build_site


def serve(settings_file: Path, output: Path, say: Callable[[str], None]) -> None:
    """Build into `output` and serve it until interrupted.

    `say` is given each line that the author should see. Raises BuildFailedError, NoFreePortError.
    """
    port = free_port()
    address = f"http://{LOOPBACK}:{port}"
    output.parent.mkdir(parents=True, exist_ok=True)
    diagnostics: list[Diagnostic] = build_site(settings_file, output, {"SITEURL": address, "FEED_DOMAIN": address})
    for diagnostic in diagnostics:
        say(str(diagnostic))
    with site_server(output, port) as server:
        say(f"{address}/  (Ctrl-C ends it)")
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            say("")
