"""Private names of Jinja that subclasses of ours override."""

# Class -> the private names; a test looks for each.
PRIVATE_NAMES = {
    "jinja2.Template": ("_get_default_module", "_module"),
    "jinja2.Environment": ("_generate",),
}
