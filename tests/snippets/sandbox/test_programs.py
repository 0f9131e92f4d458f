"""What would have Apache or nginx load or run a program is known however a line names it."""

from collections.abc import Callable

import pytest

from faircopy.markdown.document import parse_document
from faircopy.snippets.check import check_documents
from faircopy.snippets.checkers._programs import apache_loadings, nginx_loads
from faircopy.snippets.checkers._stubs import certificate
from faircopy.snippets.jobs import Settings
from faircopy.snippets.model import Level
from faircopy.snippets.sandbox.root import SandboxRoot
from faircopy.snippets.sandbox.runner import Sandbox, working_kind
from keptsandbox import kept_sandbox

# Each has Apache load a library, or would; with the line that is to be told.
APACHE = {
    "LoadFile /usr/lib/x.so": 1,
    "Timeout 5\n  'loadfile' /usr/lib/x.so": 2,
    "\fLoadFile /usr/lib/x.so": 1,
    "\vLoadFile /usr/lib/x.so": 1,
    "\rLoadFile /usr/lib/x.so": 1,
    "# x \\ \nLoadFile /usr/lib/x.so": 2,
    "Timeout \\\n5\nLoad\\\nFile /usr/lib/x.so": 3,
    "Define X LoadFile\n${X} /usr/lib/x.so": 2,
    "Define X File\nLoad${X} /usr/lib/x.so": 2,
    "<Macro M $a>\n$a /usr/lib/x.so\n</Macro>\nUse M LoadFile": 2,
    "<Macro M $a>\nLoad$a /usr/lib/x.so\n</Macro>\nUse M File": 2,
    "<Macro M %a>\n  '%aFile' /usr/lib/x.so\n</Macro>\nUse M Load": 2,
    "<Macro M a b>\nab /usr/lib/x.so\n</Macro>\nUse M Load File": 1,
    "<macro M oad>\nLoad x\n</macro>": 1,
    "Define v QQ\n<Macro B ${v}>\nLQQFile /usr/lib/x.so\n</Macro>\nUse B oad": 2,
    "<Macro A $p>\n<Macro B $p>\nLQQFile /x\n</Macro>\n</Macro>\nUse A QQ\nUse B oad": 2,
    "Define X <Macro\n${X} M a>\naFile /usr/lib/x.so\n</Macro>\nUse M Load": 2,
    '"<Macro" M a>\naFile /usr/lib/x.so\n</Macro>\nUse M Load': 1,
    "<IfFile /etc/passwd>\nLoadFile /usr/lib/x.so\n</IfFile>": 2,
    "LoadModule x_module /usr/lib/x.so": 1,
    "LoadModule x_module ../../usr/lib/x.so": 1,
    "LoadModule x_module modules/../../../usr/lib/x.so": 1,
    "LoadModule x_module /usr/lib/apache2/modules/../../x.so": 1,
    "Define X /usr/lib/x.so\nLoadModule x_module ${X}": 2,
    "<Macro M $a>\nLoadModule x_module $a\n</Macro>\nUse M /usr/lib/x.so": 2,
    "SSLCryptoDevice ../../x": 1,
    "<Perl>\n</Perl>": 1,
    "PerlRequire /x": 1,
    "<LuaQuickHandler>\n</LuaQuickHandler>": 1,
    "LuaLoadFile /x": 1,
}
APACHE_HARMLESS = (
    "# LoadFile /usr/lib/x.so",
    "# x \\\nLoadFile /usr/lib/x.so",
    "LoadModule rewrite_module /usr/lib/apache2/modules/mod_rewrite.so",
    "LoadModule php_module modules/libphp.so",
    (
        '<Macro VHost $name $domain>\n<VirtualHost *:80>\nServerName $domain\nErrorLog "${APACHE_LOG_DIR}/$name.log"\n'
        "</VirtualHost>\n</Macro>\nUse VHost a a.example"
    ),
    "Define D /srv\nDocumentRoot ${D}/www",
    "SSLCryptoDevice builtin",
    'Header set X "LoadFile x"',
)
NGINX = (
    "load_module /usr/lib/x.so;",
    '"load_module" "/usr/lib/x.so";',
    "load_module\n  /usr/lib/nginx/modules/../x.so\n;",
    "events {}load_module modules/ngx_http_perl_module.so;",
    "load_module /usr/lib/nginx/modules/ngx_http_lua_module.so;",
    "load_module modules/ngx_http_js_module.so;",
    "ssl_engine ../../x;",
    "http { ssl_certificate_key engine:/usr/lib/x.so:y; }",
    'proxy_ssl_certificate_key "engine:x:y";',
    "perl_modules /x;",
    "'perl_require' x.pm;",
    "init_by_lua_block { os.execute('x') }",
    "js_import x.js;",
)
NGINX_HARMLESS = (
    "load_module modules/ngx_stream_module.so;\nevents {}",
    "load_module /usr/lib/nginx/modules/ngx_http_geoip_module.so;",
    "# load_module /usr/lib/x.so;\nlisten 80;",
    "location /perl { root /srv/lua_x; }",
    'add_header X "load_module /usr/lib/x.so;";',
)


