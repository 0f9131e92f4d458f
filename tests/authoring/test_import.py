"""`faircopy import`: small sources of each kind, through the real command."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from importlib import import_module
from pathlib import Path
from typing import BinaryIO

import pytest

from faircopy.authoring.importing import command
from faircopy.authoring.importing.command import main
from faircopy.authoring.importing.source_tree import SourceTree
from faircopy.cli import main as faircopy
from faircopy.content.settings import Site
from faircopy.markdown.files import alone_in
from killed import killed_everywhere, visible_files

JEKYLL = {
    "_config.yml": "url: https://old.example\nbaseurl: /blog\npermalink: /:year/:month/:title/\n",
    "_posts/2015-02-03-first-steps.md": """---
title: "First <steps>: No"
date: 2015-02-03 10:30:00 +1300
categories: [Notes, web]
tags: linux web
redirect_from: /old/first
excerpt: It begins.
---
# First <steps>: No

See [the other]({% post_url 2016-05-06-second %}#top) and [again]({{ site.baseurl }}/2016/05/second/).

![A cat]({{ "/img/cat%20one.png" | relative_url }})

{% highlight ini linenos %}
{% raw %}[DEFAULT]
failregex = ^<HOST> {{ x }}{% endraw %}
{% endhighlight %}

{% gist someone/123 %}{% unknown thing %} `{% code %}`
""",
    "_posts/2016-05-06-second.md": "---\ntitle: Second\n---\nText <center>here</center>.\n\n[gone](/nowhere/)\n\n"
    '![](/img/cat%20one.png) <img src="/img/cat%20one.png"> ![](https://x.example/tree.png) '
    '[![](//x.example/t.png "T")](/y)\n',
    "_drafts/later.md": "---\ntitle: Later\n---\nNot yet.\n",
    "about.md": "---\ntitle: About\nlayout: page\n---\nMe.\n",
    "img/cat one.png": "png",
    "README.md": "# no front matter\n",
}
HUGO = {
    "hugo.toml": 'baseURL = "https://old.example/"\n[permalinks]\nposts = "/:year/:slug/"\n',
    "content/posts/bundle/index.md": """+++
title = "A bundle"
date = 2019-03-04T05:06:07Z
lastmod = 2020-01-01
tags = ["Go", "a, b"]
aliases = ["/x/", "/y.html"]
+++
{{< figure src="pic.png" alt="A picture" caption="Seen \\"once\\"" >}}

{{< highlight go "linenos=table" >}}
x := `{{</* shown */>}}`
{{< /highlight >}}

[plain]({{< ref "plain.md" >}}) {{% nobody knows %}}

```js {linenos=true}
let x;
```
""",
    "content/posts/bundle/pic.png": "png",
    "content/posts/plain.md": '{"title": "Plain", "date": "2019-01-01", "draft": true}\nText\n',
    "content/about.md": "---\ntitle: About\n---\nMe.\n",
    "content/posts/_index.md": "---\ntitle: Posts\n---\n",
}
PELICAN = {
    "pelicanconf.py": "PATH = 'content'\nSITEURL = 'https://old.example'\nARTICLE_URL = '{category}/{slug}.html'\n",
    "content/Notes/one.md": """Title: One
Date: 2014-05-06 07:08
Tags: a, b
Summary: Words
    that go on.

[two]({filename}two.rst) ![p]({static}/images/p.png)
""",
    "content/Notes/two.rst": """Two words
#########

:date: 2014-06-07
:modified: 2015-01-01
:slug: two

Text with ``<HOST>`` and <angles>.

.. code-block:: ini
   :linenos: table

   [Definition]
   failregex = ^<HOST>

.. nothing-known:: x

   Kept.

`one <{filename}one.md>`__
""",
    "content/pages/about.md": "Title: About\n\nMe.\n",
    "content/images/p.png": "png",
}
WXR = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"
 xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:wp="http://wordpress.org/export/1.2/">
<channel><link>https://old.example</link><wp:base_blog_url>https://old.example</wp:base_blog_url>
<item><title>Fish &amp;amp; chips</title><link>https://old.example/2012/03/fish/</link><dc:creator>admin</dc:creator>
<content:encoded><![CDATA[First line
second line with <code>&lt;HOST&gt;</code> and &lt;HOST&gt;

[caption id="a" width="300"]<img src="https://old.example/wp-content/uploads/2012/03/fish.jpg"
 alt="A fish"> Caught[/caption]

[sourcecode language="bash"]if [ 1 -lt 2 ] && true; then
    echo "<x>"
fi[/sourcecode]

[contact-form-7 id="1"]
<ul>
<li>one</li>
<li>two<ul><li>deep</li></ul></li>
</ul>]]></content:encoded>
<excerpt:encoded><![CDATA[About fish.]]></excerpt:encoded>
<wp:post_id>7</wp:post_id><wp:post_date>2012-03-04 05:06:07</wp:post_date><wp:post_name>fish</wp:post_name>
<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>
<category domain="category" nicename="food"><![CDATA[Food]]></category>
<category domain="post_tag" nicename="sea"><![CDATA[Sea, deep]]></category>
<wp:comment><wp:comment_approved>1</wp:comment_approved></wp:comment>
</item>
<item><title>Secret</title><link>https://old.example/?p=9</link><content:encoded><![CDATA[x]]></content:encoded>
<wp:post_id>9</wp:post_id><wp:post_date>2012-03-05 05:06:07</wp:post_date><wp:post_name>secret</wp:post_name>
<wp:status>private</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Bin</title><wp:status>trash</wp:status><wp:post_type>post</wp:post_type></item>
</channel></rss>
"""
GHOST = json.dumps(
    {
        "db": [
            {
                "data": {
                    "posts": [
                        {
                            "id": "1",
                            "slug": "hello",
                            "title": "Hello",
                            "html": '<p>See <a href="__GHOST_URL__/more/">more</a>.</p><iframe src="https://v.example/1"></iframe>',
                            "status": "published",
                            "visibility": "public",
                            "published_at": "2021-01-02T03:04:05.000Z",
                        },
                        {
                            "id": "2",
                            "slug": "more",
                            "title": "More",
                            "html": "<p>x</p>",
                            "status": "draft",
                            "type": "page",
                        },
                    ],
                    "tags": [{"id": "t", "name": "News"}, {"id": "u", "name": "#internal"}],
                    "posts_tags": [
                        {"post_id": "1", "tag_id": "t", "sort_order": 0},
                        {"post_id": "1", "tag_id": "u", "sort_order": 1},
                    ],
                }
            }
        ]
    }
)


def lay_out(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a folder that is no site."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def imported(source: Path, *options: str) -> dict[str, str]:
    """Return what an import wrote, by path."""
    assert main([str(source), "--into", "content", *options]) == 0
    files = (file for file in Path("content").rglob("*") if file.is_file())
    return {file.relative_to("content").as_posix(): file.read_text(encoding="utf-8") for file in files}


def test_jekyll(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = imported(lay_out(tmp_path / "old", JEKYLL))
    assert (
        found["posts/2015/first-steps/index.md"]
        == """Title: First &lt;steps>: No
Date: 2015-02-03 10:30+13:00
Slug: first-steps
Category: Notes
Tags: web, linux
Summary: It begins.
Redirect_from: /old/first

See [the other]({filename}/posts/2016/second/index.md#top) and [again]({filename}/posts/2016/second/index.md).

![A cat]({attach}cat-one.png)

```ini
[DEFAULT]
failregex = ^<HOST> {{ x }}
```

[Gist at GitHub](https://gist.github.com/someone/123){% unknown thing %} `{% code %}`
"""
    )
    assert found["posts/2015/first-steps/cat-one.png"] == "png"
    second = found["posts/2016/second/index.md"]
    assert "Text here." in second
    pictures = '![cat one]({attach}cat-one.png) <img alt="cat one" src="{attach}cat-one.png">'
    assert f"{pictures} [tree](https://x.example/tree.png) [Picture](/y)" in second
    assert "Status: draft" in next(text for name, text in found.items() if name.endswith("/later/index.md"))
    assert found["pages/about.md"] == "Title: About\nSlug: about\nRedirect_from: /about.html\n\nMe.\n"
    assert len(found) == 6
    told = capsys.readouterr().out
    assert "_posts/2015-02-03-first-steps.md:20: '{% unknown thing %}' is no tag that is known here" in told
    assert "_posts/2016-05-06-second.md:6: the link '/nowhere/' leads nowhere in the source" in told


def test_pages_of_jekyll_that_are_made_by_programs_are_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    loop = "{% for post in site.posts %}\n- [{{ post.title }}]({{ post.url }})\n{% endfor %}\n"
    words = "These are the tools that I have used for years, and what I think of each of them. " * 3
    files = {
        "_config.yml": "include: [_pages]\ncollections:\n  recipes:\n    output: true\n  parts:\n    output: false\n",
        "_pages/tools.md": f"---\ntitle: Tools\n---\n{words}\n\n{loop}",
        "_pages/all.md": f"---\ntitle: All posts\n---\n## All of them\n\n{loop}",
        "_pages/empty.md": "---\ntitle: By tag\nlayout: tags\n---\n",
        "list.html": f"---\ntitle: List\n---\n<h1>List</h1>\n<!-- a comment of many words -->\n{loop}",
        "_recipes/bread.md": "---\ntitle: Bread\n---\nFlour.\n",
        "_parts/x.md": "---\ntitle: Part\n---\nPart.\n",
        "_posts/2020-01-02-a.md": f"---\ntitle: A\n---\n{loop}",
    }
    found = imported(lay_out(tmp_path / "old", files))
    assert sorted(found) == ["pages/bread.md", "pages/tools.md", "posts/2020/a/index.md"]
    told = capsys.readouterr().out
    for name in ("_pages/all.md", "_pages/empty.md", "list.html"):
        assert f"{name}:1: it is left out: its layout or its tags of Liquid make it" in told


@pytest.mark.slow
def test_includes_of_the_source_are_filled_in(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(
        tmp_path / "old",
        {
            "_config.yml": "",
            "_includes/setup": "{% assign x = 1 %}\n",
            "_includes/note.html": "<p><b>{{ include.text }}</b></p>\n",
            "_posts/2020-01-02-a.md": "---\ntitle: A\n---\n{% include setup %}\n"
            "{% include note.html text='Mind it' %}\n\n{% include ../secret %}\n",
            "secret": "not to be read\n",
        },
    )
    (source / "_includes/out").symlink_to("/etc/hostname")
    body = imported(source)["posts/2020/a/index.md"].partition("\n\n")[2]
    assert body == "**Mind it**\n\n{% include ../secret %}\n"
    told = capsys.readouterr().out
    assert "'{% include ../secret %}' is no tag that is known here" in told
    assert told.count("is no tag that is known here") == 1


def test_scripts_are_left_out_wherever_they_stand(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = {
        "_config.yml": "",
        "_posts/2020-01-02-a.md": "---\ntitle: A\n---\nOne.\n\n<script src=/x.js></script>\n\nTwo.\n\n"
        '<script async src="/y.js">\n\nThree. `<script>`\n',
        "_posts/2020-01-03-b.html": '---\ntitle: B\n---\n<p>Four.</p><script src="/x.js"></script><p>Five.</p>\n',
    }
    found = imported(lay_out(tmp_path / "old", files))
    body = found["posts/2020/a/index.md"].partition("\n\n")[2]
    assert body.split() == ["One.", "Two.", "Three.", "`<script>`"]
    assert found["posts/2020/b/index.md"].partition("\n\n")[2].split() == ["Four.", "Five."]
    told = capsys.readouterr().out
    assert "2020-01-02-a.md:6: a <script> was left out" in told
    assert "2020-01-02-a.md:10: a <script> was left out" in told
    assert "2020-01-03-b.html:4: 'script /x.js' has no Markdown" in told


def test_hugo(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    found = imported(lay_out(tmp_path / "old", HUGO))
    assert (
        found["posts/2019/bundle/index.md"]
        == """Title: A bundle
Date: 2019-03-04 05:06+00:00
Modified: 2020-01-01
Slug: bundle
Tags: Go, a b
Redirect_from: /2019/bundle/, /x/, /y.html

![A picture]({attach}pic.png "Seen 'once'")

```go
x := `{{< shown >}}`
```

[plain]({filename}/posts/2019/plain/index.md) {{% nobody knows %}}

```js
let x;
```
"""
    )
    assert {"posts/2019/bundle/pic.png", "posts/2019/plain/index.md", "pages/about.md"} < found.keys()
    assert "Status: draft" in found["posts/2019/plain/index.md"]
    told = capsys.readouterr().out
    assert "content/posts/bundle/index.md:14: '{{% nobody knows %}}' is no tag that is known here" in told
    assert "the fence says 'js {linenos=true}'; of that only its language stays" in told


def test_pelican(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # It gives docutils directives of its own, for all of the process.
    import_module("pelican.rstdirectives")
    found = imported(lay_out(tmp_path / "old", PELICAN))
    assert (
        found["posts/2014/one/index.md"]
        == """Title: One
Date: 2014-05-06 07:08
Slug: one
Category: Notes
Tags: a, b
Summary: Words that go on.
Redirect_from: /notes/one.html

[two]({filename}/posts/2014/two/index.md) ![p]({attach}p.png)
"""
    )
    two = found["posts/2014/two/index.md"]
    assert two.startswith("Title: Two words\nDate: 2014-06-07\nModified: 2015-01-01\nSlug: two\nCategory: Notes\n")
    assert "Text with `<HOST>` and &lt;angles>." in two
    assert "```ini\n[Definition]\nfailregex = ^<HOST>\n```" in two
    assert "Kept." in two
    assert "[one]({filename}/posts/2014/one/index.md)" in two
    assert "Notes/two.rst:16: 'nothing-known' is nothing that docutils knows" in capsys.readouterr().out


def test_wordpress(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay_out(tmp_path, {"old.xml": WXR, "uploads/2012/03/fish.jpg": "jpg"})
    found = imported(tmp_path / "old.xml", "--media", str(tmp_path / "uploads"))
    assert (
        found["posts/2012/fish/index.md"]
        == """Title: Fish & chips
Date: 2012-03-04 05:06:07
Slug: fish
Category: Food
Tags: Sea deep
Summary: About fish.

First line  \nsecond line with `<HOST>` and &lt;HOST>

![A fish]({attach}fish.jpg)

*Caught*

```bash
if [ 1 -lt 2 ] && true; then
    echo "<x>"
fi
```

[contact-form-7 id="1"]

- one
- two
    - deep
"""
    )
    assert "Status: draft" in found["posts/2012/secret/index.md"]
    assert len(found) == 3
    told = capsys.readouterr().out
    assert "1 comment not taken over" in told
    assert "old.xml#7:1: '[contact-form-7 id=\"1\"]' is no shortcode that is known here" in told


def test_ghost(tmp_path: Path) -> None:
    found = imported(lay_out(tmp_path, {"old.json": GHOST}) / "old.json")
    assert (
        found["posts/2021/hello/index.md"]
        == """Title: Hello
Date: 2021-01-02 03:04+00:00
Slug: hello
Category: News
Redirect_from: /hello/

See [more]({filename}/pages/more.md).

[https://v.example/1](https://v.example/1)
"""
    )
    assert "Status: draft" in found["pages/more.md"]


def test_an_old_export_of_ghost_has_times_in_milliseconds_and_may_have_markdown_only(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    card = {"cards": [["image", {"src": "/a.png"}], ["card-markdown", {"cardName": "x", "markdown": "Of a **card**."}]]}
    posts = [
        {"id": 1, "slug": "a", "title": "A", "markdown": "Typed *so*.", "status": "published",
         "author_id": 7, "published_at": 1426078349156},
        {"id": 2, "slug": "b", "title": "B", "html": None, "mobiledoc": json.dumps(card), "status": "published",
         "author_id": 8, "published_at": 10**30, "created_at": 1426078349156},
        {"id": 3, "slug": "c", "title": "C", "html": None, "mobiledoc": "[1", "plaintext": "Plain.",
         "status": "published", "published_at": "2017-09-01T12:29:50.000Z"},
    ]  # fmt: skip
    users = [{"id": 7, "name": "Ada"}, {"id": 8, "name": "Grace"}]
    export = json.dumps({"db": [{"data": {"posts": posts, "users": users}}]})
    found = imported(lay_out(tmp_path, {"old.json": export}) / "old.json")
    assert "Date: 2015-03-11 12:52+00:00" in found["posts/2015/a/index.md"]
    assert "Authors: Ada" in found["posts/2015/a/index.md"]
    assert [found[name].partition("\n\n")[2] for name in sorted(found)] == [
        "Typed *so*.\n", "Of a **card**.\n", "Plain.\n",
    ]  # fmt: skip
    assert "Status: draft" not in "".join(found.values())
    told = capsys.readouterr().out
    assert "old.json#b:1: the export has no HTML of it; its Markdown was taken, and nothing else" in told


def test_a_dry_run_writes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert imported(lay_out(tmp_path / "old", JEKYLL), "--dry-run") == {}
    told = capsys.readouterr().out
    assert "Jekyll: 3 posts, 1 page, 2 files, 1 of them draft" in told
    assert "nothing was written" in told


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(tmp_path / "old", JEKYLL)
    lay_out(Path("content"), {"pages/about.md": "mine"})
    assert main([str(source), "--into", "content"]) == 1
    assert "'pages/about.md' in 'content' would be overwritten; nothing was written" in capsys.readouterr().err
    assert [file.name for file in Path("content").rglob("*") if file.is_file()] == ["about.md"]


def test_a_write_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = lay_out(tmp_path / "old", JEKYLL)
    mkdir = Path.mkdir

    def full(path: Path, *arguments: object, **named: object) -> None:
        if path.name == "second":
            raise OSError(28, "No space left on device")
        mkdir(path, *arguments, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(OSError, match="No space"):
        main([str(source), "--into", "content"])
    assert not Path("content").exists()


def test_what_was_killed_is_complete_after_another_import(tmp_path: Path) -> None:
    source = lay_out(tmp_path / "old", JEKYLL)
    right = visible_files_after(source)
    for _ in killed_everywhere(lambda: main([str(source), "--into", "content"]), remove_content):
        assert visible_files_after(source) == right


def visible_files_after(source: Path) -> dict[str, bytes]:
    assert main([str(source), "--into", "content"]) == 0
    return visible_files(Path("content"))


def remove_content() -> None:
    shutil.rmtree("content", ignore_errors=True)


def test_two_imports_at_once_do_not_mix(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(tmp_path / "old", JEKYLL)
    Path("content").mkdir()
    with alone_in(Path("content")):
        assert faircopy(["import", str(source), "--into", "content"]) == 1
    assert "error: 'content': another command is writing there; wait a moment" in capsys.readouterr().err
    assert [*Path("content").iterdir()] == []


HOSTILE: dict[str, Callable[[Path], object]] = {
    "a link out": lambda root: (root / "_posts/2015-01-01-x.md").symlink_to("/etc/hostname"),
    "a pipe": lambda root: os.mkfifo(root / "_posts/2015-01-01-x.md"),
    "YAML that builds": lambda root: (root / "_posts/2015-01-01-x.md").write_text(
        "---\ntitle: !!python/object/apply:os.system ['true']\n---\nx\n"
    ),
    "YAML that grows": lambda root: (root / "_posts/2015-01-01-x.md").write_text(
        "---\na: &a [x,x,x,x,x,x,x,x,x]\n"
        + "".join(f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefghi", "bcdefghij", strict=True))
        + "tags: *j\ntitle: x\n---\nx\n"
    ),
    "no UTF-8": lambda root: (root / "_posts/2015-01-01-x.md").write_bytes(b"---\ntitle: x\n---\n\xff\n"),
    "front matter that is none": lambda root: (root / "_posts/2015-01-01-x.md").write_text("---\n: [\n---\nx\n"),
    "a picture outside": lambda root: (root / "_posts/2015-01-01-x.md").write_text(
        "---\ntitle: x\n---\n![x](../../../../etc/passwd) ![y](/../../etc/hostname)\n"
    ),
    "a slug that climbs": lambda root: (root / "_posts/2015-01-01-x.md").write_text(
        "---\ntitle: x\nslug: ../../../climbed\n---\nx\n"
    ),
    "a name with a line end": lambda root: (root / "_posts/2015-01-01-x\n.md").write_text("---\ntitle: x\n---\nx\n"),
}


@pytest.mark.parametrize("harm", HOSTILE)
def test_a_hostile_source_harms_nothing(tmp_path: Path, harm: str, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(tmp_path / "old", JEKYLL)
    HOSTILE[harm](source)
    found = imported(source)
    assert "posts/2016/second/index.md" in found
    secret = Path("/etc/hostname").read_text() if Path("/etc/hostname").exists() else "no such file"
    assert secret not in found.values()
    assert not (tmp_path / "climbed").exists()
    assert "Traceback" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("x.xml", '<!DOCTYPE a [<!ENTITY b "c">]><rss>&b;</rss>', "has a document type or entities"),
        ("x.xml", "<rss>", "is no XML that can be read"),
        ("x.xml", "<rss/>", "it has no <channel>"),
        ("x.json", "[]", "is no export of Ghost"),
        ("x.json", "[" * 100_000, "is no export of Ghost"),
        ("x.json", '{"db": [{"data": {"posts": []}}]}', "has no posts and no pages"),
        ("x.txt", "x", "is a file; say what made it"),
    ],
)
def test_an_export_that_is_none(
    tmp_path: Path, name: str, data: str, words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / name).write_text(data)
    assert main([str(tmp_path / name), "--into", "content"]) == 1
    assert words in capsys.readouterr().err


def test_a_folder_of_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path), "--into", "content"]) == 1
    assert "says what made it" in capsys.readouterr().err
    assert main([str(tmp_path / "none"), "--into", "content"]) == 1
    assert "is not there" in capsys.readouterr().err


def test_what_is_here_already_is_passed_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(tmp_path / "old", JEKYLL)
    first = imported(source)
    lay_out(source, {"_posts/2017-01-02-new.md": "---\ntitle: New\n---\n[back]({% post_url 2016-05-06-second %})\n"})
    second = imported(source)
    assert second.keys() - first.keys() == {"posts/2017/new/index.md"}
    assert "[back]({filename}/posts/2016/second/index.md)" in second["posts/2017/new/index.md"]
    assert "_posts/2016-05-06-second.md:1: it is here already, and passed over" in capsys.readouterr().out


def test_a_page_of_the_same_name_gets_another(tmp_path: Path) -> None:
    lay_out(Path("content"), {"pages/about.md": "Title: Ich\nSlug: about\nRedirect_from: /about.html\n\nx\n"})
    found = imported(lay_out(tmp_path / "old", JEKYLL))
    assert found["pages/about.md"].startswith("Title: Ich")
    assert found["pages/about-2.md"].startswith("Title: About\nSlug: about-2\n")
    # Its old address leads to the other page.
    assert "Redirect_from" not in found["pages/about-2.md"]


def test_another_page_of_the_same_title_is_no_earlier_import(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A new site has a page `About` that explains itself; the page of the source is another."""
    lay_out(Path("content"), {"pages/about.md": "Title: About\nSlug: about\n\nThis page is a model; write over it.\n"})
    words = "We have kept bees beside the river for many years, and sell their honey."
    source = lay_out(tmp_path / "old", {"_config.yml": "", "about.md": f"---\ntitle: About\n---\n{words}\n"})
    found = imported(source)
    assert "write over it" in found["pages/about.md"]
    assert words in found["pages/about-2.md"]
    assert "its slug 'about' is taken; it is 'about-2' now" in capsys.readouterr().out
    # Corrected, it is the same text still.
    lay_out(Path("content"), {"pages/about-2.md": found["pages/about-2.md"].replace("many years", "twelve years")})
    assert imported(source).keys() == found.keys()


def test_no_name_is_one_that_windows_keeps_for_devices(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    text = "---\ntitle: Con\n---\n![a](/img/aux.x.png) ![b](/img/a%3Fb%20.) ![c](/img/lpt1)\n"
    names = ("img/aux.x.png", "img/a?b .", "img/lpt1")
    source = lay_out(tmp_path / "old", {"_config.yml": "", "con.md": text, **dict.fromkeys(names, "x")})
    found = imported(source)
    assert {one.split("/")[1] for one in found if one.startswith("pages/con")} == {"con-2.md", "con-2"}
    assert "its slug 'con' is a name that Windows keeps for devices; it is 'con-2' now" in capsys.readouterr().out
    assert {Path(one).name for one in found} >= {"file-aux.x.png", "a-b", "file-lpt1"}


def test_a_source_of_which_nothing_can_be_read_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(tmp_path / "old", {"_config.yml": "", "_posts/2020-01-02-a.md": "---\ntitle: [\n---\nx\n"})
    assert main([str(source), "--into", "content"]) == 1
    error = capsys.readouterr().err
    assert "_posts/2020-01-02-a.md:2: it is left out" in error
    assert "has no posts and no pages" in error


def test_a_page_says_nothing_of_its_last_change(tmp_path: Path) -> None:
    lay_out(
        tmp_path / "old", {"_config.yml": "", "x.md": "---\ntitle: X\ndate: 2019-01-01\nmodified: 2020-01-01\n---\nx\n"}
    )
    assert imported(tmp_path / "old")["pages/x.md"] == "Title: X\nSlug: x\nRedirect_from: /x.html\n\nx\n"


SLIPS = {
    "_posts/2015-01-01-a.md": "---\nlayout: x\ntitle: Honig: was\n---\nx\n",
    "_posts/2015-01-02-b.md": (
        "---\ntitle: B\n---\nSee {% post_url 2015-01-03-c %}, {% link gone.md %}.\n\n![](c.png)\n"
    ),
    "_posts/2015-01-03-c.md": (
        "---\ntitle: C\n---\n{% if x %}\n\nThe first words of a text that say something.\n\nMore.\n"
    ),
    "_posts/15-1-1-d.md": "---\ntitle: D\n---\nBefore the fold stands this sentence.\n<!--more-->\nx\n",
    "_posts/c.png": "png",
}


def test_slips_are_named_and_nothing_is_made_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = lay_out(tmp_path / "old", SLIPS)
    (source / "_posts/2015-01-04-e\x1b[31m.md").symlink_to("/etc/hostname")
    with (source / "_posts/film.mp4").open("wb") as film:
        film.truncate(1 << 40)  # a hole
    found = imported(source)
    output = capsys.readouterr().out
    assert "_posts/2015-01-01-a.md:3: it is left out: its front matter cannot be read: mapping values" in output
    assert "3 left out" in output.partition("\n")[0]
    assert r"e\u001b[31m.md:1: it is left out: it leads out of the source" in output
    assert "_posts/film.mp4:1: it is left out: it has 1,099,511,627,776 bytes" in output
    second = found["posts/2015/b/index.md"]
    assert "See [2015-01-03-c]({filename}/posts/2015/c/index.md), gone." in second
    assert "![Picture]({attach}c.png)" in second
    assert "the link 'gone.md' leads nowhere" in output
    assert "the picture 'c.png' had no words" in output
    assert "Summary: The first words of a text that say something.\n" in found["posts/2015/c/index.md"]
    undated = next(text for path, text in found.items() if path.endswith("/15-1-1-d/index.md"))
    assert "Status: draft" in undated
    assert "Summary: Before the fold stands this sentence.\n" in undated


def test_a_folder_that_is_no_blog_is_not_filled(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(lay_out(tmp_path / "old", JEKYLL))]) == 1
    assert "this folder is no blog" in capsys.readouterr().err
    assert list(Path().iterdir()) == []


def texts(kind: str, **fields: str) -> str:
    mark, is_to = ("+++", " = ") if kind == "toml" else ("---", ": ")
    quoted = (f'{key}{is_to}"{value}"' if kind == "toml" else f"{key}{is_to}{value}" for key, value in fields.items())
    return "\n".join([mark, *quoted, mark, "Words.\n"])


def slug_in(text: str) -> str:
    return text.partition("Slug: ")[2].partition("\n")[0]


DATE = "2020-01-02"
TRANSLATED: dict[str, dict[str, str]] = {
    "hugo, by suffix": {
        "hugo.toml": "[languages.en]\n[languages.de]\n",
        "content/posts/a/index.md": texts("yaml", title="Hello", date=DATE),
        "content/posts/a/index.de.md": texts("yaml", title="Hallo", date=DATE),
        "content/posts/a.go.md": texts("yaml", title="No language", date=DATE),
    },
    "hugo, by folder": {
        "config/_default/hugo.toml": 'defaultContentLanguage = "en"\n',
        "config/_default/languages.toml": '[en]\ncontentDir = "content/en"\n[de]\ncontentDir = "content/de"\n',
        "content/en/posts/a.md": texts("toml", title="Hello", date=DATE),
        "content/de/posts/a.md": texts("toml", title="Hallo", date=DATE, slug="hallo"),
    },
    "hugo, by key": {
        "hugo.yaml": "defaultContentLanguage: en\nlanguages: {en: {}, de: {}}\n",
        "content/posts/a.md": texts("yaml", title="Hello", date=DATE, translationKey="x"),
        "content/de/posts/hallo.md": texts("yaml", title="Hallo", date=DATE, translationKey="x"),
    },
    "jekyll, by slug": {
        "_config.yml": "lang: en\n",
        "_posts/2020-01-02-a.md": texts("yaml", title="Hello"),
        "de/_posts/2020-01-02-a.md": texts("yaml", title="Hallo", lang="de"),
    },
    "jekyll, by key and defaults": {
        "_config.yml": "lang: en\ndefaults:\n- scope: {path: _posts/de}\n  values: {lang: de}\n",
        "_posts/2020-01-02-a.md": texts("yaml", title="Hello", ref="one"),
        "_posts/de/2020-01-02-hallo.md": texts("yaml", title="Hallo", ref="one"),
    },
    "jekyll, by plugin": {
        "_config.yml": "languages: [en, de]\ndefault_lang: en\n",
        "_i18n/en/_posts/2020-01-02-a.md": texts("yaml", title="Hello"),
        "_i18n/de/_posts/2020-01-02-a.md": texts("yaml", title="Hallo"),
    },
    "pelican": {
        "pelicanconf.py": "DEFAULT_LANG = 'en'\n",
        "content/a.md": f"Title: Hello\nDate: {DATE}\nSlug: a\n\nWords.\n",
        "content/hallo.rst": f"Hallo\n#####\n\n:date: {DATE}\n:slug: a\n:lang: de\n\nWords.\n",
    },
    "pelican, by key": {
        "pelicanconf.py": "DEFAULT_LANG = 'en'\nARTICLE_TRANSLATION_ID = 'key'\n",
        "content/a.md": f"Title: Hello\nDate: {DATE}\nSlug: a\nkey: 1\n\nWords.\n",
        "content/hallo.md": f"Title: Hallo\nDate: {DATE}\nSlug: hallo\nkey: 1\nLang: de\n\nWords.\n",
    },
}


@pytest.mark.parametrize("home", ["en-NZ", "de", "fr"])
@pytest.mark.parametrize("kind", TRANSLATED)
def test_translations_share_a_slug(tmp_path: Path, kind: str, home: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "own_site", lambda: Site(language=home))
    source = lay_out(tmp_path / "old", TRANSLATED[kind])
    found = imported(source)
    family = {text.split("\n")[0]: text for text in found.values() if "Title: No language" not in text}
    assert family.keys() == {"Title: Hello", "Title: Hallo"}
    assert len({slug_in(text) for text in family.values()}) == 1
    assert home == "de" or slug_in(family["Title: Hello"]) == "a"
    assert ("Lang: en\n" in family["Title: Hello"]) is (home in {"de", "fr"})
    assert ("Lang: de\n" in family["Title: Hallo"]) is (home != "de")
    # Without one in the site's own language, Pelican is to know which is the original.
    assert sum("Translation: true\n" in text for text in family.values()) == (home == "fr")
    # A second import knows them again.
    assert imported(source) == found


def test_texts_of_one_slug_and_language_are_no_translations(tmp_path: Path) -> None:
    files = {
        "_config.yml": "lang: en\n",
        "_posts/2020-01-02-a.md": texts("yaml", title="One", lang="de"),
        "_posts/2021-01-02-a.md": texts("yaml", title="Two", lang="de_DE"),
        "_posts/2022-01-02-a.md": texts("yaml", title="Three", lang="../../de"),
        "_posts/2023-01-02-a.md": texts("yaml", title="Four", lang="de"),
    }
    found = imported(lay_out(tmp_path / "old", files))
    slugs = {text.split("\n")[0]: slug_in(text) for text in found.values()}
    assert slugs["Title: One"] != slugs["Title: Four"]
    assert slugs["Title: One"] == slugs["Title: Three"] == slugs["Title: Two"]
    assert all(Path("content", name).resolve().is_relative_to(Path("content").resolve()) for name in found)


def test_a_link_leads_to_the_text_in_its_own_language(tmp_path: Path) -> None:
    files = TRANSLATED["hugo, by folder"] | {
        "content/de/posts/b/index.md": texts("toml", title="Bei", date=DATE)
        + '[a]({{< ref "posts/a.md" >}}) ![A pipe](pipe.png)',
        "content/en/posts/b/pipe.png": "png",
    }
    found = imported(lay_out(tmp_path / "old", files))
    text = next(text for text in found.values() if text.startswith("Title: Bei"))
    assert "[a]({filename}/posts/2020/a.de/index.md) ![A pipe]({attach}pipe.png)" in text
    assert found["posts/2020/b/pipe.png"] == "png"


def test_a_file_that_cannot_be_copied_is_named_and_the_rest_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    source = lay_out(
        tmp_path / "old",
        {"_posts/2020-01-02-a.md": "---\ntitle: A\n---\n![One pipe](b.png) ![Two pipes](c.png)\n", "_posts/b.png": "b"},
    )
    (source / "_posts/c.png").write_text("c")
    opened = SourceTree.opened

    def broken(tree: SourceTree, path: str) -> BinaryIO:
        if path.endswith("b.png"):
            raise OSError(5, "Input/output error")
        return opened(tree, path)

    monkeypatch.setattr(SourceTree, "opened", broken)
    assert main([str(source), "--into", "content"]) == 1
    told = capsys.readouterr().err
    assert "not copied to 'content/posts/2020/a/b.png': '_posts/b.png': Input/output error" in told
    assert "1 file could not be copied" in told
    assert sorted(file.name for file in Path("content").rglob("*") if file.is_file()) == ["c.png", "index.md"]
