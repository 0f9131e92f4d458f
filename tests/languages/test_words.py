"""What a page says in a language; what in a catalogue cannot be used is left out, and said."""

from pathlib import Path

import pytest
from babel import Locale
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from faircopy.languages.jinja import install
from faircopy.languages.messages import catalogue_in
from faircopy.languages.tags import (
    catalogue_names,
    direction,
    is_spoken_by,
    language_name,
    locale_of,
    script,
    territory_locale,
)
from faircopy.languages.words import OURS, SiteTranslations, site_words, warn, words_of

HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def own(folder: Path, name: str, text: str) -> Path:
    (folder / "translations").mkdir(parents=True, exist_ok=True)
    (folder / "translations" / name).write_text(HEADER + text, encoding="utf-8")
    return folder / "translations"


def test_a_sites_own_words_come_first_then_ours_then_english(tmp_path: Path) -> None:
    folder = own(tmp_path, "de.po", 'msgid "Tags"\nmsgstr "Marken"\n\nmsgid "Mine"\nmsgstr "Meins"\n')
    words = SiteTranslations((folder, OURS))
    for language in ("de", "de-AT", "DE"):
        german = words.of(language).gettext
        assert [german(one) for one in ("Tags", "Mine", "Draft", "Nobody says")] == [
            "Marken", "Meins", "Entwurf", "Nobody says",
        ]  # fmt: skip
    assert words.of("en-GB").gettext("Tags") == "Tags"


def test_a_site_may_override_an_english_word_and_bring_a_language(tmp_path: Path) -> None:
    own(tmp_path, "en.po", 'msgid "Read on"\nmsgstr "Onwards"\n')
    folder = own(tmp_path, "fr.po", 'msgid "Tags"\nmsgstr "Étiquettes"\n')
    words = SiteTranslations((folder, OURS))
    assert words.of("en-NZ").gettext("Read on") == "Onwards"
    assert words.of("fr-CA").gettext("Tags") == "Étiquettes"
    assert words.of("fr").gettext("Read on") == "Read on"
    assert [words.has(one) for one in ("fr", "es", "en", "de", "")] == [True, False, True, True, True]


@pytest.mark.parametrize(
    ("english", "translation", "fact"),
    [
        ("revised %(date)s", "am %(datum)s", "placeholders"),
        ("revised %(date)s", "neu", "placeholders"),
        ("revised %(date)s", "%(date)s zu 5 %", "'%'"),
        ("Tags", "<b>Marken</b>", "other tags"),
        ("Tags", "<script>alert(1)</script>", "other tags"),
        ("<a href='%(a)s'>x</a>", "x %(a)s", "other tags"),
        ("<a href='%(a)s'>x</a>", "<a href='%(a)s' onclick='y'>x</a>", "other tags"),
        ("Tags", '\\" onclick=\\"x', "HTML"),
        ("Tags", "R&D", "HTML"),
        ("Tags", "a < b", "HTML"),
    ],
)
def test_what_cannot_stand_in_a_page_is_left_out_and_said(
    tmp_path: Path, english: str, translation: str, fact: str
) -> None:
    folder = own(tmp_path, "de.po", f'msgid "{english}"\nmsgstr "{translation}"\n')
    words = SiteTranslations((folder,))
    ((path, fault),) = words.faults()
    assert (path, fault.line) == (str(folder / "de.po"), 5)
    assert fact in fault.fact
    assert words.of("de").gettext(english) == english


@pytest.mark.parametrize(
    "broken",
    [
        'msgid "Draft\nmsgstr "Entwurf"\n',
        'msgid "Draft"\nmsgstr "Entwurf\n',
        'msgid "Draft"\nmsgstr Entwurf\n',
        'msgid "Draft"\nmsgstr "Ent"wurf"\n',
        'msgid "Draft"\nmsgstr "Ent"\n"wurf\n',
        'msgctxt "a\nmsgid "Draft"\nmsgstr "Entwurf"\n',
        'msgid "%(num)s hour"\nmsgid_plural "%(num)s hours"\nmsgstr[0] "%(num)s Stunde\nmsgstr[1] "%(num)s Stunden"\n',
    ],
)
@pytest.mark.parametrize("between", ["", "\n", "\n# a comment\n"])
def test_a_text_that_has_no_end_is_said_and_takes_no_other_with_it(tmp_path: Path, broken: str, between: str) -> None:
    text = f'msgid "Tags"\nmsgstr "Mar\\"ken"\n{between}{broken}{between}msgid "Mine"\nmsgstr "Meins"\n'
    words = SiteTranslations((own(tmp_path, "de.po", text.replace('\\"', "")),))
    ((path, fault),) = words.faults()
    assert Path(path).read_text(encoding="utf-8").splitlines()[fault.line - 1] in broken.splitlines()
    assert "quotation marks" in fault.fact
    assert words.of("de").gettext("Draft") == "Draft"
    assert [words.of("de").gettext(one) for one in ("Tags", "Mine")] == ["Marken", "Meins"]


