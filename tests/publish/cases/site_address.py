from publishcases import GuardCase, has

CASES = [
    GuardCase("PB113", lambda _: None, has("sitemap.xml", b"blog.example/"), siteurl="https://blog.example"),
]
