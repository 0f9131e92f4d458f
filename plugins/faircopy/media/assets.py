"""Re-exports `static_folder` under the name that settings files import."""

from faircopy.content.assets import static_folder

__all__ = ["static_folder"]
