"""The decorators `legacy_dense_support` ... as in Keras: for own layers that take Keras-1 names.

# Example

```python
class MyDropout(Layer):
    @interfaces.legacy_dropout_support
    def __init__(self, rate, noise_shape=None, seed=None, **kwargs):
        ...
```
"""

from kerastutor.legacy.adapter import adapted
from kerastutor.legacy.rules import RULES

_METHOD_RULES = ("fit", "generator_methods")

for _name, _rule in RULES.items():
    globals()[f"legacy_{_name}_support"] = adapted(_rule, is_class=_name not in _METHOD_RULES)

__all__ = sorted(name for name in globals() if name.startswith("legacy_"))
