"""Pelican plugin: the filters that the templates use."""

from typing import Any

from pelican import signals

from theming.dates import nz_date, partial_date


def add_filters(generator: Any) -> None:
    generator.env.filters.update(nz_date=nz_date, original_text=partial_date)


def register() -> None:
    signals.generator_init.connect(add_filters)
