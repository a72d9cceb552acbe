"""Network: a graph of layers, or a class of your own, that is itself a layer."""
import json

from kerastutor import backend as K
from kerastutor.engine import hooks
from kerastutor.engine.base_layer import Layer, set_weight_values
from kerastutor.engine.input_layer import InputLayer
from kerastutor.engine.network_config import (
    KERAS_VERSION,
    build_graph,
    graph_config,
    json_value,
    yaml_text,
)
from kerastutor.engine.network_run import run_graph, run_shapes
from kerastutor.engine.node import Node
from kerastutor.engine.wiring import wire
from kerastutor.functions import has_arg
from kerastutor.utils.generic_utils import to_list, unpack_singleton
from kerastutor.utils.layer_utils import print_summary


class Network(Layer):
    """Several layers as one.

    `Network(inputs, outputs, name=None)` takes all layers between two sets of tensors. A subclass
    makes its layers as attributes in `__init__` and uses them in `call`.
    """

    def __init__(self, *args, **kwargs):
        given = len(args) + ("inputs" in kwargs) + ("outputs" in kwargs)
        if given == 0:
            self._init_subclassed_network(**kwargs)
        elif given == 1:
            raise TypeError(f"{self.__class__.__name__}: inputs and outputs must be given "
                            "together, got only one of them. Write Model(inputs, outputs).")
        else:
            self._init_graph_network(*args, **kwargs)

    # Construction

    def _base_init(self, name=None):
        kind = self.__class__.__name__.lower()
        self.__dict__.setdefault("_is_graph_network", False)
        self.name = name or f"{kind}_{K.get_uid(kind)}"
        self.trainable = True
        self.supports_masking = False
        if not hasattr(self, "optimizer"):
            self.optimizer = None
        self._is_compiled = False
        self._expects_training_arg = False
        self._initial_weights = None
        self._losses = []
        self._updates = []
        self._per_input_losses = {}
        self._per_input_updates = {}
        self._layers = []
        self._inbound_nodes = []
        self._outbound_nodes = []
        self._wired = None
        self._runs = {}
        self.inputs = None
        self.outputs = None
        self.built = False

    def _init_graph_network(self, inputs, outputs, name=None):
        inputs = to_list(inputs, allow_tuple=True)
        outputs = to_list(outputs, allow_tuple=True)
        _check_ends(self.__class__.__name__, inputs, outputs)
        wiring = wire(inputs, outputs)
        self.__dict__["_is_graph_network"] = True
        self._base_init(name)
        self._layers = wiring.layers
        self._connect(inputs, outputs)
        self._wired = wiring

    def _init_subclassed_network(self, name=None):
        self.__dict__["_is_graph_network"] = False
        self._base_init(name)
        self._expects_training_arg = has_arg(self.call, "training")

    def _connect(self, inputs, outputs):
        """Take tensors as the ends of the graph; cheap, so that layers can be added one by one."""
        self.__dict__["_is_graph_network"] = True
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self._input_coordinates = [x._keras_history for x in self.inputs]
        self._output_coordinates = [x._keras_history for x in self.outputs]
        self._input_layers = [layer for layer, _, _ in self._input_coordinates]
        self._output_layers = [layer for layer, _, _ in self._output_coordinates]
        self.input_names = [layer.name for layer in self._input_layers]
        self.output_names = [layer.name for layer in self._output_layers]
        fed = [layer for layer in self._input_layers if layer.is_placeholder]
        self._feed_inputs = [layer._inbound_nodes[0].output_tensors[0] for layer in fed]
        self._feed_input_names = [layer.name for layer in fed]
        self._feed_input_shapes = [x._keras_shape for x in self._feed_inputs]
        self._wired = None
        self._runs = {}
        later = self._inbound_nodes[1:]
        self._inbound_nodes = []
        Node(self, inbound_layers=[], node_indices=[], tensor_indices=[],
             input_tensors=self.inputs, output_tensors=self.outputs,
             input_masks=[None] * len(self.inputs), output_masks=_masks_of(self.outputs),
             input_shapes=[x._keras_shape for x in self.inputs],
             output_shapes=[x._keras_shape for x in self.outputs])
        self._inbound_nodes.extend(later)
        self.built = True

    def __setattr__(self, name, value):
        if isinstance(value, Layer):
            if "_is_graph_network" not in self.__dict__:
                raise RuntimeError(
                    f"{self.__class__.__name__}: super().__init__() must be called before layers "
                    f"are set as attributes, got {name!r} set first. Make it the first line of "
                    "__init__.")
            if not self._is_graph_network and not any(value is x for x in self._layers):
                self._layers.append(value)
        super().__setattr__(name, value)

    @property
    def _wiring(self):
        """The `Wiring` of the graph, found when it is first needed."""
        if self._wired is None:
            self._wired = wire(self.inputs, self.outputs)
        return self._wired

    @property
    def _network_nodes(self):
        return self._wiring.node_keys

    @property
    def _nodes_by_depth(self):
        return self._wiring.nodes_by_depth

    @property
    def _layers_by_depth(self):
        return self._wiring.layers_by_depth

    # Layers and weights

    @property
    def layers(self):
        """List of the layers, inputs first."""
        return self._layers

    def get_layer(self, name=None, index=None):
        """A layer by its name or by its index; the index counts when both are given.

        # Arguments
            name: Name of the layer.
            index: Position in `layers`.

        # Raises
            ValueError: when there is no such layer.
        """
        layers = self.layers
        if index is not None:
            if not -len(layers) <= index < len(layers):
                raise ValueError(f"{self.name}: index must be below {len(layers)}, the number of "
                                 f"layers, got {index}.")
            return layers[index]
        if not name:
            raise ValueError(f"{self.name}: name or index of the layer must be given, got neither.")
        for layer in layers:
            if layer.name == name:
                return layer
        raise ValueError(f"No such layer: {name}. {self.name} has the layers "
                         f"{', '.join(layer.name for layer in layers[:50])}.")

    @property
    def trainable_weights(self):
        """List of the variables that training changes."""
        if not self.trainable:
            return []
        return [w for layer in self.layers for w in layer.trainable_weights]

    @property
    def non_trainable_weights(self):
        """List of the variables that training leaves alone."""
        weights = [w for layer in self.layers for w in layer.non_trainable_weights]
        if not self.trainable:
            return [w for layer in self.layers for w in layer.trainable_weights] + weights
        return weights

    def get_weights(self):
        """List of the values of all weights, layer by layer."""
        return K.batch_get_value([w for layer in self.layers for w in layer.weights])

    def set_weights(self, weights):
        """Set all weights; either all are set or none.

        # Arguments
            weights: List of arrays as `get_weights` returns it.

        # Raises
            ValueError: for a list of another length, or an array of another shape.
        """
        variables = [w for layer in self.layers for w in layer.weights]
        set_weight_values(f"Model {self.name}", variables, weights)

    # Losses, updates, states

    @property
    def updates(self):
        """List of the updates that run with each training step."""
        if not self.trainable and not self.stateful:
            return []
        if not self._is_graph_network:
            return _unique(u for layer in self.layers for u in layer.updates)
        return _unique(self.get_updates_for(self.inputs) + self.get_updates_for(None))

    @property
    def losses(self):
        """List of the losses that the layers add: weight and activity penalties, `add_loss`."""
        if not self._is_graph_network:
            found = [loss for layer in self.layers for loss in layer.losses]
            return _unique(found + self._per_input_losses.get(None, []))
        return _unique(self.get_losses_for(self.inputs) + self.get_losses_for(None))

    def get_updates_for(self, inputs):
        """List of the updates that depend on `inputs` (on no input, when None)."""
        own = list(super().get_updates_for(inputs))
        if not self._is_graph_network or not (self.trainable or self.stateful):
            return own
        if inputs is None:
            return own + [u for layer in self.layers for u in layer.get_updates_for(None)]
        return own + [u for layer, x in self._calls_for(inputs) for u in layer.get_updates_for(x)]

    def get_losses_for(self, inputs):
        """List of the losses that depend on `inputs` (on no input, when None)."""
        own = list(super().get_losses_for(inputs))
        if not self._is_graph_network:
            return own
        if inputs is None:
            return own + [x for layer in self.layers for x in layer.get_losses_for(None)]
        return own + [x for layer, at in self._calls_for(inputs) for x in layer.get_losses_for(at)]

    def _calls_for(self, inputs):
        """List of (layer, input tensors) that came about when the model was called on `inputs`."""
        inputs = to_list(inputs)
        if len(inputs) == len(self.inputs) and all(map(_is, inputs, self.inputs)):
            return [(node.outbound_layer, node.input_tensors) for node in self._wiring.nodes]
        return [call for key, (_, _, calls) in self._runs.items() if key[0] == tuple(inputs)
                for call in calls]

    @property
    def uses_learning_phase(self):
        """Whether the outputs differ between training and test."""
        return any(getattr(x, "_uses_learning_phase", False) for x in self.outputs or [])

    @property
    def stateful(self):
        """Whether some layer keeps a state between batches."""
        return any(getattr(layer, "stateful", False) for layer in self.layers)

    def reset_states(self):
        """Set the states of all stateful layers back to their start."""
        for layer in self.layers:
            if hasattr(layer, "reset_states") and getattr(layer, "stateful", False):
                layer.reset_states()

    @property
    def state_updates(self):
        """List of the updates of the stateful layers; they also run in test and prediction."""
        return [u for layer in self.layers if getattr(layer, "stateful", False)
                for u in layer.updates]

    # Calls

    @property
    def input_spec(self):
        """What the model expects of its inputs when it is called like a layer."""
        if not self._is_graph_network:
            return None
        specs = []
        for layer in self._input_layers:
            specs += layer.input_spec if isinstance(layer.input_spec, list) else [layer.input_spec]
        return unpack_singleton(specs)

    def call(self, inputs, mask=None):
        """Compute the outputs on other tensors, with the same layers.

        # Arguments
            inputs: Tensor, or list of tensors.
            mask: Mask or None, or list of them.

        # Returns
            Tensor, or list of tensors.
        """
        if not self._is_graph_network:
            raise NotImplementedError(f"{self.__class__.__name__}: call(self, inputs) must be "
                                      "defined by a subclass of Model, got none. Define it.")
        return unpack_singleton(self._run(inputs, mask)[0])

    def compute_mask(self, inputs, mask):
        """Output mask (or list of them) on the given inputs and masks."""
        if not self._is_graph_network:
            return None
        listed = to_list(inputs)
        if all(m is None for m in to_list(mask)) and len(listed) == len(self.inputs) and all(
                map(_is, listed, self.inputs)):
            return unpack_singleton(_masks_of(self.outputs))
        return unpack_singleton(self._run(inputs, mask)[1])

    def _run(self, inputs, mask):
        inputs = to_list(inputs)
        masks = [None] * len(inputs) if mask is None else to_list(mask)
        key = (tuple(inputs), tuple(masks))
        if key not in self._runs:
            self._runs[key] = run_graph(self, inputs, masks)
        return self._runs[key]

    def run_internal_graph(self, inputs, masks=None):
        """Compute outputs, masks and shapes on other tensors.

        # Arguments
            inputs: List of tensors.
            masks: List of masks or Nones.

        # Returns
            Tuple (outputs, output masks, output shapes); single entries are not in lists.
        """
        outputs, output_masks, _ = self._run(inputs, masks)
        shapes = [K.int_shape(x) for x in outputs]
        return unpack_singleton(outputs), unpack_singleton(output_masks), unpack_singleton(shapes)

    def compute_output_shape(self, input_shape):
        """Output shape (or list of them) on inputs of other shapes.

        # Arguments
            input_shape: Shape tuple, or list of them.

        # Raises
            ValueError: when there is not one shape for each input.
        """
        if not self._is_graph_network:
            raise NotImplementedError(f"{self.__class__.__name__}: compute_output_shape must be "
                                      "defined by a subclass of Model, got none. Define it.")
        shapes = input_shape if isinstance(input_shape, list) else [input_shape]
        if len(shapes) != len(self.inputs):
            raise ValueError(f"{self.name}: input_shape must be a list of {len(self.inputs)} "
                             f"shapes, one for each input, got {input_shape}.")
        return unpack_singleton(run_shapes(self, shapes))

    def _build_on(self, inputs):
        self.built = True            # the layers inside build themselves

    # Configuration, files, summary

    def get_config(self):
        """Dictionary that describes the layers and their connections, without weights.

        # Raises
            NotImplementedError: for a subclass with its own `call`.
        """
        self._refuse_subclassed("get_config()")
        return graph_config(self)

    @classmethod
    def from_config(cls, config, custom_objects=None):
        """Make a model from what `get_config` returned.

        # Arguments
            config: The dictionary.
            custom_objects: Dictionary from names to classes and functions of your own.
        """
        inputs, outputs = build_graph(config, custom_objects)
        return cls(inputs=inputs, outputs=outputs, name=config.get("name"))

    def save(self, filepath, overwrite=True, include_optimizer=True):
        """Save layers, weights and the state of training in one HDF5 file.

        # Arguments
            filepath: Name of the file, or an open `h5py.Group`.
            overwrite: False asks before an existing file is replaced.
            include_optimizer: Whether the optimizer and its state are saved too.
        """
        self._refuse_subclassed("save()")
        hooks.call("save_model", self, filepath, overwrite=overwrite,
                   include_optimizer=include_optimizer)

    def save_weights(self, filepath, overwrite=True):
        """Save the weights in an HDF5 file.

        # Arguments
            filepath: Name of the file.
            overwrite: False asks before an existing file is replaced.
        """
        hooks.call("save_weights", self, filepath, overwrite=overwrite)

    def load_weights(self, filepath, by_name=False, skip_mismatch=False, reshape=False):
        """Load weights from a file; either all are set or none.

        # Arguments
            filepath: Name of the file.
            by_name: Match layers by name instead of by order.
            skip_mismatch: With `by_name`: leave out layers whose shapes differ.
            reshape: Reshape weights that hold as many numbers in another shape.
        """
        return hooks.call("load_weights", self, filepath, by_name=by_name,
                          skip_mismatch=skip_mismatch, reshape=reshape)

    def _updated_config(self):
        return {"class_name": self.__class__.__name__, "config": self.get_config(),
                "keras_version": KERAS_VERSION, "backend": K.backend()}

    def to_json(self, **kwargs):
        """The configuration as a JSON string; see `model_from_json`.

        # Arguments
            **kwargs: Further arguments for `json.dumps`.
        """
        return json.dumps(self._updated_config(), default=json_value, **kwargs)

    def to_yaml(self, **kwargs):
        """The configuration as a YAML string; see `model_from_yaml`.

        # Arguments
            **kwargs: Further arguments for `yaml.dump`.
        """
        return yaml_text(self._updated_config(), **kwargs)

    def summary(self, line_length=None, positions=None, print_fn=None):
        """Print a table of the layers.

        # Arguments
            line_length: Width of the table in characters.
            positions: Ends of the columns, as fractions of the width or in characters.
            print_fn: Function that gets each line; `print` unless given.

        # Raises
            ValueError: when the model has no weights yet.
        """
        if not self.built:
            raise ValueError(f"{self.name}: the model must be built before summary(), got one "
                             "without weights. Give the first layer an input_shape, or call "
                             "build(input_shape) or fit with some data.")
        return print_summary(self, line_length=line_length, positions=positions, print_fn=print_fn)

    def _refuse_subclassed(self, what):
        if not self._is_graph_network:
            raise NotImplementedError(
                f"{self.name}: {what} must be called on a model that is a graph of layers, got a "
                "subclass with its own call(), or a Sequential without an input shape. Use "
                "save_weights and load_weights together with the Python code of the class.")

    def __getstate__(self):
        return hooks.call("pickle_model", self)

    def __setstate__(self, state):
        self.__dict__.update(hooks.call("unpickle_model", state).__dict__)


