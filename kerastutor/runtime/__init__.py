"""Running graphs: `Function` compiles and calls; `use_interpreter` runs the NumPy references
instead.
"""

from kerastutor.runtime.function import Function, evaluate, use_interpreter
from kerastutor.runtime.pool import set_threads
from kerastutor.runtime.profiler import Profile, profile
from kerastutor.runtime.rows import Rows

__all__ = ["Function", "Profile", "Rows", "evaluate", "profile", "set_threads", "use_interpreter"]
