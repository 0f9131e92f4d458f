"""Lists in other markup than Markdown, line by line as Markdown. What a reader would see counts, not each rule."""