@pytest.mark.parametrize("code", APACHE)
def test_each_way_to_load_a_program_into_apache_is_told_at_its_line(code: str) -> None:
    assert next(one.line for one in apache_loadings(f"{code}\n")) == APACHE[code]


@pytest.mark.parametrize("code", APACHE_HARMLESS)
def test_what_loads_nothing_into_apache_is_left_alone(code: str) -> None:
    assert list(apache_loadings(f"{code}\n")) == []


@pytest.mark.parametrize("code", NGINX)
def test_each_way_to_load_a_program_into_nginx_is_known(code: str) -> None:
    assert nginx_loads([code])
    # Also where another file has a quote that nothing ends.
    assert nginx_loads(["include x; '", code])


@pytest.mark.parametrize("code", NGINX_HARMLESS)
def test_what_loads_nothing_into_nginx_is_left_alone(code: str) -> None:
    assert not nginx_loads([code])


INCLUDED = '<!-- snippet-setup file="/etc/apache2/x.conf"\nLoadFile /usr/lib/x.so\n-->\n'


@pytest.mark.slow
def test_what_loads_a_program_reaches_neither_apache_nor_nginx(need: Callable[[str], str]) -> None:
    """A program that is asked would say of the library that it is not there."""
    need("apache2")
    need("nginx")
    fences = [
        *(f'```{{.apache context="server"}}\n{code}\n```\n' for code in APACHE),
        *(f'```{{.nginx context="main"}}\n{code}\n```\n' for code in NGINX if "load_module" in code or "ssl" in code),
        f'```{{.apache context="server"}}\n\rInclude x.conf\n```\n\n{INCLUDED}',
    ]
    documents = [parse_document(f"{number:02}.md", text) for number, text in enumerate(fences)]
    report = check_documents(documents, Settings(sandbox=kept_sandbox()))
    messages = [one for one in report.checked if one.snippet.language == "apache" or one.verdict.level is Level.LOADED]
    # nginx is not asked, and its verdict goes no further than the form; a snippet for Apache is refused.
    assert {one.snippet.language for one in messages} == {"apache"}
    refused = {one.path for one in report.diagnostics if one.code == "SN110"}
    assert {one.snippet.path for one in messages} == refused
    assert "cannot open shared object file" not in repr(report)


CONFIGURED = "openssl_conf = a\n[a]\nengines = b\nproviders = c\n[b]\nx = d\n[d]\ndynamic_path = /usr/lib/canary.so\n"


def test_no_file_of_a_snippet_names_a_library_for_openssl(need: Callable[[str], str]) -> None:
    """OpenSSL reads /etc/ssl/openssl.cnf in whatever program it is, and loads what that names."""
    for program in ("nginx", "sshd", "openssl"):
        need(program)
    root = SandboxRoot({"/etc/ssl/openssl.cnf": CONFIGURED, "/x": "", "/y.pem": certificate(working_kind()) or ""})
    script = (
        "export LD_DEBUG=files; nginx -t -c /x; /usr/sbin/sshd -t -f /x; openssl x509 -in /y.pem -noout; "
        'nginx -t -c /x -g "ssl_engine canary; events {}"'
    )
    completed = Sandbox(working_kind()).run(["/bin/sh", "-c", script], root)
    loaded = [line for line in (completed.stdout + completed.stderr).splitlines() if "file=" in line]
    assert any("libcrypto" in line for line in loaded)
    # Where an engine is looked for by its name alone is a folder that no sandbox has.
    assert [line for line in loaded if "canary" in line and "/proc/none/canary.so" not in line] == []
