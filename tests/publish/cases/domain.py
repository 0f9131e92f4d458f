from publishcases import GuardCase, has, setting

CASES = [GuardCase("PB114", setting('PUBLISH_CNAME = "other.org.nz"'), has("CNAME", b"other.org.nz"))]
