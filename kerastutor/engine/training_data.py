"""How a model takes its data: the full checks, and the short way for a batch of a known kind."""
import numpy as np

from kerastutor import backend as K
from kerastutor import losses
from kerastutor.engine.data import check_array_length_consistency, standardize_input_data
from kerastutor.engine.first_data import set_inputs
from kerastutor.engine.sample_weights import (
    is_shared_ones,
    ones,
    standardize_class_weights,
    standardize_sample_weights,
    standardize_weights,
)
from kerastutor.engine.training_utils import check_labels, check_loss_and_target_compatibility


class TrainingData:
    """The part of a model that turns user data into lists of arrays to feed."""

    _checked = None                 # kind of inputs and targets that passed all checks last time
    _checked_input = None           # the same for inputs alone

    def _set_inputs(self, inputs, outputs=None, training=None):
        set_inputs(self, inputs, outputs, training)

    def _standardize_user_data(self, x, y=None, sample_weight=None, class_weight=None,
                               check_array_lengths=True, batch_size=None):
        """Lists of checked arrays: inputs, targets, sample weights.

        A model without inputs is built on the data. With `y=None` only inputs are made; training
        goes through `_training_data`.
        """
        if not self.inputs and set_inputs(self, x):
            if y is not None:
                self._compile_on_tensors(y)
            return [], [], []
        shapes = self._feed_input_shapes if self._is_graph_network else None
        strings = [name for name, tensor in zip(self._feed_input_names, self._feed_inputs,
                                                strict=True) if K.dtype(tensor) == "string"]
        inputs = standardize_input_data(x, self._feed_input_names, shapes, check_batch_axis=False,
                                        exception_prefix="input", strings=strings)
        _refuse_none(inputs, self._feed_input_names, "input")
        targets, weights = [], []
        if y is not None:
            self._require_compiled()
            targets = self._standardize_targets(y)
            names = self._feed_output_names
            weights = [
                standardize_weights(*each) for each in zip(
                    targets, standardize_sample_weights(sample_weight, names),
                    standardize_class_weights(class_weight, names),
                    self._feed_sample_weight_modes, strict=True)]
        if check_array_lengths:
            check_array_length_consistency(inputs, targets, weights)
        if batch_size:
            self._check_stateful(inputs, batch_size)
        self._remember_kind(x, y, inputs, targets, weights)
        return inputs, targets, weights

    def _training_data(self, x, y, sample_weight=None, class_weight=None, batch_size=None):
        """Like `_standardize_user_data`, for training and testing, where targets are expected."""
        if not self.optimizer or self.inputs:
            self._require_compiled()
        if y is None:
            if not self.inputs:
                self._standardize_user_data(x)
                self._require_compiled()
            if self._feed_targets:
                raise ValueError(f"{self._feed_output_names[0]}: target must be an array, got "
                                 "None. Pass y, the targets to learn.")
            y = []
        return self._standardize_user_data(x, y, sample_weight, class_weight,
                                           batch_size=batch_size)

    def _compile_on_tensors(self, y):
        """Compile a model that was built on tensors; target tensors become its targets."""
        targets = [v for v in (y if isinstance(y, (list, tuple)) else [y]) if K.is_tensor(v)]
        self._compile_again(targets or None)

    def _standardize_targets(self, y):
        names = self._feed_output_names
        shapes = None
        if self._is_graph_network:
            shapes = [_target_shape(shape, fn) for shape, fn in zip(
                self._feed_output_shapes, self._feed_loss_fns, strict=True)]
        targets = standardize_input_data(y, names, shapes, check_batch_axis=False,
                                         exception_prefix="target")
        _refuse_none(targets, names, "target")
        if shapes is not None:
            check_loss_and_target_compatibility(targets, self._feed_loss_fns, shapes)
        for target, name, fn, shape in zip(targets, names, self._feed_loss_fns,
                                           self._feed_output_shapes, strict=True):
            if fn is losses.sparse_categorical_crossentropy:
                check_labels(target, name, shape[-1])
        return targets

    def _check_stateful(self, inputs, batch_size):
        if inputs and self.stateful and inputs[0].shape[0] % batch_size:
            raise ValueError(f"{self.name}: the number of samples of a stateful network must be a "
                             f"multiple of the batch size {batch_size}, got {inputs[0].shape[0]} "
                             "samples. Leave the last samples out.")

    def _remember_kind(self, x, y, inputs, targets, weights):
        """Note what kind of arrays passed all checks, so that the next batch of it can skip them.

        Only plain arrays that are fed as they came are noted, so a noted kind needs no changes.
        """
        if len(inputs) != 1 or inputs[0] is not x or type(x) is not np.ndarray:
            return
        self._checked_input = (x.shape[1:], x.dtype)
        if (len(targets) == 1 and targets[0] is y and type(y) is np.ndarray
                and is_shared_ones(weights[0])):
            self._checked = (x.shape[1:], x.dtype, y.shape[1:], y.dtype)

    def _quick_feed(self, x, y):
        """Feed for a batch of a kind that was checked before; None when it needs the full way."""
        if (type(x) is not np.ndarray or type(y) is not np.ndarray
                or self._checked != (x.shape[1:], x.dtype, y.shape[1:], y.dtype)):
            return None
        count = len(x)
        if not count or len(y) != count:
            return None
        if self._feed_loss_fns[0] is losses.sparse_categorical_crossentropy:
            check_labels(y, self._feed_output_names[0], self._feed_output_shapes[0][-1])
        return [x, y, ones(count)]

    def _quick_input(self, x):
        """The same for a batch of inputs alone."""
        if (type(x) is np.ndarray and self._checked_input == (x.shape[1:], x.dtype)
                and len(x)):
            return [x]
        return None

    def _is_one_known_batch(self, x, batch_size):
        """Whether x is of a kind that was checked before and fits into one batch."""
        size = 32 if batch_size is None else batch_size
        return type(size) is int and self._quick_input(x) is not None and len(x) <= size

    def _forget_checks(self):
        """The next batch goes the full way; for when the ends of the model change."""
        self._checked = self._checked_input = None


def _target_shape(shape, loss):
    """Shape that targets must have for an output of this shape; None when any will do."""
    if loss is losses.sparse_categorical_crossentropy:
        if K.image_data_format() == "channels_first" and len(shape) in (4, 5):
            return (shape[0], 1, *shape[2:])
        return (*shape[:-1], 1)
    if getattr(losses, getattr(loss, "__name__", ""), None) is None:
        return None                                         # an own loss: it decides
    return shape


def _refuse_none(arrays, names, what):
    for array, name in zip(arrays, names, strict=True):
        if array is None:
            raise ValueError(f"{name}: {what} must be an array, got None. Pass its data.")
