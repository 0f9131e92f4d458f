"""The public Pelican sites that `foreign_sites.py` and `foreign_findings.py` look at, with their commits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ForeignSite:
    """A site, and what must be otherwise than in its settings for it to be built at all."""

    name: str  # owner/name on GitHub
    commit: str
    what: str  # its theme and plugins, for a reader
    folder: str = "."  # of the settings file
    settings: str = "pelicanconf.py"
    theme: str = ""  # in the place of one that is not in the repository


SITES = (
    ForeignSite(
        "getpelican/pelican", "c2149063585d", "notmyidea; reStructuredText, Markdown", "samples", "pelican.conf.py"
    ),
    ForeignSite("getpelican/pelican-blog", "3d8b58a29f97", "its own notmyidea; reStructuredText"),
    ForeignSite("alexandrevicenzi/Flex", "bbf8768d4fcc", "Flex", "docs"),
    ForeignSite("Pelican-Elegant/elegant", "846dfd971563", "Elegant; six plugins", "documentation"),
    ForeignSite("arulrajnet/attila", "6bb3409d170b", "Attila", "tests", "default_conf.py", theme=".."),
    ForeignSite("0xddaa/blog", "f790d41ebe76", "pelican-mg"),
    ForeignSite("sglavoie/sglavoie.github.io-source", "fb0f93702bb5", "svbhack; readtime, extract_toc"),
    ForeignSite("zonca/zonca.github.io-source", "5bc44ea8dbdd", "simple; HTML, too", theme="simple"),
    ForeignSite("ropable/pelican-blog", "b3c1bd010549", "Hyde"),
    ForeignSite("flavio-fernandes/pelican-blog", "402a3358995b", "simple", theme="simple"),
    ForeignSite("jtvanlew/pelican-blog-2025", "45b3c34101bd", "clean-blog; reStructuredText"),
)
