"""Where a fragment of nginx configuration may stand, and the surrounding configuration."""

from fnmatch import fnmatch

from faircopy.snippets.checkers._each import CHECKED

WRAPPER = "/etc/nginx/.wrapper.conf"
INNER = f"include {CHECKED};"
# The certificate of a server, of which a fragment shows only a part, stands in the other part.
ELSEWHERE = "/etc/nginx/.certificate.pem"
TLS = f"ssl_certificate {ELSEWHERE}; ssl_certificate_key {ELSEWHERE};"
# Where a fragment would stand, and what then stands around it.
WRAPPERS = {
    "main": INNER,
    "events": f"events {{ {INNER} }}",
    "http": f"events {{}} http {{ {INNER} }}",
    "server": f"events {{}} http {{ {TLS} server {{ {INNER} }} }}",
    "location": f"events {{}} http {{ server {{ location / {{ {INNER} }} }} }}",
    "if": f"events {{}} http {{ server {{ location / {{ if ($host) {{ {INNER} }} }} }} }}",
    "limit_except": f"events {{}} http {{ server {{ location / {{ limit_except GET {{ {INNER} }} }} }} }}",
    "upstream": f"events {{}} http {{ upstream snippet {{ {INNER} }} }}",
    "map": f"events {{}} http {{ map $host $snippet {{ {INNER} }} }}",
    "types": f"events {{}} http {{ types {{ {INNER} }} }}",
    "stream": f"events {{}} stream {{ {INNER} }}",
    "stream-server": f"events {{}} stream {{ server {{ {INNER} }} }}",
    "stream-upstream": f"events {{}} stream {{ upstream snippet {{ {INNER} }} }}",
}
# Where the files of Debian's and nginx's own packages are included.
BY_PATH = (
    ("*/nginx.conf", "main"),
    ("/etc/nginx/modules-*", "main"),
    ("/etc/nginx/snippets/*", "server"),
    ("/etc/nginx/*_params", "location"),
    ("/etc/nginx/fastcgi.conf", "location"),
    ("/etc/nginx/default.d/*", "server"),
    ("/etc/nginx/stream*", "stream"),
    ("*", "http"),
)
# Files of the packages that nearly every configuration includes: empty here, but for what others rely on.
STOCK = {
    **dict.fromkeys(
        (
            *("/etc/nginx/fastcgi_params", "/etc/nginx/fastcgi.conf", "/etc/nginx/uwsgi_params"),
            *("/etc/nginx/scgi_params", "/etc/nginx/proxy_params", "/etc/nginx/snippets/snakeoil.conf"),
        ),
        "",
    ),
    "/etc/letsencrypt/options-ssl-nginx.conf": "",
    "/etc/nginx/mime.types": "types { text/html html; }\n",
    "/etc/nginx/snippets/fastcgi-php.conf": "fastcgi_split_path_info ^(.+\\.php)(/.+)$;\nfastcgi_index index.php;\n",
}


def context_of(path: str) -> str:
    return next(context for pattern, context in BY_PATH if fnmatch(path, pattern))
