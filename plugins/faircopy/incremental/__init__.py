"""Incremental builds: only what changed is converted and rendered, and the output equals a clean build's.

How it works. While a page is rendered, each thing that it reads is noted as a *dependency*, with the *fingerprint* of
its value: the title of this article, the state of that template, what a filter returns for these arguments. The next
build evaluates each dependency once. A page whose fingerprints are all the same is left alone; any other is rendered.
Markdown is cached likewise, by the fingerprint of the text, the settings, the code and the files that it read.

Where to look, in the order of a build:

- `plugin`: the signals of Pelican, and what happens at each. Begin here.
- `state`: BuildState, the one object that the parts share. `report`: what became of each page.
- `inputs`: the code and the opened files that take part. `fingerprints`: values as JSON, and its hash.
- `markdown`: the reader, with cached HTML.
- `contents`: what is frozen once all is read, and which files contents attach.
- `output`: a writer that takes pages and files as something that can be made; what other plugins use.
- `incremental_writer`: keeps a page, or has it rendered, by several processes (`faircopy.pool`) if there are many.
- `observe`: Jinja's environment and context, watched. `dependencies`: what they note, and for which page.
- `dependency_db`: the dependencies of all pages, in two tables of the cache (`faircopy.cache.database`).
- `evaluate`: dependencies evaluated again, and compared.
- `stale_files`: files of earlier builds that this one did not make.
- `in_memory`: the same site for the preview, which makes a page when a browser asks for it.

docs/internals-incremental.md tells more, and what it cannot see.
"""
