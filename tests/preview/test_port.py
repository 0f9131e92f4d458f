import pytest

from faircopy.preview import port as module
from faircopy.preview.port import NoFreePortError, first_free_socket, listening


def test_the_next_free_port_is_taken_and_held(monkeypatch: pytest.MonkeyPatch) -> None:
    with listening(0) as taken:
        host, first = taken.getsockname()
        assert host == "127.0.0.1"
        monkeypatch.setattr(module, "FIRST_PORT", first)
        monkeypatch.setattr(module, "LAST_PORT", first + 20)
        with first_free_socket() as second:
            port = int(second.getsockname()[1])
            assert first < port <= first + 20
            with first_free_socket() as third:
                assert third.getsockname()[1] not in (first, port)
        monkeypatch.setattr(module, "LAST_PORT", first)
        with pytest.raises(NoFreePortError, match="all taken"):
            first_free_socket()


def test_a_port_that_cannot_be_asked_for_is_no_taken_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LOOPBACK", "192.0.2.1")
    with pytest.raises(OSError, match="assign requested address"):
        first_free_socket()
