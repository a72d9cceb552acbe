"""What `compile` builds: targets, sample weights, the total loss and the metrics of a model.

Everything is made here first and handed to the model in one go, so that a mistake in the
arguments of `compile` leaves the model as it was.
"""
import warnings

from kerastutor import backend as K
from kerastutor import losses
from kerastutor import metrics as metrics_module
from kerastutor.engine.base_layer import Layer
from kerastutor.engine.training_utils import collect_metrics, weighted_masked_objective
from kerastutor.functions import users_level
from kerastutor.utils.generic_utils import to_list

_ACCURACY = ("accuracy", "acc")
_CROSSENTROPY = ("crossentropy", "ce")


class Objective:
    """Targets, weights, losses and metrics; the attributes have the names that models use.

    # Arguments
        model: Model whose outputs are known.
        loss, metrics, loss_weights, sample_weight_mode, weighted_metrics, target_tensors: As in
            `Model.compile`.

    # Raises
        ValueError, TypeError: for arguments that do not fit the outputs.
    """

    def __init__(self, model, loss, metrics, loss_weights, sample_weight_mode, weighted_metrics,
                 target_tensors):
        names = model.output_names
        self.loss_functions = _loss_functions(loss, names)
        factors = _loss_weights(loss_weights, names)
        given = _target_tensors(target_tensors, names)
        nested = collect_metrics(metrics, names)
        nested_weighted = collect_metrics(weighted_metrics, names)
        masks = _masks(model)

        self._make_targets(model, given)
        self._make_sample_weights(sample_weight_mode, names)
        self.metrics_names = ["loss"]
        self.metrics_tensors = []
        self._make_total_loss(model, factors, masks)
        self.metrics_updates = []
        self.stateful_metric_names = []
        self.stateful_metric_functions = []
        with K.name_scope("metrics"):
            for i, fn in enumerate(self.loss_functions):
                if fn is not None:
                    self._add_metrics(model, i, nested[i], None, masks[i])
                    self._add_metrics(model, i, nested_weighted[i], self.sample_weights[i],
                                      masks[i], prefix="weighted_")

    def _make_targets(self, model, given):
        """A placeholder for the target of each output with a loss, unless a tensor was given."""
        self.targets = []
        self._feed_targets = []
        self._feed_outputs = []
        self._feed_output_names = []
        self._feed_output_shapes = []
        self._feed_loss_fns = []
        self._fed = []                              # for each output: whether its target is fed
        for output, name, fn, target in zip(model.outputs, model.output_names, self.loss_functions,
                                            given, strict=True):
            fed = fn is not None and (target is None or K.is_placeholder(target))
            if fn is None:
                target = None
            elif fed:
                shape = K.int_shape(output)
                if target is None:
                    target = K.placeholder(shape=_target_sizes(shape, fn),
                                           name=name + "_target",
                                           sparse=K.is_sparse(output), dtype=K.dtype(output))
                self._feed_targets.append(target)
                self._feed_outputs.append(output)
                self._feed_output_names.append(name)
                self._feed_output_shapes.append(shape)
                self._feed_loss_fns.append(fn)
            self.targets.append(target)
            self._fed.append(fed)

    def _make_sample_weights(self, mode, names):
        """A placeholder for the sample weights of each output whose target is fed."""
        modes = _sample_weight_modes(mode, names, self._fed)
        self.sample_weight_modes = modes
        self.sample_weights = [
            K.placeholder(ndim=2 if mode == "temporal" else 1, name=name + "_sample_weights")
            if fed else None
            for mode, name, fed in zip(modes, names, self._fed, strict=True)]
        self._feed_sample_weights = [w for w in self.sample_weights if w is not None]
        self._feed_sample_weight_modes = [
            mode for mode, fed in zip(modes, self._fed, strict=True) if fed]

    def _make_total_loss(self, model, factors, masks):
        """Sum of the weighted losses of the outputs and of the losses that layers add."""
        total = None
        with K.name_scope("loss"):
            for i, fn in enumerate(self.loss_functions):
                if fn is None:
                    continue
                name = model.output_names[i]
                with K.name_scope(name + "_loss"):
                    output_loss = weighted_masked_objective(fn)(
                        self.targets[i], model.outputs[i], self.sample_weights[i], masks[i])
                if len(model.outputs) > 1:
                    self.metrics_tensors.append(output_loss)
                    self.metrics_names.append(name + "_loss")
                part = factors[i] * output_loss
                total = part if total is None else total + part
            extra = model.losses
            if total is None and not extra:
                raise ValueError(f"{model.name}: the model must have a loss to minimise, got none. "
                                 "Pass loss=... to compile(), or call add_loss.")
            for part in extra:
                total = part if total is None else total + part
            self.total_loss = total if K.is_tensor(total) else K.constant(total)

    def _add_metrics(self, model, i, metrics, weights, mask, prefix=""):
        """Add the metrics of output `i`, with unique names."""
        for metric in metrics:
            fn, name = _metric(metric, K.int_shape(model.outputs[i]), self.loss_functions[i])
            name = prefix + name
            with K.name_scope(name):
                result = weighted_masked_objective(fn)(
                    self.targets[i], model.outputs[i], weights, mask)
            if len(model.output_names) > 1:
                name = f"{model.output_names[i]}_{name}"
            name = _unused(name, self.metrics_names)
            self.metrics_names.append(name)
            self.metrics_tensors.append(result)
            if isinstance(fn, Layer) and fn.stateful:
                self.stateful_metric_names.append(name)
                self.stateful_metric_functions.append(fn)
                self.metrics_updates += fn.updates


