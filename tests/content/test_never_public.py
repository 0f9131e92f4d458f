"""Everything that may not be public, in every form that a source can give it and with every setting that might tell."""

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from anysite import EVERYTHING, built, write_all

pytestmark = pytest.mark.slow

PRODUCTION: dict[str, Any] = {**EVERYTHING, "HOLD_BACK_FUTURE": True, "DEFAULT_METADATA": {"status": "published"}}
STATES = {
    "draft": "Status: draft\n",
    "Draft": "Status: Draft\nDate: 2020-01-01\n",
    "skip": "Status: skip\n",
    "Skip": "Status: Skip\n",
    "future": "Date: 2026-12-01\n",
    "future hidden": "Date: 2026-12-01\nStatus: hidden\n",
}
FORMS = {
    "plain": "",
    "address": "Save_as: {token}/own.html\nUrl: {token}/own.html\n",
    "file only": "Save_as: {token}-only.html\n",
    "redirected": "Redirect_from: /from/{token}/\n",
    "translation": "",  # of a public text
    "original": "",  # of a public text in another language
}


@dataclass(frozen=True)
class Text:
    kind: str  # post or page
    state: str
    language: str
    form: str
    number: int

    @property
    def token(self) -> str:
        return f"zq{self.number}z"

    @property
    def slug(self) -> str:
        return self.token if self.form not in ("translation", "original") else f"open{self.number}"

    def source(self) -> str:
        language = {"translation": "de", "original": "en-nz"}.get(self.form, self.language)
        fields = STATES[self.state] + FORMS[self.form].format(token=self.token)
        if "Date" not in fields and "raft" not in fields:
            fields += "Date: 2020-01-01\n"
        if language:
            fields += f"Lang: {language}\n"
        t = self.token
        return (
            f"Title: Title{t}\nSlug: {self.slug}\nCategory: Cat{t}\nTags: Tag{t}, shared\n"
            f"Author: Author{t}\nSeries: S\n"
            f"Summary: Summary{t}\n{fields}\nText{t}, [file]({{attach}}file{t}.txt), "
            f"[far]({{static}}/images/{t}.txt), [shared]({{static}}/images/shared.txt).\n"
        )


TEXTS = [
    Text(*cell, number)
    for number, cell in enumerate(product(("post", "page"), STATES, ("", "en-nz", "de"), FORMS))
    if (cell[3] not in ("translation", "original") or not cell[2])
    and not (cell[0] == "page" and "future" in cell[1])  # a page has no time
]


def public(slug: str, language: str) -> str:
    return (
        f"Title: Public {slug}\nSlug: {slug}\nDate: 2020-02-02\nCategory: Open\nTags: shared\nSummary: Public\n"
        f"Series: S\nLang: {language}\n\n"
        f"Public text, [shared]({{static}}/images/shared.txt), [own]({{attach}}own-{slug}.txt).\n"
    )


def write_site(folder: Path, texts: Sequence[Text]) -> None:
    files = {"images/shared.txt": "shared", "images/nobodys.txt": "of no text, and copied as ever"}
    for text in texts:
        place = f"{text.kind}s/{text.token}"
        files |= {
            f"{place}/index.md": text.source(),
            f"{place}/file{text.token}.txt": f"Words{text.token}",
            f"{place}/deep/er/{text.token}.bin": f"Deep{text.token}",  # which nothing links to
            f"images/{text.token}.txt": f"Image{text.token}",
        }
        if text.form in ("translation", "original"):
            language = "en-nz" if text.form == "translation" else "de"
            files[f"{text.kind}s/{text.slug}/index.md"] = public(text.slug, language)
            files[f"{text.kind}s/{text.slug}/own-{text.slug}.txt"] = "own"
    write_all(folder, files)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("site")
    write_site(folder, TEXTS)
    found, files = built(folder, **PRODUCTION)
    assert found == []
    return {name: gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data for name, data in files.items()}


def tokens_in(files: dict[str, bytes]) -> Iterator[tuple[str, str]]:
    """Yield each token that is told, and where."""
    for name, data in files.items():
        for token in re.findall(r"zq\d+z", name + data.decode("utf-8", "replace")):
            yield token, name


def test_no_byte_of_it_is_there(site: dict[str, bytes]) -> None:
    texts = {text.token: text for text in TEXTS}
    assert {(texts[token], name) for token, name in tokens_in(site)} == set()
    assert not [name for name in site if name.startswith("drafts")]


def test_the_public_neighbours_are_complete(site: dict[str, bytes]) -> None:
    open_texts = [text for text in TEXTS if text.form in ("translation", "original")]
    assert len(open_texts) == 20
    lists = {name: data.decode() for name, data in site.items() if name in ("index.html", "archives/index.html")}
    for text in open_texts:
        (page,) = [name for name in site if re.search(rf"\b{text.slug}(/de)?/index\.html", name)]
        assert b"Public text" in site[page]
        assert text.slug in site["sitemap.xml"].decode()
        if text.kind == "post":
            assert f"Public {text.slug}<" in lists["archives/index.html"]
            assert f"Public {text.slug}<" in site["feeds/all.atom"].decode()
    assert site["images/shared.txt"] == b"shared"
    assert "images/nobodys.txt" in site
    assert {name.rpartition("/")[2] for name in site if "own-" in name} == {f"own-{one.slug}.txt" for one in open_texts}


def test_without_the_setting_all_of_it_is_there(tmp_path: Path) -> None:
    """What the other tests look for would be found, in whatever language it is."""
    texts = [text for text in TEXTS if not text.language]
    write_site(tmp_path, texts)
    _, files = built(tmp_path, **{**PRODUCTION, "HOLD_BACK_FUTURE": False})
    skipped = {text.token for text in texts if text.state.lower() == "skip"}
    assert {token for token, _ in tokens_in(files)} >= {text.token for text in texts} - skipped


def test_a_post_that_is_read_as_a_page_too_is_held_back_as_both(tmp_path: Path) -> None:
    future = Text("post", "future", "", "plain", 1)
    write_all(tmp_path, {"posts/one/index.md": future.source(), "posts/one/filezq1z.txt": "x", "images/zq1z.txt": "x"})
    write_all(tmp_path, {"images/shared.txt": "shared", "posts/open/index.md": public("open", "en-nz")})
    write_all(tmp_path, {"posts/open/own-open.txt": "own"})
    _, files = built(tmp_path, **{**PRODUCTION, "PAGE_PATHS": ["posts"]})
    assert {*tokens_in(files)} == set()
    assert {"2020/02/open/index.html", "open/index.html"} <= files.keys()
