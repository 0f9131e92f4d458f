"""Filters and actions that older versions of fail2ban had, and what has taken their place."""

from faircopy.snippets.checkers import _newer

# By fail2ban's ChangeLog, under the version that the table names.
INSTEAD = {
    "filter.d/sshd-ddos": "filter = sshd[mode=ddos]",
    "filter.d/sshd-aggressive": "filter = sshd[mode=aggressive]",
    "filter.d/postfix-sasl": "filter = postfix[mode=auth]",
    "filter.d/postfix-rbl": "filter = postfix[mode=rbl]",
    "filter.d/sasl": "filter = postfix[mode=auth]",
    "filter.d/courierlogin": "filter = courier-auth",
    "filter.d/couriersmtp": "filter = courier-smtp",
    "action.d/iptables-common": "before = iptables.conf",
    "action.d/iptables-blocktype": "before = iptables.conf",
    "action.d/nftables-common": "before = nftables.conf",
}


def is_gone(name: str) -> bool:
    """Tell whether fail2ban once had a file, "filter.d/x" for filter.d/x.conf, and has it no longer."""
    return name in _newer.table("fail2ban", "fail2ban").gone


def gone_from(name: str, hint: str) -> tuple[str, str]:
    """Return what is to be added to a fact about a file that is not there, and the hint: `hint` where it never was."""
    version = _newer.table("fail2ban", "fail2ban").gone.get(name)
    if version is None:
        return "", hint
    instead = f"write '{INSTEAD[name]}'" if name in INSTEAD else "leave it out"
    return f"; fail2ban ≥ {version} no longer has it", instead
