"""Skips a build, before Pelican is imported, if nothing has changed.

A successful build leaves a record: what it read, a digest of that, and the state of its output. The next build computes
the digest again. If it is the same, it repeats the messages of the recorded build and exits.

Everything that may change the result of a build is part of the digest. If something cannot be compared, such as the
output of a program that a setting starts, there is no record. The record is written last, so a build that fails or is
interrupted has none.

- `watching`: observes what a build opens and lists, in its child processes too.
- `tree`: the digest of all files below some folders.
- `inputs`: the digest of all inputs of a build.
- `record`: the record of a build, and whether it still holds.

See docs/internals-unchanged.md.
"""
