"""The name under which settings files import `static_folder`."""

from faircopy.content.assets import static_folder

__all__ = ["static_folder"]
