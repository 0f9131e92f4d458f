import threading
from pathlib import Path

import pytest

from faircopy.preview.watch import watch, watching
from waiting import wait_until


@pytest.mark.parametrize("name", ["settings.py", "content/deep/inside/index.md"])
def test_a_change_is_noticed(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    noticed = threading.Event()
    output: list[str] = []
    with watching(tmp_path, [tmp_path / "content", tmp_path / "not there"], lambda _: noticed.set(), output.append):
        # The watch begins at some time in its own thread.
        wait_until(lambda: file.write_text("x") and noticed.wait(0.02), "somebody has noticed")
    assert output == []


def test_what_cannot_be_watched_is_said_and_is_no_loop(tmp_path: Path) -> None:
    output: list[str] = []
    watch([tmp_path / "not there"], True, lambda _: None, output.append, threading.Event())
    assert [line.split(":")[0] for line in output] == ["warning", "warning"]
    assert "by polling either" in output[1]
