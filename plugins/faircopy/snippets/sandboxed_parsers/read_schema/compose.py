"""Values of a Compose file that have a form of their own, which no schema describes."""

import re
from collections.abc import Iterator
from typing import Any

from .values import YamlDocument

Fault = tuple[str, int, int, str, str]  # as in `read_schema`

# https://github.com/compose-spec/compose-spec/blob/main/05-services.md#ports, short syntax
PORT = re.compile(
    r"(?:(?:\[[\w:.%]+\]|(?!\d+(?:-\d+)?:)[^:\s\[\]]+):)?(?:(?:(?P<host>\d+)(?:-\d+)?)?:)?"
    r"(?P<port>\d+)(?:-\d+)?(?:/(?:tcp|udp|sctp))?"
)
MAX_PORT = 65_535
# https://github.com/compose-spec/compose-spec/blob/main/05-services.md#restart
RESTART = re.compile(r"no|always|unless-stopped|on-failure(?::\d+)?")
FILLED_IN = re.compile(r"[$<>{}]|\.\.\.|\[[A-Za-z][\w']*[ _-][^\]\n]*\]")
# https://github.com/compose-spec/compose-spec/blob/main/11-extension.md#specifying-durations
DURATION = re.compile(r"(?:\d+(?:\.\d+)?(?:us|µs|ms|s|m|h))+|\d+")
# https://pkg.go.dev/github.com/docker/go-units#RAMInBytes
SIZE = re.compile(r"-1|\d+(?:\.\d+)* ?[kmgtp]?i?b?", re.IGNORECASE)
SIZES = ("mem_limit", "mem_reservation", "memswap_limit", "shm_size")
# https://github.com/compose-spec/compose-spec/blob/main/05-services.md#healthcheck
CHECKS = ("CMD", "CMD-SHELL", "NONE")
DURATIONS = ("interval", "timeout", "start_period", "start_interval")
VOLUME = re.compile(r"(?P<source>\.{0,2}/[^:]*|~[^:]*|[A-Za-z0-9][\w.-]*):(?P<target>[^:]+)(?::[\w,]+)?")


def faults(document: YamlDocument, schema: str) -> Iterator[Fault]:
    if schema == "compose-spec":
        yield from outdented(document)
    services = document.value.get("services") if isinstance(document.value, dict) else None
    for name, service in services.items() if schema == "compose-spec" and isinstance(services, dict) else ():
        if isinstance(service, dict):
            for path, fact in (*wrong_lists(service), *wrong_values(service)):
                yield "", *document.position_of(("services", name, *path)), fact, ""


def outdented(document: YamlDocument) -> Iterator[Fault]:
    """Yield the first service that stands beside `services`, and not below it."""
    value = document.value if isinstance(document.value, dict) else {}
    if "services" in value and not value["services"]:
        beside = (key for key, one in value.items() if isinstance(one, dict) and {"image", "build"} & one.keys())
        for key in list(beside)[:1]:
            fact = f"'{key[:60]}' stands beside 'services' and not below it, so it is no service: indent it"
            yield "", *document.key_at((), key), fact, ""


def wrong_lists(service: dict[str, Any]) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield paths and facts of ports and volumes."""
    for key, trouble in (("ports", trouble_with_port), ("volumes", trouble_with_volume)):
        values = service.get(key)
        for index, value in enumerate(values if isinstance(values, list) else ()):
            if isinstance(value, str) and not FILLED_IN.search(value) and (fact := trouble(value)):
                yield (key, index), fact


def trouble_with_port(text: str) -> str:
    found = PORT.fullmatch(text)
    numbers = [int(one[:9]) for one in (found["host"], found["port"]) if one] if found else []
    if found and max(numbers) <= MAX_PORT:
        return ""
    return f"'{text[:60]}' is not a port mapping: write HOST:CONTAINER, such as 8080:80"


def trouble_with_volume(text: str) -> str:
    found = VOLUME.fullmatch(text)
    if found is None or found["target"].startswith("/") or "\\" in text:
        return ""
    return f"'{found['target'][:60]}' is not a path in a container: begin it with '/'"


def wrong_values(service: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield paths and facts of values with a form of their own in a service, and of two that exclude each other."""
    if restart := wrong_text(service.get("restart"), RESTART):
        yield (
            ("restart",),
            f"'{restart}' is not a restart policy: use no, always, on-failure, on-failure:3 or unless-stopped",
        )
    for key in SIZES:
        if size := wrong_text(service.get(key), SIZE):
            yield (key,), f"'{size}' is not a size: write a number and one of b, k, m, g, such as 512m"
    if grace := wrong_text(service.get("stop_grace_period"), DURATION):
        yield ("stop_grace_period",), f"'{grace}' is not a duration: write it as 1m30s"
    health = service.get("healthcheck")
    check = health if isinstance(health, dict) else {}
    for key in DURATIONS:
        if duration := wrong_text(check.get(key), DURATION):
            yield ("healthcheck", key), f"'{duration}' is not a duration: write it as 1m30s"
    command = check.get("test")
    if isinstance(command, list) and command and isinstance(command[0], str) and command[0] not in CHECKS:
        fact = f"the list begins with '{command[0][:60]}': write 'CMD' or, for a shell command, 'CMD-SHELL' before it"
        yield ("healthcheck", "test"), fact
    if service.get("network_mode") and service.get("networks"):
        yield ("network_mode",), "'network_mode' and 'networks' exclude each other"


def wrong_text(value: Any, form: re.Pattern[str]) -> str:
    """Return the beginning of a text that is not of a form; "" if it is, or is something else."""
    is_wrong = isinstance(value, str) and not FILLED_IN.search(value) and not form.fullmatch(value)
    return value[:60] if is_wrong else ""
