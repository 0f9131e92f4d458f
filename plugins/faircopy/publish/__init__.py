"""From a clean main to the live site on GitHub Pages, or a clear refusal."""
