"""What we touch of Pelican's and Jinja's private names is there, in the versions that are installed."""

import inspect
from importlib import import_module

import pytest

from faircopy._compat import jinja, pelican

NAMES = [
    (owner, name)
    for names in (pelican.PRIVATE_NAMES, jinja.PRIVATE_NAMES)
    for owner, members in names.items()
    for name in members
]


@pytest.mark.parametrize(("owner", "name"), NAMES)
def test_a_private_name_is_there(owner: str, name: str) -> None:
    module, _, kind = owner.rpartition(".")
    found = getattr(import_module(module), kind)
    # An attribute that only an object has is set in a method of its class.
    assert hasattr(found, name) or f"self.{name} = " in inspect.getsource(found)