def _target_sizes(shape, loss):
    """Shape of a target placeholder: any sizes, but class numbers have a last axis of size 1."""
    if loss is losses.sparse_categorical_crossentropy and (
            len(shape) < 4 or K.image_data_format() == "channels_last"):
        return (None,) * (len(shape) - 1) + (1,)
    return (None,) * len(shape)


def _masks(model):
    masks = model.compute_mask(model.inputs, mask=None)
    return [None] * len(model.outputs) if masks is None else to_list(masks)


def _loss_functions(loss, names):
    """The loss function of each output, None for outputs without a loss."""
    if isinstance(loss, dict):
        _check_keys("loss", loss, names)
        for name in names:
            if name not in loss:
                warnings.warn(f"Output {name!r} has no entry in the loss dictionary, so it is left "
                              "out of training and gets no targets.", stacklevel=users_level())
        return [losses.get(loss.get(name)) for name in names]
    if isinstance(loss, (list, tuple)) and loss:
        _check_length("loss", loss, names)
        return [losses.get(entry) for entry in loss]
    return [losses.get(loss or None)] * len(names)


def _loss_weights(weights, names):
    if weights is None:
        return [1.] * len(names)
    if isinstance(weights, dict):
        _check_keys("loss_weights", weights, names)
        return [weights.get(name, 1.) for name in names]
    if isinstance(weights, list):
        _check_length("loss_weights", weights, names)
        return weights
    raise TypeError(f"loss_weights: it must be a list or a dictionary, got {weights!r}. "
                    f"Give one number for each output: {', '.join(names)}.")


def _target_tensors(given, names):
    # Two of the messages say it as Keras does: its tests look for the words.
    if given is None:
        return [None] * len(names)
    if isinstance(given, dict):
        _check_keys("target_tensors", given, names)
        return [given.get(name) for name in names]
    if isinstance(given, (list, tuple)):
        if len(given) != len(names):
            raise ValueError(
                "When passing a list as `target_tensors`, it should have one entry per model "
                f"output. The model has {len(names)} outputs, but you passed target_tensors="
                f"{given} for {', '.join(names)}.")
        return list(given)
    if not K.is_tensor(given):
        raise TypeError("target_tensors: it must be a tensor, a list of tensors or a dictionary, "
                        f"got {given!r}.")
    if len(names) > 1:
        raise ValueError(
            f"The model has {len(names)} outputs, but you passed a single tensor as "
            "`target_tensors`. Expected a list or a dict of tensors.")
    return [given]


def _sample_weight_modes(mode, names, fed):
    """The mode of each output, None unless it is temporal."""
    if isinstance(mode, dict):
        _check_keys("sample_weight_mode", mode, names)
        missing = [name for name, is_fed in zip(names, fed, strict=True)
                   if is_fed and name not in mode]
        if missing:
            raise ValueError(f"sample_weight_mode: the dictionary must have an entry for each of "
                             f"{names}, got none for {missing}. Add None or 'temporal'.")
        modes = [mode.get(name) for name in names]
    elif isinstance(mode, (list, tuple)):
        _check_length("sample_weight_mode", mode, names)
        modes = list(mode)
    else:
        modes = [mode] * len(names)
    for entry in modes:
        if entry not in (None, "temporal"):
            raise ValueError(f"sample_weight_mode: it must be None or 'temporal', got {entry!r}.")
    return [entry if is_fed else None for entry, is_fed in zip(modes, fed, strict=True)]


def _check_keys(what, given, names):
    for name in given:
        if name not in names:
            raise ValueError(f"{what}: dictionary keys must be output names, got the unknown entry "
                             f"{name!r}. The outputs are the layers {', '.join(names)}.")


def _check_length(what, given, names):
    if len(given) != len(names):
        raise ValueError(f"{what}: the list must have {len(names)} entries, one for each output "
                         f"({', '.join(names)}), got {len(given)}.")


def _metric(metric, output_shape, loss):
    """Function and name of a metric; 'accuracy' and 'crossentropy' depend on output and loss."""
    if isinstance(metric, str) and metric in _ACCURACY + _CROSSENTROPY:
        if output_shape[-1] == 1 or loss is losses.binary_crossentropy:
            kind = "binary"
        elif loss is losses.sparse_categorical_crossentropy:
            kind = "sparse_categorical"
        else:
            kind = "categorical"
        if metric in _ACCURACY:
            return getattr(metrics_module, kind + "_accuracy"), "acc"
        return getattr(metrics_module, kind + "_crossentropy"), "ce"
    fn = metrics_module.get(metric)
    name = getattr(fn, "name", None) or getattr(fn, "__name__", None)
    return fn, name or type(fn).__name__


def _unused(name, taken):
    """The name, with `_1`, `_2` ... when it is taken."""
    candidate, count = name, 1
    while candidate in taken:
        candidate = f"{name}_{count}"
        count += 1
    return candidate
