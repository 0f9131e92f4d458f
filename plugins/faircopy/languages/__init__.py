"""The words around texts, in the language of each page: gettext catalogues, and what CLDR knows of languages."""
