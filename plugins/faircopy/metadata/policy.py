"""Hashes of inline data for the Content-Security-Policy: https://www.w3.org/TR/CSP3/#grammardef-hash-source."""

import base64
import hashlib
import re

# JSON for programs: never run, but a checker of policies cannot know that it is meant to be there.
DATA_BLOCK = re.compile(r'<script type="application/(?:ld\+)?json"[^>]*>(?P<text>.*?)</script>', re.DOTALL)


def data_hashes(html: str) -> str:
    """Return the CSP sources for the data blocks of `html`, each preceded by a space."""
    return "".join(f" 'sha256-{sha256(found['text'])}'" for found in DATA_BLOCK.finditer(html))


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
