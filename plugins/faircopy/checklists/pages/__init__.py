"""The page of a list: its form, data, downloads, script and service worker, in the language of the page."""
