"""The base of layers that use another layer."""
from kerastutor.engine.base_layer import Layer
from kerastutor.layers.serialization import deserialize, serialize
from kerastutor.utils.generic_utils import object_list_uid


class Wrapper(Layer):
    """Base of layers that use another one: its weights, losses and updates are the wrapper's.

    # Arguments
        layer: the layer.
    """

    def __init__(self, layer, **kwargs):
        if not isinstance(layer, Layer):
            raise TypeError(f"{type(self).__name__}: layer must be a layer, got {layer!r}. "
                            "Make it first: Dense(8), for example.")
        self.layer = layer
        self._input_map = {}            # uid of the wrapper's input tensors -> the layer's
        kwargs.setdefault("trainable", layer.trainable)
        super().__init__(**kwargs)

    def build(self, input_shape=None):
        """Marks the wrapper as built; a subclass builds the layer."""
        self.built = True

    @property
    def activity_regularizer(self):
        """The layer's penalty on its output."""
        return getattr(self.layer, "activity_regularizer", None)

    @property
    def trainable(self):
        """Whether the layer is trainable."""
        return self.layer.trainable

    @trainable.setter
    def trainable(self, value):
        self.layer.trainable = value

    @property
    def trainable_weights(self):
        """The layer's."""
        return self.layer.trainable_weights

    @property
    def non_trainable_weights(self):
        """The layer's."""
        return self.layer.non_trainable_weights

    @property
    def updates(self):
        """The layer's."""
        return self.layer.updates

    def get_updates_for(self, inputs=None):
        """The layer's, and the wrapper's own, that depend on `inputs`."""
        return (list(self.layer.get_updates_for(self._inner(inputs)))
                + list(super().get_updates_for(inputs)))

    @property
    def losses(self):
        """The layer's and the wrapper's own."""
        return list(self.layer.losses) + list(super().losses)

    def get_losses_for(self, inputs=None):
        """The layer's, and the wrapper's own, that depend on `inputs`."""
        return (list(self.layer.get_losses_for(self._inner(inputs)))
                + list(super().get_losses_for(inputs)))

    def _inner(self, inputs):
        """What the layer was called on when the wrapper was called on `inputs`."""
        if inputs is None:
            return None
        return self._input_map.get(object_list_uid(inputs), inputs)

    def get_weights(self):
        """The layer's."""
        return self.layer.get_weights()

    def set_weights(self, weights):
        """Sets the layer's."""
        self.layer.set_weights(weights)

    def get_config(self):
        """The constructor's arguments."""
        return {**super().get_config(), "layer": serialize(self.layer)}

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Makes the wrapper and its layer from what `get_config` returned."""
        config = dict(config)
        layer = deserialize(config.pop("layer"), custom_objects=custom_objects)
        return cls(layer, **config)
