"""Directives of third-party modules of nginx and Apache, by the name prefixes in their manuals."""

import re
from collections.abc import Mapping

from faircopy.diagnostics.model import Rule, Severity
from faircopy.snippets.model import Finding

OF_A_MODULE = Rule(
    "SN118",
    Severity.NOTE,
    "a directive belongs to a module that does not come with the program; it was not checked",
    "say in the text which module a reader needs",
)

NGINX: Mapping[str, str] = {
    "ngx_brotli": r"brotli(?:_\w+)?",
    "zstd-nginx-module": r"zstd(?:_\w+)?",
    "headers-more-nginx-module": r"more_(?:set|clear)_(?:input_)?headers",
    "lua-nginx-module": r"lua_\w+|\w+_by_lua(?:_block|_file)?",
    "nginx-module-vts": r"vhost_traffic_status\w*",
    "nginx-module-sts": r"(?:stream/)?(?:stream_)?server_traffic_status\w*",
    "ModSecurity-nginx": r"modsecurity\w*",
    "naxsi": r"SecRulesEnabled|SecRulesDisabled|MainRule|BasicRule|CheckRule|DeniedUrl|LearningMode|LibInjection\w+",
    "ngx_pagespeed": r"pagespeed",
    "echo-nginx-module": r"echo(?:_\w+)?",
    "set-misc-nginx-module": r"set_(?:(?:un)?escape_uri|quote_\w+|encode_\w+|decode_\w+|hashed_upstream|md5|sha1|random"
    r"|secure_random_\w+|if_empty|local_today|rotate|hmac_\w+|base32_alphabet)",
    "ngx-fancyindex": r"fancyindex\w*",
    "ngx_http_geoip2_module": r"(?:stream/)?geoip2(?:_\w+)?",
    "ngx_http_substitutions_filter_module": r"subs_filter\w*",
    "ngx_cache_purge": r"cache_purge_\w+",
    "nginx-dav-ext-module": r"dav_ext_\w+",
    "nginx-auth-ldap": r"auth_ldap\w*|ldap_server",
    "ngx_http_auth_pam_module": r"auth_pam\w*",
    "nginx-upload-module": r"upload_(?!progress)\w+",
    "nginx-upload-progress-module": r"upload_progress\w*|track_uploads|report_uploads",
    "nginx_upstream_check_module": r"check(?:_\w+)?",
    "ngx_http_proxy_connect_module": r"proxy_connect(?:_(?!timeout\b)\w+)?",
    "Tongsuo's nginx": r"(?:proxy_)?ssl_ntls",
    # https://tengine.taobao.org/documentation.html
    "Tengine": r"listen xquic|(?:xquic|dubbo|dyups|req_status|session_sticky|sysguard|tfs|trim|concat)(?:_\w+)?"
    r"|ingress_\w+|server_(?:admin|info|tag)|footer(?:_types)?|slice_(?:arg|footer|header)_?\w*|limit_req_whitelist|dynamic_resolve"
    r"|(?:\w+_)?enable_ntls|(?:\w+_)?ssl_(?:enc|sign)_certificate(?:_key)?|(?:append_header|image_filter_crop)_?\w*",
    # https://en.angie.software/angie/docs/configuration/directives/
    "Angie": r"(?:stream/)?(?:auto_redirect|api_config_files|docker_\w+|doh_\w+|error_log_user_tag|\w+_connection_drop"
    r"|metric(?:_\w+)?|prometheus(?:_template)?|proxy_(?:http3|quic)_\w+|rdp_preread|response_time_factor|time_format"
    r"|sticky_(?:secret|strict)|image_filter_(?:avif|heic)_quality)",
    "nginx-rtmp-module": r"rtmp(?:_\w+)?",
    "nchan": r"nchan_\w+|push_stream_\w+",
    "Phusion Passenger": r"passenger\w*",
    "redis2-nginx-module": r"redis2?_\w+",
    "memc-nginx-module": r"memc_\w+",
    "srcache-nginx-module": r"srcache_\w+",
    "nginx-opentracing": r"opentracing\w*",
    "nginx-otel": r"otel_\w+|opentelemetry\w*",
    "nginx-acme": r"acme_\w+",
    "nginx-vod-module": r"vod(?:_\w+)?",
    "testcookie-nginx-module": r"testcookie\w*",
    "ngx_security_headers": r"security_headers\w*|hide_server_tokens",
}
APACHE: Mapping[str, str] = {
    "PHP's module": r"php\d?_\w+",
    "mod_security": r"Sec[A-Z]\w+|ModSecurity\w*|mod_?sec\w*",
    "mod_evasive": r"DOS\w+|Evasive\w*",
    "mod_pagespeed": r"(?:Mod)?PageSpeed\w*",
    "mod_wsgi": r"WSGI\w+",
    "Phusion Passenger": r"Passenger\w+",
    "mod_jk": r"Jk[A-Z]\w+",
    "mod_xsendfile": r"XSendFile\w*",
    "mod_geoip": r"GeoIP\w+",
    "mod_maxminddb": r"MaxMind\w+",
    "mod_auth_openidc": r"OIDC\w+|OAuth2?[A-Z]\w+",
    "mod_auth_mellon": r"Mellon\w+",
    "mod_auth_cas": r"CAS(?!eFilter)[A-Z]\w+",
    "Shibboleth": r"Shib\w+",
    "mod_qos": r"QS_\w+",
    "mod_fcgid": r"Fcgid\w+",
    "mod_fastcgi": r"FastCgi\w+",
    "mod_perl": r"Perl\w+",
    "mod_python": r"Python\w+",
    "mod_ruby": r"Ruby\w+",
    "Subversion": r"SVN\w+|DAVSvn\w*|AuthzSVN\w+",
    "mod_auth_gssapi": r"GssapI\w+",
    "mod_auth_kerb": r"(?:Auth)?Krb\w+|KrbAuth\w+",
    "mod_auth_tkt": r"Auth_?Tkt\w+|TKTAuth\w+",
    "mod_rpaf": r"RPAF\w*",
    "mod_cloudflare": r"CloudFlare\w+|DenyAllButCloudFlare",
    "mpm_itk": r"Itk\w*|AssignUserID",
    "mod_bw": r"BandWidth\w*|MinBandWidth|LargeFileLimit|MaxConnection",
}


def module_of(name: str, modules: Mapping[str, str], flags: int = 0) -> str:
    """Return the module that a directive belongs to, or "" if it may be one of the program's own."""
    return next((module for module, names in modules.items() if re.fullmatch(names, name, flags)), "")


def of_a_module(name: str, module: str, line: int) -> Finding:
    fact = f"'{name}' belongs to {module}, which is a separate module, and was not checked"
    return Finding(0, OF_A_MODULE, fact, line, hint="say in the text that a reader needs it")
