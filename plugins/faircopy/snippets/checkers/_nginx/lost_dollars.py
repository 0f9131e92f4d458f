"""Names of nginx's variables in the place of a value, without their sign: nginx passes them on as they are."""

import re
from collections.abc import Iterator

from faircopy.diagnostics.model import Rule, Severity
from faircopy.offsets import place_at
from faircopy.snippets.model import Finding

NO_DOLLAR = Rule(
    "SN314",
    Severity.WARNING,
    "nginx passes on a variable's name instead of its value, because it has no `$`",
    "write the `$`, as in `proxy_set_header Host $host;`",
)

# https://nginx.org/en/docs/varindex.html
VARIABLES = (
    "binary_remote_addr connection_upgrade content_length content_type document_root document_uri fastcgi_path_info"
    " fastcgi_script_name host http_host http_origin http_referer http_upgrade http_user_agent"
    " proxy_add_x_forwarded_for proxy_host query_string realpath_root remote_addr remote_port remote_user request_id"
    " request_method request_uri scheme server_addr server_name server_port server_protocol ssl_client_s_dn uri"
)
LOST = re.compile(
    r"^[ \t]*(?:(?:proxy|grpc)_set_header|(?:fastcgi|uwsgi|scgi)_param)[ \t]+[\w-]+[ \t]+"
    rf"(?P<name>{'|'.join(VARIABLES.split())})[ \t]*;",
    re.MULTILINE,
)


def lost_dollars(code: str) -> Iterator[Finding]:
    for found in LOST.finditer(code):
        fact = f"'{found['name']}' is a variable's name, but nginx passes on the word itself"
        yield Finding(0, NO_DOLLAR, fact, *place_at(code, found.start("name")), f"write '${found['name']}'")
