"""Our own settings without what the other generators do nothing like: proofs, cards and the search index."""

import runpy
from pathlib import Path
from types import SimpleNamespace

from pelican import signals

import sitefiles.plugin
import snippets.plugin
import theming.plugin

# The settings of the copy of our site that this file is put in.
globals().update(runpy.run_path(str(Path(__file__).with_name("pelicanconf.py"))))


def register() -> None:
    signals.generator_init.connect(theming.plugin.add_filters)
    signals.generator_init.connect(snippets.plugin.add_filters)
    signals.content_object_init.connect(theming.plugin.prepare_text)
    signals.article_generator_finalized.connect(theming.plugin.relate)


PLUGINS = [sitefiles.plugin, SimpleNamespace(__name__="theming_of_pages", register=register)]
