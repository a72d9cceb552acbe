"""Running graphs: `Function` compiles and calls."""
from kerastutor.runtime.function import Function

__all__ = ["Function"]