def test_a_number_of_plural_forms_that_the_language_has_not_is_left_out(tmp_path: Path) -> None:
    text = 'msgid "%(num)s article"\nmsgid_plural "%(num)s articles"\nmsgstr[0] "%(num)s مقالة"\n'
    words = SiteTranslations((own(tmp_path, "ar.po", text),))
    assert "plural forms, and the language has 6" in next(iter(words.faults()))[1].fact
    assert words.of("ar").ngettext("%(num)s article", "%(num)s articles", 2) == "%(num)s articles"


@pytest.mark.slow
@given(st.binary() | st.text().map(str.encode) | st.text().map(lambda text: (HEADER + text).encode()))
def test_whatever_a_catalogue_holds_its_english_can_be_read(data: bytes) -> None:
    found = catalogue_in(data, "de")
    assert isinstance(found.translations.gettext("Tags"), str)


def test_each_language_without_words_is_named_once(tmp_path: Path) -> None:
    said: list[str] = []
    own(tmp_path / "theme", "de.po", 'msgid "Tags"\nmsgstr "<i>"\n')
    settings = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "theme" / "templates")]}
    for _ in range(2):
        warn(settings, ["xx-QQ", "de", "en"], lambda _, sentence: said.append(sentence))
    assert len(said) == 2
    assert "de.po:5:" in said[0]
    assert "no words in 'xx-QQ'" in said[1]
    assert "theme/translations/xx.po" in said[1]


def test_a_changed_catalogue_is_read_again(tmp_path: Path) -> None:
    settings = {"THEME_TEMPLATES_OVERRIDES": [str(tmp_path / "templates")]}
    before = words_of(settings)
    assert words_of(settings) is before
    own(tmp_path, "de.po", 'msgid "Tags"\nmsgstr "Marken"\n')
    after = words_of(settings)
    assert (after.of("de").gettext("Tags"), before.of("de").gettext("Tags")) == ("Marken", "Schlagwörter")
    assert after.digest != before.digest


def test_templates_speak_the_language_of_the_page_and_escape_what_is_put_in() -> None:
    plain, escaping = Environment(), Environment(autoescape=True)  # noqa: S701  # as Pelican's
    for one in (plain, escaping):
        install(one, site_words({"DEFAULT_LANG": "de"}))
    template = '{{ _("Tag: %(name)s", name=name) }} {{ ngettext("%(num)s article", "%(num)s articles", 2) }}'
    assert plain.from_string(template).render(name="a&b") == "Schlagwort: a&b 2 Artikel"
    assert escaping.from_string(template).render(name="a&b") == "Schlagwort: a&amp;b 2 Artikel"
    assert plain.from_string(template).render(name="a", lang="ja") == "タグ：a 2件の記事"  # noqa: RUF001
    assert plain.from_string(template).render(name="a", lang="tlh") == "Tag: a 2 articles"
    inside = '{% set lang = "ar" %}{{ text_direction() }}{% trans number=3 %}Line {{ number }}{% endtrans %}'
    assert plain.from_string(inside).render() == "rtlالسطر 3"  # noqa: RUF001


def test_scripts_get_a_form_for_each_plural_category() -> None:
    words = SiteTranslations((OURS,))
    arabic = words.plurals("ar", "%(num)s page found", "%(num)s pages found")
    assert {*arabic} == {"zero", "one", "two", "few", "many", "other"}
    assert words.plurals("fr", "a", "b") == {"one": "a", "other": "b"}


def test_tags_however_they_are_written() -> None:
    assert catalogue_names("ZH-hant_tw") == ("zh_Hant_TW", "zh_Hant", "zh")
    assert catalogue_names("../../etc") == ()
    assert [direction(one) for one in ("ar", "he-IL", "fa", "en", "ja", "none at all")] == [*["rtl"] * 3, *["ltr"] * 3]
    assert [is_spoken_by(*pair) for pair in (("de-AT", "de_at"), ("de", "de-AT"), ("de-AT", "de"), ("en", "de"))] == [
        True, True, False, False,
    ]  # fmt: skip
    assert [script(one) for one in ("de", "ja", "sr", "sr-Latn", "ar", "?")] == [
        "Latn", "Jpan", "Cyrl", "Latn", "Arab", "Latn",
    ]  # fmt: skip
    assert [language_name(one) for one in ("de", "ja", "mi", "ar", "tlh")] == [
        "Deutsch", "日本語", "Māori", "العربية", "tlh",
    ]  # fmt: skip
    assert [territory_locale(one) for one in ("de", "en-NZ", "mi", "zh-Hant", "tlh", "?")] == [
        "de_DE", "en_NZ", "mi_NZ", "zh_TW", "", "",
    ]  # fmt: skip


@given(st.text(max_size=20))
def test_whatever_a_tag_is_something_is_known_of_it(tag: str) -> None:
    assert isinstance(locale_of(tag), Locale)
    assert direction(tag) in {"ltr", "rtl"}
    assert isinstance(territory_locale(tag), str)
