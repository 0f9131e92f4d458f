"""Checklists: lists of questions that readers work through in the page.

- `reading`: from a document to a Checklist, or to what is wrong with it. `model` and `vocabulary` have the data.
- `record`: the lock file with all revisions, and what has changed between two.
- `check`: a list compared with its record. `recording`: its next record. `ids`: the ids that its author left out.
- `pages`: the form, data and downloads of a page. `plugin` and `extension` put them into a site; start there.
- `cli`, `arguments`, `commands`, `reports`: the command `checklists`.
- `adopt`: lists of other programs become posts.
- `web`: what runs in a reader's browser; docs/internals-checklist.md explains it.
"""
