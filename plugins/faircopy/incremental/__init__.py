"""Incremental builds: only what changed is converted and rendered, and the output equals a clean build's.

While a page is rendered, everything that it reads is recorded as a *dependency*, with a *fingerprint* of its value: the
title of this article, the source of that template, the result of a filter for these arguments. The next build evaluates
each dependency once. A page whose fingerprints are all unchanged is left alone; any other is rendered. Markdown is
cached in the same way, by the fingerprint of the text, the settings, the code and the files that it read.

The modules, in the order of a build:

- `plugin`: Pelican's signals, and what happens at each. Start here.
- `state`: BuildState, the one object that all parts share. `report`: what happened to each page. `marks`: what plugins
  say of their functions. The last two need no Pelican.
- `markdown_reader`: Pelican's reader of Markdown. `markdown`: converted texts, cached.
- `lookups`: what stays the same once all contents are read. `attachments`: files that move beside a page.
- `output`: a writer that collects pages and files to be made later; the interface for other plugins.
- `incremental_writer`: keeps a page, or renders it, in several processes (`faircopy.pool`) if there are many.
- `observe`: Jinja's environment and context, observed. `dependencies`: what they record for each page.
  `value_fingerprints`: fingerprints of the values.
- `dependency_db`: the dependencies of all pages, in two tables of the cache (`faircopy.cache.database`).
- `evaluate`: evaluates dependencies again, and compares them.
- `output_files`: a file is kept from the build before, or written. `output_manifest`: which files a build has written;
  the others are removed. `copied_files`: which ones Pelican copies at the end.
- `in_memory`: the same site for the preview, which makes a page when a browser requests it. `cached_contents`: what it
  has read, before plugins changed it.

Fingerprints are made by `faircopy.cache.fingerprints`, and those of code and opened files by `faircopy.cache.inputs`.
docs/internals-incremental.md has the details, and the limits.
"""
