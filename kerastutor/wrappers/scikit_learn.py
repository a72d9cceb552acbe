"""Keras models as scikit-learn estimators, for `cross_val_score`, `GridSearchCV`, pipelines ..."""

import numpy as np

from kerastutor.models import Sequential
from kerastutor.utils.generic_utils import has_arg, to_list
from kerastutor.utils.np_utils import to_categorical

__all__ = ["BaseWrapper", "KerasClassifier", "KerasRegressor"]


class BaseWrapper:
    """What `KerasClassifier` and `KerasRegressor` share.

    # Arguments
        build_fn: Function (or object that can be called) that returns a compiled model. None: the
            subclass has a `__call__` that does.
        **sk_params: Arguments for `build_fn`, and for `fit`, `predict` and `evaluate` of the model
            (`epochs=5`). All can be searched over.

    # Raises
        ValueError: for an argument that none of these functions has.
    """

    def __init__(self, build_fn=None, **sk_params):
        self.build_fn = build_fn
        self.sk_params = sk_params
        self.check_params(sk_params)

    def check_params(self, params):
        """Checks that some function has each of the arguments.

        # Arguments
            params: Dictionary of arguments.

        # Raises
            ValueError: for an argument that none has.
        """
        functions = [Sequential.fit, Sequential.predict, Sequential.predict_classes,
                     Sequential.evaluate, self._builder()]
        for name in params:
            if name != "nb_epoch" and not any(has_arg(f, name) for f in functions):
                raise ValueError(f"{type(self).__name__}: {name} is not a legal parameter: it must "
                                 "be an argument of build_fn, or of fit, predict or evaluate of "
                                 "a model. Check the spelling.")

    def get_params(self, **params):
        """Returns `build_fn` and the other arguments as a dictionary (`deep` is ignored)."""
        return {**self.sk_params, "build_fn": self.build_fn}

    def set_params(self, **params):
        """Changes arguments, `build_fn` included; returns the estimator."""
        before = self.build_fn
        self.build_fn = params.pop("build_fn", before)
        try:
            self.check_params(params)
        except ValueError:
            self.build_fn = before
            raise
        self.sk_params.update(params)
        return self

    def fit(self, x, y, **kwargs):
        """Builds a new model and trains it.

        # Arguments
            x: Array of samples.
            y: Array of targets.
            **kwargs: For `fit` of the model; they go before those of the estimator.

        # Returns
            The `History` of the training, as in Keras (not the estimator).
        """
        build = self._builder()
        self.model = build(**self.filter_sk_params(build))
        y = _one_hot_if_asked(self.model, y)
        arguments = self.filter_sk_params(Sequential.fit)
        if "nb_epoch" in self.sk_params:
            arguments.setdefault("epochs", self.sk_params["nb_epoch"])
        return self.model.fit(x, y, **{**arguments, **kwargs})

    def filter_sk_params(self, fn, override=None):
        """Returns those arguments of the estimator that a function has.

        # Arguments
            fn: The function.
            override: Dictionary of arguments that are added in any case.

        # Returns
            Dictionary.
        """
        return {**{name: value for name, value in self.sk_params.items() if has_arg(fn, name)},
                **(override or {})}

    def _builder(self):
        if self.build_fn is not None:
            return self.build_fn
        if not callable(self):
            raise ValueError(f"{type(self).__name__}: build_fn must be a function that returns a "
                             "compiled model, got None. Pass one, or give the class a __call__.")
        return self.__call__

    def _fitted(self):
        if not hasattr(self, "model"):
            raise AttributeError(f"{type(self).__name__}: the model must be trained first, got "
                                 "none. Call fit(x, y).")
        return self.model

    def __sklearn_is_fitted__(self):
        return hasattr(self, "model")

    def __sklearn_tags__(self):
        """What scikit-learn (1.6 and newer) wants to know about an estimator."""
        from sklearn.utils import ClassifierTags, InputTags, RegressorTags, Tags, TargetTags

        kind = getattr(self, "_estimator_type", None)
        return Tags(estimator_type=kind, target_tags=TargetTags(required=True),
                    input_tags=InputTags(three_d_array=True),
                    classifier_tags=ClassifierTags() if kind == "classifier" else None,
                    regressor_tags=RegressorTags() if kind == "regressor" else None)


def _one_hot_if_asked(model, y):
    """Labels as rows when the loss is `categorical_crossentropy`."""
    loss = getattr(model.loss, "__name__", model.loss)
    return to_categorical(y) if loss == "categorical_crossentropy" and np.ndim(y) != 2 else y


