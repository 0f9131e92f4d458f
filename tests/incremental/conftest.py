"""Small sites are built in the tests' own process, where other tests may have left the plugins of a whole one."""

from collections import defaultdict

import pytest
from blinker import Signal
from pelican import signals


@pytest.fixture(autouse=True)
def no_plugins_of_others(monkeypatch: pytest.MonkeyPatch) -> None:
    for signal in vars(signals).values():
        if isinstance(signal, Signal):
            monkeypatch.setattr(signal, "receivers", {})
            monkeypatch.setattr(signal, "_by_receiver", defaultdict(set))
            monkeypatch.setattr(signal, "_by_sender", defaultdict(set))
