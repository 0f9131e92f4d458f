"""The commands `faircopy new` and `faircopy rename`."""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from faircopy.authoring.existing import SETTINGS, UserError, existing_content, site_in, today_at
from faircopy.authoring.new import archetype, new_post, write_new
from faircopy.authoring.rename import rename_post
from faircopy.authoring.renaming import carry_out
from faircopy.console import command_parser, is_missing, progress, result
from faircopy.markdown.files import alone_in

NEW_EXAMPLES = """\
examples:
  %(prog)s "My post"
  %(prog)s "Before you upgrade" --kind checklist --tags "linux, upgrades"
  %(prog)s "Taku tuhinga" --lang mi --translation-of my-post
"""
RENAME_EXAMPLES = """\
example:
  %(prog)s my-post our-post
"""


def new(arguments: Sequence[str], prog: str = "faircopy new") -> int:
    """Create a draft; return the exit status."""
    parser = command_parser(prog, "Create a draft in content/posts/ from an archetype.", NEW_EXAMPLES)
    parser.add_argument("title", metavar="TITLE", help="the title of the post")
    parser.add_argument("--kind", default="post", help="the archetype: post, checklist or note (default: %(default)s)")
    parser.add_argument("--tags", default="", help="tags, separated by commas; on a terminal you are asked for them")
    parser.add_argument("--category", default="", help="the category (default: the one that most posts have)")
    parser.add_argument("--lang", default="", metavar="TAG", help="the language, if it is not the site's: de, pt-BR")
    parser.add_argument("--translation-of", default="", metavar="SLUG", help="the slug of the post that it translates")
    return status_of(begin, parser.parse_args(arguments), prog)


def rename(arguments: Sequence[str], prog: str = "faircopy rename") -> int:
    """Rename a post; return the exit status."""
    parser = command_parser(
        prog, "Change the slug of a post. Its old address redirects to the new one.", RENAME_EXAMPLES
    )
    parser.add_argument("old", metavar="OLD", help="the slug or the folder of the post")
    parser.add_argument("new", metavar="NEW", help="the new slug")
    return status_of(give_slug, parser.parse_args(arguments), prog)


def status_of(run: Callable[[argparse.Namespace], None], options: argparse.Namespace, prog: str) -> int:
    """Run a command; return 1, with the reason printed, if it fails."""
    if is_missing(prog, SETTINGS):
        return 2
    try:
        run(options)
    except UserError as error:
        progress(f"error: {error}")
        return 1
    return 0


def begin(options: argparse.Namespace) -> None:
    known = existing_content(Path("content"), site_in(Path()))
    model = archetype(Path("archetypes"), options.kind, options.lang)
    of_language = {"language": options.lang, "original": options.translation_of}
    today = today_at(known.site)
    # A title that cannot be used is reported before any question.
    new_post(known, model, options.title, today, category=options.category, **of_language)
    if known.languages and not options.lang:
        progress(f"other languages in use: {', '.join(known.languages)}; --lang (in make: L) names that of a post")
    in_use = ", ".join(known.tags)
    if not options.tags and on_terminal():
        options.tags = answer_to(f"tags in use: {in_use}\ntags, with commas between: ")
    elif not options.tags and in_use:
        progress(f"tags in use: {in_use}")
    post = new_post(known, model, options.title, today, tags=options.tags, category=options.category, **of_language)
    write_new(post)
    result(str(post.path))
    open_editor(post.path)


def open_editor(path: Path) -> None:
    """Replace this process with the author's editor, if there is one and a terminal."""
    editor = os.environ.get("VISUAL") or os.environ.get("EDITOR")
    if not on_terminal():
        return
    if not editor:
        progress("no editor is named, so none is opened; name yours once: export EDITOR=nano")
    elif is_lacking(editor):
        progress(f"'{editor}' (VISUAL or EDITOR) is not installed, so no editor is opened; the post is there")
    else:
        # As git does it: a shell reads what may be more than a name, and the editor has the terminal to itself.
        os.execvp("sh", ["sh", "-c", f'{editor} "$@"', "sh", str(path)])  # noqa: S606, S607


def is_lacking(editor: str) -> bool:
    """Tell whether an editor's program is missing; of a shell command that is unknown."""
    words = editor.split()
    is_plain = bool(words) and re.fullmatch(r"[\w./+-]+", words[0]) is not None
    return is_plain and shutil.which(words[0]) is None


def give_slug(options: argparse.Namespace) -> None:
    content = Path("content")
    with alone_in(content):
        renaming = rename_post(existing_content(content, site_in(Path())), options.old, options.new)
        carry_out(renaming)
    for line in renaming.notes:
        result(line)


def on_terminal() -> bool:
    return sys.stdin.isatty() and sys.stdout.isatty()


def answer_to(question: str) -> str:
    """Return the typed answer; "" at the end of the input."""
    try:
        return input(question)
    except EOFError:
        print()
        return ""
