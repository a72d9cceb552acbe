"""Running graphs: `Function` compiles and calls; `use_interpreter` runs the NumPy references
instead.
"""

from kerastutor.runtime.function import Function, evaluate, use_interpreter
from kerastutor.runtime.pool import set_threads
from kerastutor.runtime.profiler import Profile, profile

__all__ = ["Function", "Profile", "evaluate", "profile", "set_threads", "use_interpreter"]
