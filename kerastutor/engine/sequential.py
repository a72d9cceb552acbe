"""Sequential: a chain of layers, each with one input and one output."""
import copy
import warnings

from kerastutor import backend as K
from kerastutor.engine import hooks
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.input_layer import Input, InputLayer
from kerastutor.engine.training import Model
from kerastutor.functions import users_level


class Sequential(Model):
    """A model that is a chain of layers.

    The chain is connected as soon as the size of its input is known: from `input_shape` of the
    first layer, from an `InputLayer`, from `build(input_shape)`, or from the first data.

    # Arguments
        layers: List of layers to add.
        name: Name of the model.

    # Example

    ```python
    model = Sequential([Dense(32, activation='relu', input_shape=(784,)), Dense(10)])
    model.add(Activation('softmax'))
    ```
    """

    def __init__(self, layers=None, name=None):
        super().__init__(name=name)
        self._build_input_shape = None
        self._tensors = []                 # the input and each layer's output, once connected
        self._names = set()
        if isinstance(layers, Layer):
            raise TypeError(f"Sequential: layers must be a list, got the layer {layers.name}. "
                            "Write Sequential([layer, ...]).")
        for layer in layers or []:
            self.add(layer)

    @property
    def layers(self):
        """List of the layers, without the input."""
        if self._layers and isinstance(self._layers[0], InputLayer):
            return self._layers[1:]
        return self._layers

    @property
    def model(self):
        """The model itself (in Keras before 2.2 a Sequential held another model)."""
        warnings.warn("Sequential.model is deprecated: a Sequential is a Model itself. "
                      "Use it directly.", stacklevel=users_level())
        return self

    def add(self, layer):
        """Put a layer at the end.

        # Arguments
            layer: Layer with one input and one output; a model counts as a layer.

        # Raises
            TypeError: for something that is not a layer.
            ValueError: for a layer that does not fit, or whose name is already there.
        """
        if not isinstance(layer, Layer):
            advice = ("Create it first: write " + layer.__name__ + "(...) with its arguments"
                      if isinstance(layer, type) else "Wrap functions in Lambda")
            raise TypeError(f"Sequential {self.name}: the added layer must be an instance of class "
                            f"Layer, got {layer!r}. {advice}.")
        if layer.name in self._names and any(x.name == layer.name and x is not layer
                                             for x in self._layers):
            raise ValueError(f'Sequential {self.name}: layer names must be unique, got the name '
                             f'"{layer.name}" 2 times. Pass name=... to one of the layers.')
        if self._tensors:
            self._extend(layer)
        elif not self._layers:
            self._start(layer)
        else:
            self._layers.append(layer)
        self._names.add(layer.name)
        self._forget_functions()

    def _start(self, layer):
        """Add the first layer; connect it when it knows its input."""
        if isinstance(layer, InputLayer):
            self._layers.append(layer)
            self._tensors = [layer._inbound_nodes[-1].output_tensors[0]]
            self._connect(self._tensors, self._tensors)
            return
        shape, dtype = _known_input(self, layer)
        if shape is None:
            self._layers.append(layer)
        else:
            self._connect_chain(Input(batch_shape=shape, dtype=dtype, name=layer.name + "_input"),
                                [layer])

    def _extend(self, layer):
        """Add a layer to a connected chain: one call, however long the chain is."""
        x = self._call_one(layer, self._tensors[-1])
        self._tensors.append(x)
        if layer not in self._layers:
            self._layers.append(layer)
        self._connect(self.inputs, [x])

    def _connect_chain(self, x, layers):
        tensors = [x]
        for layer in layers:
            tensors.append(self._call_one(layer, tensors[-1]))
        self._tensors = tensors
        self._layers = list(dict.fromkeys([x._keras_history[0], *layers]))
        self._connect([x], [tensors[-1]])

    def _call_one(self, layer, x):
        y = layer(x)
        if isinstance(y, (list, tuple)):
            raise TypeError(f"Sequential {self.name}: layer {layer.name} must have a single output "
                            f"tensor, got {len(y)}. Use Model(inputs, outputs) instead.")
        return y

    def pop(self):
        """Take the last layer away.

        # Raises
            TypeError: when there is none.
        """
        if not self.layers:
            raise TypeError(f"Sequential {self.name}: it must have layers for pop(), got none. "
                            "Add one first.")
        if not self._tensors:
            self._layers.pop()
        else:
            *rest, last = self._tensors
            layer, node_index, _ = last._keras_history
            before = [x._keras_history[0] for x in rest]
            if layer not in before:
                self._layers = [x for x in self._layers if x is not layer]
            node = layer._inbound_nodes[node_index]
            before[-1]._outbound_nodes = [x for x in before[-1]._outbound_nodes if x is not node]
            self._tensors = rest
            if self.layers:
                self._connect(self.inputs, [rest[-1]])
            else:
                self._disconnect()
        self._forget_functions()

    def _disconnect(self):
        self._layers, self._tensors, self._inbound_nodes = [], [], []
        self.__dict__["_is_graph_network"] = False
        self.inputs = self.outputs = self._wired = None
        self.built = False

    def _forget_functions(self):
        """What compile() made belongs to the old chain; fit compiles again, the same way."""
        self._is_compiled = False
        self._forget_checks()
        self.train_function = self.test_function = self.predict_function = None
        self.__dict__.pop("_collected_trainable_weights", None)

    def build(self, input_shape=None):
        """Connect the layers and make their weights.

        # Arguments
            input_shape: Shape of a batch: tuple with the batch size, or None, in front. Not needed
                when the first layer knows its shape.

        # Raises
            ValueError: when the shape is not known.
        """
        if not self._tensors:
            if input_shape is None:
                raise ValueError(f"Sequential {self.name}: input_shape must be given to build() "
                                 "when the first layer has none, got None. "
                                 "Write model.build((None, 20)), say.")
            if not self._layers:
                raise ValueError(f"Sequential {self.name}: it must have layers before build(), "
                                 "got none. Add a layer first.")
            x = Input(batch_shape=tuple(input_shape), dtype=K.floatx(), name=self.name + "_input")
            self._connect_chain(x, self._layers)
            self._build_input_shape = tuple(input_shape)
            self._forget_functions()
        self.built = True

    def _build_on(self, inputs):
        self.build(K.int_shape(inputs[0] if isinstance(inputs, list) else inputs))

    def predict_proba(self, x, batch_size=32, verbose=0):
        """Class probabilities: `predict`, with a warning when they are outside [0, 1].

        # Arguments
            x: Array, or list of arrays.
            batch_size: Number of samples in a batch.
            verbose: 1 shows a progress bar.

        # Returns
            Array.
        """
        proba = self.predict(x, batch_size, verbose)
        if proba.min() < 0. or proba.max() > 1.:
            warnings.warn(f"Sequential {self.name}: predictions are outside [0, 1], so they are no "
                          "probabilities. End the model with a softmax or a sigmoid.",
                          stacklevel=users_level())
        return proba

    def predict_classes(self, x, batch_size=32, verbose=0):
        """Most probable class of each sample.

        # Arguments
            x: Array, or list of arrays.
            batch_size: Number of samples in a batch.
            verbose: 1 shows a progress bar.

        # Returns
            Array of class numbers: position of the largest output or, for a single output, whether
            it is above 0.5.
        """
        proba = self.predict(x, batch_size=batch_size, verbose=verbose)
        if proba.shape[-1] > 1:
            return proba.argmax(axis=-1)
        return (proba > 0.5).astype("int32")

    def get_config(self):
        """Dictionary of the name and the configurations of the layers."""
        layers = [{"class_name": layer.__class__.__name__, "config": layer.get_config()}
                  for layer in self.layers]
        config = {"name": self.name, "layers": copy.deepcopy(layers)}
        shape = self._build_input_shape
        if shape is None and self.inputs and self.layers:
            known, _ = _known_input(self, self.layers[0])
            shape = K.int_shape(self.inputs[0]) if known is None else None
        if shape:
            config["build_input_shape"] = shape
        return config

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Make a model from what `get_config` returned.

        # Arguments
            config: The dictionary, or a bare list of layer configurations as Keras 1 wrote it.
            custom_objects: Dictionary from names to classes and functions of your own.
        """
        if isinstance(config, dict):
            name, layers = config.get("name"), config["layers"]
            build_input_shape = config.get("build_input_shape")
        else:
            name, layers, build_input_shape = None, config, None
        model = cls(name=name)
        for entry in layers:
            model.add(hooks.call("deserialize_layer", entry, custom_objects=custom_objects))
        if not model.inputs and build_input_shape:
            model.build(build_input_shape)
        return model


def _known_input(model, layer):
    """Shape and data type of the input that a first layer was told, (None, None) when it was not.

    A model that comes first is asked for its own first layer, or its input.
    """
    first = layer
    while isinstance(first, Model):
        if not first.layers:
            raise ValueError(f"Sequential {model.name}: the added model must have layers, got the "
                             f"empty model {first.name}. Add layers to it first.")
        first = first.layers[0]
    if hasattr(first, "batch_input_shape"):
        return first.batch_input_shape, first.dtype
    if isinstance(layer, Model) and layer.inputs:
        return K.int_shape(layer.inputs[0]), K.dtype(layer.inputs[0])
    return None, None
