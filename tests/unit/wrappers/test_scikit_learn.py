import functools

import numpy as np
import pytest
from sklearn.base import clone, is_classifier, is_regressor
from sklearn.model_selection import GridSearchCV, cross_val_predict, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from kerastutor.layers import Dense
from kerastutor.models import Sequential
from kerastutor.optimizers import Adam
from kerastutor.wrappers.scikit_learn import KerasClassifier, KerasRegressor

DRAW = np.random.RandomState(0)
X = DRAW.normal(size=(60, 4)).astype("float32")
LABELS = np.array(["ant", "bee", "cat"])[np.argmax(X[:, :3], axis=1)]


def classes(units=8, layers=(8,), loss="categorical_crossentropy", outputs=3):
    model = Sequential([Dense(units, activation="relu", input_dim=4)])
    for n in layers:
        model.add(Dense(n, activation="relu"))
    model.add(Dense(outputs, activation="softmax" if outputs > 1 else "sigmoid"))
    model.compile(Adam(0.03), loss, metrics=["accuracy"])
    return model


def number(units=4):
    model = Sequential([Dense(units, input_dim=4), Dense(1)])
    model.compile("adam", "mse")
    return model


def test_clone_keeps_lists():
    estimator = KerasClassifier(classes, layers=[4, 4], epochs=2, verbose=0)
    twin = clone(estimator)
    assert twin.get_params() == estimator.get_params() and twin is not estimator
    assert is_classifier(estimator) and is_regressor(KerasRegressor(number))


def test_cross_validation_and_search():
    np.random.seed(0)                                               # of the first weights
    estimator = KerasClassifier(classes, epochs=30, batch_size=16, verbose=0)
    assert cross_val_score(estimator, X, LABELS, cv=3).mean() > 0.6
    assert cross_val_score(estimator, X, LABELS, cv=3, scoring="accuracy").shape == (3,)
    proba = cross_val_predict(estimator, X, LABELS, cv=3, method="predict_proba")
    assert proba.shape == (60, 3)
    search = GridSearchCV(estimator, {"units": [2, 16], "epochs": [1, 30]}, cv=3)
    search.fit(X, LABELS)
    assert search.best_params_["epochs"] == 30
    assert set(search.predict(X)) <= {"ant", "bee", "cat"}


def test_pipeline_and_regression():
    model = make_pipeline(StandardScaler(), KerasRegressor(number, epochs=3, verbose=0))
    model.fit(X, X.sum(axis=1))
    assert model.predict(X).shape == (60,) and model.predict(X[:1]).shape == (1,)
    assert model.score(X, X.sum(axis=1)) < 0
    assert cross_val_score(model, X, X.sum(axis=1), cv=2,
                           scoring="neg_mean_squared_error").shape == (2,)


def test_two_classes():
    y = np.where(X[:, 0] > 0, "yes", "no")
    estimator = KerasClassifier(classes, loss="binary_crossentropy", outputs=1, epochs=2, verbose=0)
    estimator.fit(X, y)
    assert estimator.predict(X).shape == (60, 1)                    # as in Keras 2.2.4
    np.testing.assert_allclose(estimator.predict_proba(X).sum(axis=1), 1, rtol=1e-6)
    for scoring in (None, "accuracy", "roc_auc"):
        assert np.isfinite(cross_val_score(estimator, X, y, cv=2, scoring=scoring)).all()


def test_one_hot_labels_and_weights():
    y = np.eye(3)[np.argmax(X[:, :3], axis=1)]
    estimator = KerasClassifier(functools.partial(classes, layers=()), units=5, verbose=0,
                                epochs=1)
    history = estimator.fit(X, y, sample_weight=np.ones(60), epochs=2)
    assert len(history.history["loss"]) == 2
    assert estimator.predict(X).shape == (60,) and 0 <= estimator.score(X, y) <= 1


def test_set_params():
    estimator = KerasClassifier(classes, units=3)
    with pytest.raises(ValueError, match="unit is not a legal parameter"):
        estimator.set_params(unit=3, build_fn=number)
    assert estimator.build_fn is classes
    estimator.set_params(build_fn=number, units=2)
    assert estimator.get_params() == {"build_fn": number, "units": 2}


def test_refuses():
    with pytest.raises(ValueError, match="layer is not a legal parameter"):
        KerasClassifier(classes, layer=3)
    with pytest.raises(ValueError, match="build_fn must be a function"):
        KerasClassifier()
    with pytest.raises(AttributeError, match=r"Call fit\(x, y\)"):
        KerasClassifier(classes).predict(X)
    with pytest.raises(ValueError, match="one label for each sample"):
        KerasClassifier(classes).fit(X, np.zeros((2, 2, 2)))

    def without_accuracy():
        model = classes()
        model.compile("sgd", "categorical_crossentropy")
        return model
    estimator = KerasClassifier(without_accuracy, verbose=0, epochs=1)
    estimator.fit(X, LABELS)
    with pytest.raises(ValueError, match=r"Add metrics=\['accuracy'\]"):
        estimator.score(X, LABELS)
