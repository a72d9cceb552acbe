"""Model: a network that can be compiled, trained, evaluated and asked for predictions.

`compile` builds the losses and metrics (objective.py); the first call of `fit`, `evaluate` or
`predict` makes a function of the backend for it; the loops are in training_arrays.py and
training_generator.py.
"""
import warnings

from kerastutor import backend as K
from kerastutor import losses, optimizers
from kerastutor.engine import dataset_feed, training_arrays, training_generator
from kerastutor.engine.base_layer import changes_of_trainable
from kerastutor.engine.first_data import set_inputs
from kerastutor.engine.fit_arguments import (
    check_fit_arguments,
    refuse_generator,
    training_and_validation,
)
from kerastutor.engine.network import Network
from kerastutor.engine.objective import Objective
from kerastutor.engine.training_data import TrainingData
from kerastutor.functions import users_level
from kerastutor.graph.pause import collector_paused
from kerastutor.graph.traverse import leaves, topological


class Model(TrainingData, Network):
    """Layers between inputs and outputs, with training.

    # Arguments
        inputs: Tensor from `Input`, or list of them.
        outputs: Tensor that follows from them, or list of them.
        name: Name of the model.

    # Example

    ```python
    features = Input((20,))
    price = Dense(1)(Dense(50, activation='relu')(features))
    model = Model(features, price)
    model.compile('adam', 'mse', metrics=['mae'])
    model.fit(x_train, prices, epochs=5, validation_split=0.2)
    ```
    """

    train_function = None
    test_function = None
    predict_function = None
    _train_phase = _test_phase = _predict_phase = ()     # what is fed after the data
    _changes_seen = None

    def build(self, input_shape):
        """Make the weights of a subclass with its own `call`, without data.

        # Arguments
            input_shape: Shape of a batch (None for the batch size), or list of them.
        """
        if not self._is_graph_network and not self.inputs:
            shapes = input_shape if isinstance(input_shape, list) else [input_shape]
            set_inputs(self, [K.placeholder(shape=shape, name=f"input_{i + 1}")
                              for i, shape in enumerate(shapes)])
        self.built = True

    # Compilation

    def compile(self, optimizer, loss=None, metrics=None, loss_weights=None,
                sample_weight_mode=None, weighted_metrics=None, target_tensors=None, **kwargs):
        """Choose how the model is trained.

        # Arguments
            optimizer: Name, or optimizer object.
            loss: Name or function; list or dictionary of them for several outputs.
            metrics: List of names and functions to report; dictionary by output name.
            loss_weights: Factors of the losses of several outputs: list or dictionary.
            sample_weight_mode: `'temporal'` for weights of time steps; list or dictionary.
            weighted_metrics: Metrics that respect sample weights.
            target_tensors: Tensors to use as targets instead of fed data.
            **kwargs: Further arguments for `K.function`.

        # Raises
            ValueError, TypeError: for arguments that do not fit the model; it then stays as it was.
        """
        optimizer = optimizers.get(optimizer)
        if kwargs:
            K.function([], [], **kwargs)                     # refuses unknown names here and now
        objective = None
        if self.inputs:
            objective = Objective(self, loss, metrics, loss_weights, sample_weight_mode,
                                  weighted_metrics, target_tensors)
        elif isinstance(loss, str):
            losses.get(loss)
        self.optimizer = optimizer
        self.loss = loss or []
        self.metrics = metrics or []
        self.loss_weights = loss_weights
        self.sample_weight_mode = sample_weight_mode
        self.weighted_metrics = weighted_metrics
        self._function_kwargs = kwargs
        self.train_function = self.test_function = self.predict_function = None
        self._forget_checks()
        self._is_compiled = objective is not None
        if objective is not None:
            self.__dict__.update(vars(objective))
            self._collected_trainable_weights = self.trainable_weights

    def _require_compiled(self):
        """Compile with the stored choices, once the inputs are known; raise when there are none."""
        if not self.optimizer:
            raise RuntimeError(f"{self.name}: you must compile the model before training or "
                               "testing, got a model that was never compiled. "
                               "Call model.compile(optimizer, loss).")
        if not self._is_compiled:
            self._compile_again()

    def _compile_again(self, target_tensors=None):
        self.compile(self.optimizer, self.loss, self.metrics, self.loss_weights,
                     self.sample_weight_mode, self.weighted_metrics, target_tensors,
                     **self._function_kwargs)

    def _check_trainable_weights_consistency(self):
        collected = getattr(self, "_collected_trainable_weights", None)
        self._changes_seen = changes_of_trainable()
        if collected is not None and len(self.trainable_weights) != len(collected):
            warnings.warn(f"Discrepancy in {self.name} between the trainable weights now and when "
                          "it was compiled; training goes by the latter. Call compile() "
                          "after setting `trainable`.", UserWarning, stacklevel=users_level())

    def _uses_dynamic_learning_phase(self):
        """Whether the functions of the model are fed with the learning phase."""
        return bool(self._learning_phase(self.outputs or []))

    def _learning_phase(self, values, order=None):
        """List of the learning phase that values depend on; empty when they do not, or it is fixed.

        The graph itself is asked, so that a layer need not say that it uses the phase.
        """
        if isinstance(K.learning_phase(), int):
            return []
        found = leaves(values, order)
        return sorted((x for x in found if getattr(x, "_is_learning_phase", False)),
                      key=lambda x: x.name)

    def _make_train_function(self):
        self._require_compiled()
        self._check_trainable_weights_consistency()
        if self.train_function is None:
            with collector_paused():
                with K.name_scope("training"), K.name_scope(self.optimizer.__class__.__name__):
                    updates = self.optimizer.get_updates(params=self._collected_trainable_weights,
                                                         loss=self.total_loss)
                self._train_phase, self.train_function = self._make_function(
                    "train_function", self._feed_inputs + self._feed_targets
                    + self._feed_sample_weights, [self.total_loss, *self.metrics_tensors],
                    self.updates + updates + self.metrics_updates, 1.)

    def _make_test_function(self):
        self._require_compiled()
        if self.test_function is None:
            self._test_phase, self.test_function = self._make_function(
                "test_function", self._feed_inputs + self._feed_targets
                + self._feed_sample_weights, [self.total_loss, *self.metrics_tensors],
                self.state_updates + self.metrics_updates, 0.)

    def _make_predict_function(self):
        if self.predict_function is None:
            self._predict_phase, self.predict_function = self._make_function(
                "predict_function", self._feed_inputs, self.outputs, self.state_updates, 0.)

    def _make_function(self, name, inputs, outputs, updates, phase):
        """The list of what is fed after the data (the learning phase), and the function."""
        values = [*outputs, *(u.value for u in updates if hasattr(u, "value"))]
        order = topological(values)
        phases = self._learning_phase(values, order)
        order = order if len(values) == len(outputs) + len(updates) else None
        function = K.function(inputs + phases, outputs, updates=updates, name=name, _order=order,
                              **getattr(self, "_function_kwargs", {}))
        return [phase] * len(phases), function

    # Training, evaluation, prediction on arrays

    def fit(self, x=None, y=None, batch_size=None, epochs=1, verbose=1, callbacks=None,
            validation_split=0., validation_data=None, shuffle=True, class_weight=None,
            sample_weight=None, initial_epoch=0, steps_per_epoch=None, validation_steps=None,
            **kwargs):
        """Train for a number of epochs.

        # Arguments
            x: Input array; list or dictionary of them for several inputs; or a data set of batches
                (x, y) such as `tf.data.Dataset`, without y and batch_size.
            y: Target array; list or dictionary of them for several outputs.
            batch_size: Number of samples per step, 32 unless given.
            epochs: Number of the last epoch (counted from `initial_epoch`).
            verbose: 1 shows a progress bar, 2 a line after each epoch, 0 nothing.
            callbacks: List of `Callback` objects.
            validation_split: Share of the samples, taken from the end before shuffling, that are
                only evaluated.
            validation_data: Tuple (x, y) or (x, y, sample_weight) to evaluate after each epoch.
            shuffle: Whether samples get a new order each epoch; `'batch'` keeps batches together.
            class_weight: Dictionary from class numbers to weights.
            sample_weight: Array with a weight for each sample.
            initial_epoch: Number of the epoch to start with.
            steps_per_epoch: Number of batches in an epoch, when the data are tensors.
            validation_steps: The same for the validation.

        # Returns
            `History`: its `history` is a dictionary of the values of each epoch.

        # Raises
            RuntimeError: when the model was not compiled.
            ValueError: when the data do not fit the model.
        """
        if "nb_epoch" in kwargs:
            warnings.warn("fit: nb_epoch is now called epochs.", stacklevel=users_level())
            epochs = kwargs.pop("nb_epoch")
        if kwargs:
            raise TypeError(f"fit: keyword arguments must be known ones, got {sorted(kwargs)}. "
                            "Check their spelling.")
        check_fit_arguments(batch_size, epochs, initial_epoch, validation_split, callbacks,
                            steps_per_epoch, validation_steps)
        if dataset_feed.is_dataset(x):
            return dataset_feed.fit(
                self, x, steps_per_epoch, epochs, initial_epoch, validation_data, validation_steps,
                {"y": y, "batch_size": batch_size, "validation_split": validation_split,
                 "sample_weight": sample_weight},
                verbose=verbose, callbacks=callbacks, class_weight=class_weight)
        if batch_size is None and steps_per_epoch is None:
            batch_size = 32
        refuse_generator("fit", x)
        if x is None and y is None and steps_per_epoch is None:
            raise ValueError("fit: x must be given, or steps_per_epoch when the model reads its "
                             "data from tensors, got neither. Pass the training data.")
        data = self._training_data(x, y, sample_weight, class_weight, batch_size)
        data, validation = training_and_validation(
            self, data, validation_split, validation_data, validation_steps, batch_size)
        self._make_train_function()
        val_f, val_ins = None, []
        labels = self.metrics_names
        callback_metrics = list(labels)
        if validation is not None:
            self._make_test_function()
            val_f, val_ins = self.test_function, validation + self._test_phase
            callback_metrics += ["val_" + name for name in labels]
        return training_arrays.fit_loop(
            self, self.train_function, data + self._train_phase, out_labels=labels,
            batch_size=batch_size, epochs=epochs, verbose=verbose, callbacks=callbacks,
            val_f=val_f, val_ins=val_ins, shuffle=shuffle, callback_metrics=callback_metrics,
            initial_epoch=initial_epoch, steps_per_epoch=steps_per_epoch,
            validation_steps=validation_steps)

    def evaluate(self, x=None, y=None, batch_size=None, verbose=1, sample_weight=None, steps=None):
        """Loss and metrics on given data, without training.

        # Arguments
            x, y, sample_weight: As in `fit`.
            batch_size: Number of samples per step, 32 unless given.
            verbose: 1 shows a progress bar.
            steps: Number of batches, when the data are tensors.

        # Returns
            The loss, or a list of the loss and the metrics; `metrics_names` says which.
        """
        check_fit_arguments(batch_size, steps_per_epoch=steps)
        if dataset_feed.is_dataset(x):
            return dataset_feed.evaluate(self, x, steps, verbose, {
                "y": y, "batch_size": batch_size, "sample_weight": sample_weight})
        if batch_size is None and steps is None:
            batch_size = 32
        refuse_generator("evaluate", x)
        if x is None and y is None and steps is None:
            raise ValueError("evaluate: x must be given, or steps when the model reads its data "
                             "from tensors, got neither. Pass the test data.")
        data = sum(self._training_data(x, y, sample_weight, batch_size=batch_size), [])
        self._make_test_function()
        return training_arrays.test_loop(self, self.test_function, data + self._test_phase,
                                         batch_size=batch_size, verbose=verbose, steps=steps)

    def predict(self, x, batch_size=None, verbose=0, steps=None):
        """Outputs for given inputs.

        # Arguments
            x: Input array; list or dictionary of them for several inputs.
            batch_size: Number of samples per step, 32 unless given.
            verbose: 1 shows a progress bar.
            steps: Number of batches, when the data are tensors.

        # Returns
            Array, or list of arrays for several outputs.
        """
        if steps is None and not verbose and self._is_one_known_batch(x, batch_size):
            return self._outputs_of([x])
        check_fit_arguments(batch_size, steps_per_epoch=steps)
        if dataset_feed.is_dataset(x):
            return dataset_feed.predict(self, x, steps, verbose)
        if batch_size is None and steps is None:
            batch_size = 32
        refuse_generator("predict", x)
        if x is None and steps is None:
            raise ValueError("predict: x must be given, or steps when the model reads its data "
                             "from tensors, got neither. Pass the input data.")
        inputs, _, _ = self._standardize_user_data(x)
        if batch_size and inputs and inputs[0].shape[0] > batch_size:
            self._check_stateful(inputs, batch_size)
        self._make_predict_function()
        return training_arrays.predict_loop(
            self, self.predict_function, inputs + self._predict_phase, batch_size=batch_size,
            verbose=verbose, steps=steps)

    # Single batches

    def train_on_batch(self, x, y, sample_weight=None, class_weight=None):
        """One update on one batch.

        # Arguments
            x, y, sample_weight, class_weight: As in `fit`.

        # Returns
            The loss before the update, or a list of it and the metrics.
        """
        ins = None
        if sample_weight is None and class_weight is None:
            ins = self._quick_feed(x, y)
        if ins is None:
            inputs, targets, weights = self._training_data(x, y, sample_weight, class_weight)
            ins = inputs + targets + weights
        if self.train_function is None or self._changes_seen != changes_of_trainable():
            self._make_train_function()
        outs = self.train_function(ins + self._train_phase)
        return outs[0] if len(outs) == 1 else outs

    def test_on_batch(self, x, y, sample_weight=None):
        """Loss and metrics on one batch, without an update.

        # Arguments
            x, y, sample_weight: As in `fit`.

        # Returns
            The loss, or a list of it and the metrics.
        """
        ins = self._quick_feed(x, y) if sample_weight is None else None
        if ins is None:
            inputs, targets, weights = self._training_data(x, y, sample_weight)
            ins = inputs + targets + weights
        if self.test_function is None:
            self._make_test_function()
        outs = self.test_function(ins + self._test_phase)
        return outs[0] if len(outs) == 1 else outs

    def predict_on_batch(self, x):
        """Outputs for one batch.

        # Arguments
            x: As in `predict`.

        # Returns
            Array, or list of arrays for several outputs.
        """
        ins = self._quick_input(x)
        if ins is None:
            ins, _, _ = self._standardize_user_data(x)
        return self._outputs_of(ins)

    def _outputs_of(self, ins):
        if self.predict_function is None:
            self._make_predict_function()
        outs = self.predict_function(ins + self._predict_phase)
        return outs[0] if len(outs) == 1 else outs

    # Generators

    def fit_generator(self, generator, steps_per_epoch=None, epochs=1, verbose=1, callbacks=None,
                      validation_data=None, validation_steps=None, class_weight=None,
                      max_queue_size=10, workers=1, use_multiprocessing=False, shuffle=True,
                      initial_epoch=0):
        """Train on batches that a generator yields.

        # Arguments
            generator: Generator of tuples (x, y) or (x, y, sample_weight), or a `Sequence`.
            steps_per_epoch: Number of batches in an epoch; a `Sequence` knows it.
            epochs, verbose, callbacks, class_weight, initial_epoch: As in `fit`.
            validation_data: Tuple of arrays, generator or `Sequence`.
            validation_steps: Number of batches to take from a validation generator.
            max_queue_size: How many batches may be made in advance.
            workers: Number of workers that make batches; 0 makes them here.
            use_multiprocessing: Whether the workers are processes instead of threads.
            shuffle: Whether a `Sequence` is read in a new order each epoch.

        # Returns
            `History`.
        """
        return training_generator.fit_generator(
            self, generator, steps_per_epoch=steps_per_epoch, epochs=epochs, verbose=verbose,
            callbacks=callbacks, validation_data=validation_data,
            validation_steps=validation_steps, class_weight=class_weight,
            max_queue_size=max_queue_size, workers=workers,
            use_multiprocessing=use_multiprocessing, shuffle=shuffle, initial_epoch=initial_epoch)

    def evaluate_generator(self, generator, steps=None, max_queue_size=10, workers=1,
                           use_multiprocessing=False, verbose=0):
        """Loss and metrics on batches that a generator yields.

        # Arguments
            generator: As in `fit_generator`.
            steps: Number of batches; a `Sequence` knows it.
            max_queue_size, workers, use_multiprocessing: As in `fit_generator`.
            verbose: 1 shows a progress bar.

        # Returns
            The loss, or a list of the loss and the metrics.
        """
        return training_generator.evaluate_generator(
            self, generator, steps=steps, max_queue_size=max_queue_size, workers=workers,
            use_multiprocessing=use_multiprocessing, verbose=verbose)

    def predict_generator(self, generator, steps=None, max_queue_size=10, workers=1,
                          use_multiprocessing=False, verbose=0):
        """Outputs for the batches that a generator yields.

        # Arguments
            generator: Generator of inputs, or of tuples as in `fit_generator`, or a `Sequence`.
            steps: Number of batches; a `Sequence` knows it.
            max_queue_size, workers, use_multiprocessing: As in `fit_generator`.
            verbose: 1 shows a progress bar.

        # Returns
            Array, or list of arrays for several outputs.
        """
        return training_generator.predict_generator(
            self, generator, steps=steps, max_queue_size=max_queue_size, workers=workers,
            use_multiprocessing=use_multiprocessing, verbose=verbose)
