"""The table of kernel settings, and the tool that makes it from the kernel and its documentation."""

import gzip
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

from faircopy.snippets.checkers._sysctl_names import name_meant, names_by_folder
from programs import program

KERNEL_PAGE = """\
====================================
Documentation for /proc/sys/kernel/
====================================

Introduction
============

msgmax, msgmnb, and msgmni
==========================

stop-a (SPARC only)
===================

A sentence that ends a page - IN capitals.
"""

IP_PAGE = """\
/proc/sys/net/ipv4/* Variables
==============================

route/max_size - INTEGER
\tHow many.

tcp_rmem - vector of 3 INTEGERs: min, default, max

somaxconn - INTEGER

``conf/interface/*``
\tchanges an interface.

rp_filter - INTEGER

conf/all/forwarding - BOOLEAN

/proc/sys/net/conf/<iface>/seg6_* variables:
============================================

seg6_enabled - BOOL
"""


@pytest.fixture
def names(root: Path) -> ModuleType:
    return program(root, "sysctl_names")


def test_names_come_from_headings_and_entries_and_from_the_kernel(names: ModuleType, tmp_path: Path) -> None:
    guide, networking = tmp_path / "admin-guide/sysctl", tmp_path / "networking"
    guide.mkdir(parents=True)
    networking.mkdir()
    (guide / "kernel.rst.gz").write_bytes(gzip.compress(KERNEL_PAGE.encode()))
    (networking / "ip-sysctl.rst").write_text(IP_PAGE)
    for setting in ("net/core/somaxconn", "net/ipv6/conf/eth0/forwarding"):
        path = tmp_path / "sys" / setting
        path.parent.mkdir(parents=True)
        path.touch()
    kernel = names.names_of_kernel(tmp_path / "sys")
    table = names.merged({"kernel": {"exec-shield"}}, kernel, names.names_of_documentation(tmp_path))
    assert table == {
        "kernel": {"exec-shield", "msgmax", "msgmnb", "msgmni", "stop-a"},
        "net.core": {"somaxconn"},  # the documentation has it in another folder
        "net.ipv4": {"tcp_rmem"},
        "net.ipv4.conf.*": {"rp_filter"},
        "net.ipv4.route": {"max_size"},
        "net.ipv6.conf.*": {"forwarding"},
    }


def test_the_table_is_as_the_tool_writes_it(names: ModuleType) -> None:
    text = names.TABLE.read_text()
    kernel = text.split("of Linux ")[1].split(",")[0]
    table = {folder: set(words.split()) for folder, words in tomllib.loads(text).items()}
    assert names.toml(table, kernel) == text


def test_no_setting_of_this_kernel_counts_as_misspelt(names: ModuleType) -> None:
    if not names.SETTINGS.is_dir():
        pytest.skip("no Linux")
    here = names.names_of_kernel(names.SETTINGS)
    assert here["kernel"] & names_by_folder()["kernel"]
    settings = [f"{folder}.{name}" for folder, those in here.items() for name in those]
    assert {one: meant for one in settings if (meant := name_meant(one))} == {}
