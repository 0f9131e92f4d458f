import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow


def test_the_site_is_built_and_served_until_interrupted(site_copy: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "invoke", "serve"],
        cwd=site_copy,
        env={**os.environ, "PYTHONPATH": str(site_copy / "plugins")},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        line = process.stderr.readline()
        address = re.match(r"http://127\.0\.0\.1:\d+/", line)
        assert address, line
        with urllib.request.urlopen(f"{address[0]}2017/09/fail2ban/", timeout=10) as response:
            page = response.read().decode()
        assert "&lt;HOST&gt;" in page
        assert f'<link rel="canonical" href="{address[0]}2017/09/fail2ban/">' in page
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=10) == 0