def _check_ends(kind, inputs, outputs):
    for what, tensors in (("inputs", inputs), ("outputs", outputs)):
        for x in tensors:
            if not hasattr(x, "_keras_history"):
                raise ValueError(f"{kind}: {what} must be Keras tensors (Input or the output of a "
                                 f"layer), got {x!r}. Make inputs with Input(shape=...), and put "
                                 "other operations into a Lambda layer.")
    if len(set(inputs)) != len(inputs):
        raise ValueError(f"{kind}: inputs must be different tensors, got one of them twice: "
                         f"{[x.name for x in inputs]}.")
    for x in inputs:
        layer = x._keras_history[0]
        if not isinstance(layer, InputLayer):
            raise ValueError(f"{kind}: inputs must come from Input(...), got {x.name}, the output "
                             f"of layer {layer.name}. Make a new Input and call the layers on it.")


def _masks_of(tensors):
    return [layer._inbound_nodes[node_index].output_masks[tensor_index]
            for layer, node_index, tensor_index in (x._keras_history for x in tensors)]


def _is(a, b):
    return a is b


def _unique(items):
    """List without repetitions, in order; identity counts, except for plain numbers."""
    seen, result = set(), []
    for x in items:
        if isinstance(x, (int, float)):
            result.append(x)
        elif id(x) not in seen:
            seen.add(id(x))
            result.append(x)
    return result