class KerasClassifier(BaseWrapper):
    """A model that classifies, as a scikit-learn classifier.

    # Arguments
        build_fn, **sk_params: See `BaseWrapper`.

    # Example

    ```python
    def build(units=8):
        model = Sequential([Dense(units, activation='relu', input_dim=4),
                            Dense(3, activation='softmax')])
        model.compile('adam', 'categorical_crossentropy', metrics=['accuracy'])
        return model

    search = GridSearchCV(KerasClassifier(build, epochs=20, verbose=0), {'units': [8, 16]})
    search.fit(x, y)
    ```
    """

    _estimator_type = "classifier"

    def fit(self, x, y, sample_weight=None, **kwargs):
        """Builds a new model and trains it.

        # Arguments
            x: Array of samples.
            y: Labels of any kind, of shape `(n,)` or `(n, 1)`, or rows of one-hot labels.
            sample_weight: Weight of each sample.
            **kwargs: For `fit` of the model.

        # Returns
            The `History` of the training.

        # Raises
            ValueError: for another shape of `y`.
        """
        y = np.array(y)
        if y.ndim == 2 and y.shape[1] > 1:
            self.classes_ = np.arange(y.shape[1])
        elif y.ndim in (1, 2):
            self.classes_ = np.unique(y)
            y = np.searchsorted(self.classes_, y)
        else:
            raise ValueError("KerasClassifier: y must have shape (samples,) or (samples, classes), "
                             f"got {y.shape}. Pass one label for each sample.")
        self.n_classes_ = len(self.classes_)
        if sample_weight is not None:
            kwargs["sample_weight"] = sample_weight
        return super().fit(x, y, **kwargs)

    def predict(self, x, **kwargs):
        """Returns the most probable label of each sample.

        # Arguments
            x: Array of samples.
            **kwargs: For `predict` of the model.

        # Returns
            Labels of shape `(n,)`; `(n, 1)` from a model with one output.
        """
        kwargs = self.filter_sk_params(Sequential.predict_classes, kwargs)
        probabilities = self._fitted().predict(x, **kwargs)
        if probabilities.shape[-1] > 1:
            return self.classes_[probabilities.argmax(axis=-1)]
        return self.classes_[(probabilities > 0.5).astype("int32")]

    def predict_proba(self, x, **kwargs):
        """Returns the probability of each class.

        # Arguments
            x: Array of samples.
            **kwargs: For `predict` of the model.

        # Returns
            Array of shape `(n, classes)`; two columns from a model with one output.
        """
        kwargs = self.filter_sk_params(Sequential.predict_proba, kwargs)
        probabilities = self._fitted().predict(x, **kwargs)
        if probabilities.shape[1] == 1:
            return np.hstack([1 - probabilities, probabilities])
        return probabilities

    def score(self, x, y, **kwargs):
        """Returns the accuracy.

        # Arguments
            x: Array of samples.
            y: Labels, as for `fit`.
            **kwargs: For `evaluate` of the model.

        # Raises
            ValueError: when the model is compiled without `metrics=['accuracy']`.
        """
        model = self._fitted()
        y = np.asarray(y)
        if not (y.ndim == 2 and y.shape[1] > 1):
            y = np.searchsorted(self.classes_, y)
        kwargs = self.filter_sk_params(Sequential.evaluate, kwargs)
        results = to_list(model.evaluate(x, _one_hot_if_asked(model, y), **kwargs))
        found = dict(zip(model.metrics_names, results))
        if "acc" not in found:
            raise ValueError("KerasClassifier: the model must be compiled with accuracy as a "
                             f"metric, got {model.metrics_names}. Add metrics=['accuracy'].")
        return found["acc"]


class KerasRegressor(BaseWrapper):
    """A model that predicts numbers, as a scikit-learn regressor.

    # Arguments
        build_fn, **sk_params: See `BaseWrapper`.
    """

    _estimator_type = "regressor"

    def predict(self, x, **kwargs):
        """Returns the predictions, of shape `(n,)` from a model with one output.

        # Arguments
            x: Array of samples.
            **kwargs: For `predict` of the model.
        """
        kwargs = self.filter_sk_params(Sequential.predict, kwargs)
        predictions = self._fitted().predict(x, **kwargs)
        return predictions.squeeze(-1) if predictions.shape[-1] == 1 else predictions

    def score(self, x, y, **kwargs):
        """Returns the loss with a minus sign: larger is better.

        # Arguments
            x: Array of samples.
            y: Targets.
            **kwargs: For `evaluate` of the model.
        """
        kwargs = self.filter_sk_params(Sequential.evaluate, kwargs)
        return -to_list(self._fitted().evaluate(x, y, **kwargs))[0]
