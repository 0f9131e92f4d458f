"""What stands in the pods of an object of Kubernetes' and has a form of its own, or names something else there."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from .texts import trouble_with_times
from .values import Path, YamlDocument

Fault = tuple[str, int, int, str, str]  # as in `read_schema`

FILLED_IN = re.compile(r"[$<>{}\[\]]|\.\.\.|…")
# https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
MACROS = re.compile(r"@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|every [\w.]+)")
# https://www.rfc-editor.org/rfc/rfc6335#section-5.1
PORT_NAME = re.compile(r"(?=.*[a-z])(?!.*--)[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?")


def faults(document: YamlDocument, kind: str) -> Iterator[Fault]:
    template = ("spec", "jobTemplate", "spec") if kind == "CronJob" else ("spec",)
    path: Path = template if kind == "Pod" else (*template, "template", "spec")
    if kind == "CronJob":
        yield from of_schedule(document)
    for part in ("initContainers", "containers"):
        for index, container in enumerate(list_of(below(document.value, *path), part)):
            yield from of_ports(document, (*path, part, index), container)
            yield from of_mounts(document, (*path, part, index), container, volumes_of(document.value, path))


def of_schedule(document: YamlDocument) -> Iterator[Fault]:
    schedule = below(document.value, "spec").get("schedule")
    if isinstance(schedule, str) and not MACROS.fullmatch(schedule):
        fact = trouble_with_times(schedule.replace("?", "*"))
        yield from [("", *document.position_of(("spec", "schedule")), fact, "")] if fact else ()


def of_ports(document: YamlDocument, path: Path, container: dict[str, Any]) -> Iterator[Fault]:
    for index, port in enumerate(list_of(container, "ports")):
        name = port.get("name")
        if isinstance(name, str) and not PORT_NAME.fullmatch(name) and not FILLED_IN.search(name):
            fact = f"'{name[:60]}' is no name of a port: it has 15 small letters, digits and hyphens at most"
            yield "", *document.position_of((*path, "ports", index, "name")), fact, ""


def of_mounts(document: YamlDocument, path: Path, container: dict[str, Any], volumes: set[str]) -> Iterator[Fault]:
    for index, mount in enumerate(list_of(container, "volumeMounts")):
        name = mount.get("name")
        if isinstance(name, str) and name not in volumes and not FILLED_IN.search(name):
            near = get_close_matches(name, volumes, n=1, cutoff=0.7)
            place = document.position_of((*path, "volumeMounts", index))
            yield "reference", *place, "\n".join([f"the pod has no volume '{name[:60]}'", *near]), ""


def volumes_of(value: Any, path: Path) -> set[str]:
    """Return the names of the volumes of a pod at a path, and of those that are made for it."""
    claims = (below(one, "metadata") for one in list_of(below(value, "spec"), "volumeClaimTemplates"))
    return {str(one.get("name")) for one in (*list_of(below(value, *path), "volumes"), *claims)}


def below(value: Any, *keys: str | int) -> dict[str, Any]:
    """Return the mapping below some keys; an empty one for anything else."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def list_of(value: dict[str, Any], key: str) -> list[dict[str, Any]]:
    """Return the mappings of a list below a key, each other item as an empty one."""
    found = value.get(key)
    return [one if isinstance(one, dict) else {} for one in found] if isinstance(found, list) else []
