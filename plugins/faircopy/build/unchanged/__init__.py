"""Skips a build, before Pelican is imported, if nothing has changed.

A build that succeeds leaves a record: what it read, a digest of all that, and how its output looked. The next build
makes the digest again. If all is as it was, it says what the build before said, and is done.

Whatever may change what a build makes is part of the digest. What nobody can know, such as the answer of a program that
a setting starts, means that there is no record. A record is written last, so no build that fails or ends early has one.

- `watching`: notes what a build opens and lists, in its processes too, and what it does that nobody can repeat.
- `tree`: the digest of all files below some folders.
- `inputs`: the digest of everything that a build is made from.
- `record`: what is kept of a build, and whether it still holds.

docs/internals-unchanged.md tells more.
"""
