"""Names that a workflow or a Compose file uses and does not define, which no schema can see."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from .values import Path, YamlDocument

Fault = tuple[str, int, int, str, str]  # as in `read_schema`
# The top-level keys of a Compose file whose entries its services use by name.
RESOURCES = ("networks", "secrets", "configs")
# https://docs.gitlab.com/ci/yaml/#stages
STAGES_ALWAYS = (".pre", ".post")


def faults(document: YamlDocument, schema: str) -> Iterator[Fault]:
    value = document.value
    if not isinstance(value, dict):
        return
    if schema == "github-workflows":
        yield from undefined(document, uses_of_jobs(value), mapping(value.get("jobs")), "job")
    if schema == "gitlab-ci" and "include" not in value:
        yield from undefined(document, uses_of_needs(value), value, "job")
        stages = value.get("stages")
        names = [one for one in stages if isinstance(one, str)] if isinstance(stages, list) else []
        if names:
            yield from undefined(document, uses_of_stages(value), dict.fromkeys((*names, *STAGES_ALWAYS)), "stage")
    if schema == "compose-spec" and "include" not in value:
        services = mapping(value.get("services"))
        yield from undefined(document, uses_of_services(services), services, "service")
        yield from undefined(document, uses_of_volumes(services), mapping(value.get("volumes")), "volume")
        for kind in RESOURCES:
            defined = {**mapping(value.get(kind)), **({"default": None} if kind == "networks" else {})}
            yield from undefined(document, uses_of_resources(services, kind), defined, kind.removesuffix("s"))


def mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def undefined(
    document: YamlDocument, uses: Iterator[tuple[Path, str]], defined: dict[str, Any], kind: str
) -> Iterator[Fault]:
    for path, name in uses:
        if name not in defined and "$" not in name:
            near = get_close_matches(name, defined, n=1, cutoff=0.7)
            fact = f"the {kind} '{name}' is not defined"
            yield "reference", *document.position_of(path), "\n".join([fact, *near]), ""


def names_at(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    """Yield the names that a key has: one, a list of them, or the keys of a mapping."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for index, one in enumerate(value):
            if isinstance(one, str):
                yield (*path, index), one
            elif isinstance(one, dict) and isinstance(one.get("source"), str):
                yield (*path, index), one["source"]
    elif isinstance(value, dict):
        yield from (((*path, name), name) for name in value)


def uses_of_jobs(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for name, job in mapping(value.get("jobs")).items():
        yield from names_at(("jobs", name, "needs"), mapping(job).get("needs"))


def uses_of_stages(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the stage of each job of GitLab's; one whose name begins with a dot is a part of others."""
    for name, job in value.items():
        stage = mapping(job).get("stage")
        if isinstance(stage, str) and not name.startswith("."):
            yield (name, "stage"), stage


def uses_of_needs(value: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    """Yield the jobs that jobs of GitLab's need, of the same pipeline."""
    for name, job in value.items():
        needs = mapping(job).get("needs")
        for index, one in enumerate(needs if isinstance(needs, list) else ()):
            needed = one.get("job") if isinstance(one, dict) and not {"pipeline", "project"} & one.keys() else one
            if isinstance(needed, str):
                yield (name, "needs", index), needed.partition(":")[0]


def uses_of_services(services: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for name, service in services.items():
        for key in ("depends_on", "links"):
            for path, other in names_at(("services", name, key), mapping(service).get(key)):
                yield path, other.partition(":")[0]
        mode = mapping(service).get("network_mode")
        if isinstance(mode, str) and mode.startswith("service:"):
            yield ("services", name, "network_mode"), mode.removeprefix("service:")


def uses_of_volumes(services: dict[str, Any]) -> Iterator[tuple[Path, str]]:
    for name, service in services.items():
        volumes = mapping(service).get("volumes")
        for index, volume in enumerate(volumes if isinstance(volumes, list) else ()):
            path = ("services", name, "volumes", index)
            if isinstance(volume, str):
                source, colon, _ = volume.partition(":")
                if colon and source[:1] not in ("", ".", "/", "~") and "\\" not in source and len(source) > 1:
                    yield path, source
            elif isinstance(volume, dict) and volume.get("type", "volume") == "volume":
                yield from ((path, one) for one in [volume.get("source")] if isinstance(one, str))


def uses_of_resources(services: dict[str, Any], kind: str) -> Iterator[tuple[Path, str]]:
    for name, service in services.items():
        yield from names_at(("services", name, kind), mapping(service).get(kind))
