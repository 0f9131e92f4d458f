"""The words that Postfix's parameters may have, by postconf(5), and DATABASE_README of Postfix 3.7."""

# What `smtpd_*_restrictions` may list, each with what follows it.
WITH_ARGUMENT = frozenset(
    {
        *(f"check_{what}_access" for what in ("ccert", "etrn", "sasl")),
        *(
            f"check_{what}{of}_access"
            for what in ("client", "helo", "recipient", "sender", "reverse_client_hostname")
            for of in ("", "_a", "_mx", "_ns")
        ),
        *("check_policy_service", "permit_dnswl_client", "permit_rhswl_client", "reject_rbl_client", "sleep"),
        *(f"reject_rhsbl_{what}" for what in ("client", "helo", "recipient", "reverse_client", "sender")),
    }
)
RESTRICTIONS = WITH_ARGUMENT | {
    *("defer", "defer_if_permit", "defer_if_reject", "defer_unauth_destination", "permit", "reject", "warn_if_reject"),
    *("permit_auth_destination", "permit_inet_interfaces", "permit_mx_backup", "permit_mynetworks"),
    *("permit_sasl_authenticated", "permit_tls_all_clientcerts", "permit_tls_clientcerts"),
    *("reject_authenticated_sender_login_mismatch", "reject_known_sender_login_mismatch"),
    *("reject_sender_login_mismatch", "reject_unauthenticated_sender_login_mismatch"),
    *("reject_invalid_helo_hostname", "reject_multi_recipient_bounce", "reject_non_fqdn_helo_hostname"),
    *("reject_non_fqdn_recipient", "reject_non_fqdn_sender", "reject_plaintext_session"),
    *("reject_unauth_destination", "reject_unauth_pipelining", "reject_unknown_client_hostname"),
    *("reject_unknown_helo_hostname", "reject_unknown_recipient_domain", "reject_unknown_reverse_client_hostname"),
    *("reject_unknown_sender_domain", "reject_unlisted_recipient", "reject_unlisted_sender"),
    *("reject_unverified_recipient", "reject_unverified_sender"),
    # By older names, which Postfix still takes.
    *("reject_unknown_client", "reject_unknown_hostname", "reject_invalid_hostname", "reject_non_fqdn_hostname"),
    *("reject_maps_rbl", "reject_unknown_address", "permit_naked_ip_address", "check_recipient_maps"),
    *("check_relay_domains", "reject_rhsbl_sender", "permit_tls"),
}

SERVER_LEVELS = frozenset({"none", "may", "encrypt"})
CLIENT_LEVELS = SERVER_LEVELS | {"dane", "dane-only", "fingerprint", "verify", "secure"}
PROTOCOL_FAMILIES = frozenset({"all", "ipv4", "ipv6"})
TLS_PROTOCOLS = frozenset({"SSLv2", "SSLv3", "TLSv1", "TLSv1.1", "TLSv1.2", "TLSv1.3"})
CIPHERS = frozenset({"export", "low", "medium", "high", "null"})
MAP_TYPES = frozenset(
    {
        *("btree", "cdb", "cidr", "dbm", "environ", "fail", "hash", "inline", "internal", "ldap", "lmdb", "memcache"),
        *("mongodb", "mysql", "netinfo", "nis", "nisplus", "pcre", "pgsql", "pipemap", "proxy", "randmap", "regexp"),
        *("sdbm", "socketmap", "sqlite", "static", "tcp", "texthash", "unionmap", "unix"),
    }
)
