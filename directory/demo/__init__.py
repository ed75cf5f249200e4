"""The demonstration base: invented services in real towns, the same for the same seed."""

from directory.demo.generator import DemoFiche, generate
from directory.demo.institutions import INSTITUTIONS

__all__ = ["INSTITUTIONS", "DemoFiche", "generate"]
