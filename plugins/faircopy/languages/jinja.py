"""Translations in templates, by Jinja's own extension: `{{ _("Tags") }}` and `{% trans %}…{% endtrans %}`.

The language is that of the page, in the variable `lang`, or else that of the site.
"""

from collections.abc import Mapping
from typing import Any

from jinja2 import Environment, Undefined, pass_context
from jinja2.runtime import Context
from jinja2.utils import missing
from markupsafe import Markup

from faircopy.incremental.marks import pure, reads_by_name
from faircopy.languages.tags import direction, is_spoken_by, language_name, script, territory_locale
from faircopy.languages.words import SiteTranslations, SiteWords

EXTENSION = "jinja2.ext.i18n"
# A global of the environment: a digest of all catalogues, so that pages are rendered again when one has changed.
DIGEST = "WORDS_DIGEST"
# Scripts, as ISO 15924 calls them, whose letters lean where they are stressed.
WITH_ITALICS = ("Latn", "Cyrl", "Grek")


def install(environment: Environment, words: SiteWords) -> None:
    """Give the templates of an environment translations in the language of the page."""
    environment.add_extension(EXTENSION)
    environment.newstyle_gettext = True  # type: ignore[attr-defined]  # the extension's
    environment.policies["ext.i18n.trimmed"] = True
    for function in (other_words, language_name):
        environment.filters[function.__name__] = pure(function)
    environment.filters["territory"] = pure(territory_locale)
    environment.globals.update(functions(words.words, words.default))


def functions(words: SiteTranslations, default: str) -> dict[str, Any]:
    """Return the functions for templates; a page without `lang` is in the language `default`."""
    return {**gettext_functions(words, default), **language_functions(default), DIGEST: words.digest}


def gettext_functions(words: SiteTranslations, default: str) -> dict[str, Any]:
    """Return the functions that translate messages, with plurals and contexts."""

    @reads_by_name
    @pass_context
    def gettext(context: Context, message: str, /, **values: object) -> str:
        return filled(context, words.of(language_of(context, default)).gettext(message), values)

    @reads_by_name
    @pass_context
    def ngettext(context: Context, singular: str, plural: str, number: int, /, **values: object) -> str:
        found = words.of(language_of(context, default)).ngettext(singular, plural, number)
        return filled(context, found, {"num": number, **values})

    @reads_by_name
    @pass_context
    def pgettext(context: Context, about: str, message: str, /, **values: object) -> str:
        return filled(context, words.of(language_of(context, default)).pgettext(about, message), values)

    @reads_by_name
    @pass_context
    def plurals(context: Context, singular: str, plural: str) -> dict[str, str]:
        found = words.plurals(language_of(context, default), singular, plural)
        return {} if found == {"one": singular, "other": plural} else found

    return {"_": gettext, **by_name(gettext, ngettext, pgettext, plurals)}


def language_functions(default: str) -> dict[str, Any]:
    """Return the functions that describe the language of the page."""

    @reads_by_name
    @pass_context
    def text_direction(context: Context) -> str:
        return direction(language_of(context, default))

    @reads_by_name
    @pass_context
    def has_italics(context: Context) -> bool:
        return script(language_of(context, default)) in WITH_ITALICS

    @reads_by_name
    @pass_context
    def lang_attributes(context: Context, language: str) -> Markup:
        return attributes_of(language, language_of(context, default))

    return by_name(text_direction, has_italics, lang_attributes)


def by_name(*functions: Any) -> dict[str, Any]:
    return {function.__name__: function for function in functions}


def other_words(words: Mapping[str, object]) -> dict[str, object]:
    """Return the words that differ from a script's built-in English, by the English ones."""
    return {english: found for english, found in words.items() if found and found != english}


def attributes_of(language: str, page: str) -> Markup:
    """Return the attributes of an element in another language than the page; none in the same."""
    if is_spoken_by(language, page):
        return Markup()
    turned = direction(language) if direction(language) != direction(page) else ""
    name, dir_ = Markup(' lang="{}"').format(language), Markup(' dir="{}"').format(turned)
    return name + dir_ if turned else name


def language_of(context: Context, default: str) -> str:
    """Return the language of the page, and record that the page depends on it and on the words."""
    context.resolve_or_missing(DIGEST)
    language = context.resolve_or_missing("lang")
    if language is missing or isinstance(language, Undefined) or not language:
        language = context.resolve_or_missing("DEFAULT_LANG")
    return default if language is missing or isinstance(language, Undefined) else str(language)


def filled(context: Context, message: str, values: Mapping[str, object]) -> str:
    """Return a message with its placeholders filled in, as Jinja's own functions do."""
    found = Markup(message) if context.eval_ctx.autoescape else message  # noqa: S704  # checked when it was read
    return found % values
