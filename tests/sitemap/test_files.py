import datetime as dt

from faircopy.sitemap.files import SitemapPage, robots, sitemap


def test_a_site_map_is_sorted_and_escaped() -> None:
    text = sitemap([SitemapPage("https://e.org/b/?x&y"), SitemapPage("https://e.org/a/", dt.date(2017, 9, 1))])
    assert text.splitlines()[2:4] == [
        "<url><loc>https://e.org/a/</loc><lastmod>2017-09-01</lastmod></url>",
        "<url><loc>https://e.org/b/?x&amp;y</loc></url>",
    ]


def test_robots_point_to_the_site_map() -> None:
    assert robots("https://e.org/sitemap.xml").endswith("\nSitemap: https://e.org/sitemap.xml\n")
