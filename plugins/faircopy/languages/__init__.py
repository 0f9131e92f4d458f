"""The words around texts in the language of each page: gettext catalogues, and CLDR's data."""
