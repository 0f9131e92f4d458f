"""Our own settings without what the other generators do nothing like: proofs, cards and the search index."""

import runpy
from pathlib import Path
from types import SimpleNamespace

from pelican import signals

import faircopy.feeds.plugin
import faircopy.media.plugin
import faircopy.metadata.plugin
import faircopy.redirects.plugin
import faircopy.related.plugin
import faircopy.sitemap.plugin
import faircopy.snippets.plugin

# The settings of the copy of our site that this file is put in.
globals().update(runpy.run_path(str(Path(__file__).with_name("pelicanconf.py"))))


def register() -> None:
    signals.generator_init.connect(faircopy.media.plugin.add_globals)
    signals.generator_init.connect(faircopy.metadata.plugin.add_filters)
    signals.generator_init.connect(faircopy.snippets.plugin.add_filters)
    signals.content_object_init.connect(faircopy.media.plugin.prepare_text)
    signals.content_object_init.connect(faircopy.metadata.plugin.count)
    signals.article_generator_finalized.connect(faircopy.related.plugin.relate)
    signals.article_generator_finalized.connect(faircopy.media.plugin.name_cards)


PLUGINS = [
    faircopy.feeds.plugin,
    faircopy.redirects.plugin,
    faircopy.sitemap.plugin,
    SimpleNamespace(__name__="theming_of_pages", register=register),
]
