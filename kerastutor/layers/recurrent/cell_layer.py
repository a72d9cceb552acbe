"""Layers with one built-in kind of cell: `LSTM` is `RNN(LSTMCell(...))`, but looks like one."""
from kerastutor import activations, regularizers
from kerastutor import backend as K
from kerastutor.layers.recurrent.base import RNN


class CellLayer(RNN):
    """An RNN with one built-in kind of cell, whose options are the layer's.

    A subclass sets `cell_class`; `expose` makes the options attributes of the layer.
    """

    cell_class = None

    def _activations_of_kernel(self):
        """Names of the cell's activations, when an operation of K does the layer's whole work.

        # Returns
            Dictionary with the arguments `activation` and, if it has gates,
            `recurrent_activation`; None when the steps must run one by one.
        """
        cell = self.cell
        if type(cell) is not self.cell_class or self.unroll or cell.dropout > 0 \
                or cell.recurrent_dropout > 0:
            return None
        found = {}
        for argument in ("activation", "recurrent_activation"):
            function = getattr(cell, argument, None)
            name = getattr(function, "__name__", None)
            if function is None:
                continue
            if name not in K.SEQUENCE_ACTIVATIONS or getattr(activations, name) is not function:
                return None
            found[argument] = name
        return found

    def get_config(self):
        """The constructor's arguments."""
        config = super().get_config()
        del config["cell"]
        cell = self.cell.get_config()
        names = self.cell_class.option_names
        return {**config, **{name: cell[name] for name in names},
                "activity_regularizer": regularizers.serialize(self.activity_regularizer)}

    @classmethod
    def from_config(cls, config):
        """Makes the layer from what `get_config` returned."""
        config = dict(config)
        num_constants = config.pop("num_constants", None)
        if config.get("implementation") == 0:
            config["implementation"] = 1
        layer = cls(**config)
        layer._num_constants = num_constants
        return layer


def expose(layer_class):
    """Class decorator: the options of the cell become attributes of the layer."""
    for name in layer_class.cell_class.option_names:
        if not hasattr(layer_class, name):
            setattr(layer_class, name, _of_cell(name))
    return layer_class


def _of_cell(name):
    return property(lambda layer: getattr(layer.cell, name), doc=f"The cell's `{name}`.")
