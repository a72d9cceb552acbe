"""Several cells as one."""
import warnings

from kerastutor import backend as K
from kerastutor.engine.base_layer import Layer
from kerastutor.functions import has_arg, users_level
from kerastutor.layers.serialization import deserialize, serialize


def state_sizes(cell):
    """List with the size of each state of a cell."""
    sizes = cell.state_size
    return list(sizes) if hasattr(sizes, "__len__") else [sizes]


def output_size(cell):
    """Size of a cell's output: its `output_size`, else the size of its first state."""
    size = getattr(cell, "output_size", None)
    return state_sizes(cell)[0] if size is None else size


class StackedRNNCells(Layer):
    """Makes one cell of several: each gets the output of the one before. `RNN([...])` does it, too.

    # Arguments
        cells: list of cells.

    # Example

    ```python
    cells = [LSTMCell(64), LSTMCell(32)]
    y = RNN(StackedRNNCells(cells))(Input((None, 5)))
    ```
    """

    def __init__(self, cells, **kwargs):
        for cell in cells:
            for what in ("call", "state_size"):
                if not hasattr(cell, what):
                    raise ValueError("StackedRNNCells: all cells must have the attributes call and "
                                     f"state_size, got {cell!r} without {what}. "
                                     "Pass LSTMCell(32), for example.")
        self.cells = list(cells)
        self.reverse_state_order = kwargs.pop("reverse_state_order", False)
        if self.reverse_state_order:
            warnings.warn("StackedRNNCells: reverse_state_order should be left out, got True. "
                          "States then come in the order of the cells.", stacklevel=users_level())
        super().__init__(**kwargs)

    def _by_state(self, items):
        """Something per cell, from the order of the cells to the order of their states, or back."""
        return items[::-1] if self.reverse_state_order else list(items)

    @property
    def _cells_by_state(self):
        return self._by_state(self.cells)

    @property
    def state_size(self):
        """Sizes of the states of all cells, one after the other."""
        return tuple(size for cell in self._cells_by_state for size in state_sizes(cell))

    @property
    def output_size(self):
        """Size of the last cell's output."""
        return output_size(self.cells[-1])

    def build(self, input_shape):
        """Builds each cell on the output of the one before."""
        constants = []
        if isinstance(input_shape, list):
            input_shape, *constants = input_shape
        for cell in self.cells:
            if isinstance(cell, Layer) and not cell.built:
                takes = constants and has_arg(cell.call, "constants")
                cell.build([input_shape, *constants] if takes else input_shape)
                cell.built = True
            input_shape = (input_shape[0], output_size(cell))
        self.built = True

    def call(self, inputs, states, constants=None, **kwargs):
        """The output of the last cell, and the new states of all."""
        parts, rest = [], list(states)
        for cell in self._cells_by_state:
            count = len(state_sizes(cell))
            parts.append(rest[:count])
            rest = rest[count:]
        parts = self._by_state(parts)
        for index, cell in enumerate(self.cells):
            keywords = {name: value for name, value in kwargs.items() if has_arg(cell.call, name)}
            if has_arg(cell.call, "constants"):
                keywords["constants"] = constants
            inputs, parts[index] = cell.call(inputs, parts[index], **keywords)
        return inputs, [state for part in self._by_state(parts) for state in part]

    def prepare_dropout(self, batch, training):
        """Has each cell draw its dropout masks: one for all time steps."""
        for cell in self.cells:
            if hasattr(cell, "prepare_dropout"):
                cell.prepare_dropout(batch, training)

    # ---- weights and losses are the cells' -----------------------------------------------------

    @property
    def _layers(self):
        return [cell for cell in self.cells if isinstance(cell, Layer)]

    @property
    def trainable_weights(self):
        """Those of all cells."""
        if not self.trainable:
            return []
        return [w for cell in self._layers for w in cell.trainable_weights]

    @property
    def non_trainable_weights(self):
        """Those of all cells."""
        fixed = [w for cell in self._layers for w in cell.non_trainable_weights]
        if self.trainable:
            return fixed
        return [w for cell in self._layers for w in cell.trainable_weights] + fixed

    def get_weights(self):
        """Values of the weights, cell by cell."""
        return K.batch_get_value([w for cell in self._layers for w in cell.weights])

    def set_weights(self, weights):
        """Sets the weights, cell by cell; nothing is set unless all fit."""
        wanted = [w for cell in self._layers for w in cell.weights]
        shapes = [K.int_shape(w) for w in wanted]
        given = [tuple(getattr(value, "shape", ())) for value in weights]
        if shapes != given:
            raise ValueError(f"{self.name}: weights must be arrays of the shapes {shapes}, "
                             f"got {given}. Use what get_weights of the same cells returned.")
        K.batch_set_value(list(zip(wanted, weights, strict=True)))

    @property
    def losses(self):
        """Those of all cells."""
        return [loss for cell in self._layers for loss in cell.losses]

    def get_losses_for(self, inputs=None):
        """Those of all cells that depend on `inputs`."""
        return [loss for cell in self._layers for loss in cell.get_losses_for(inputs)]

    # ---- configuration -------------------------------------------------------------------------

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "cells": [serialize(cell) for cell in self.cells]}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the cell from what `get_config` returned."""
        config = dict(config)
        cells = [deserialize(cell, custom_objects=custom_objects) for cell in config.pop("cells")]
        return cls(cells, **config)
