"""Every test starts with the default settings and leaves them behind."""

import numpy as np
import pytest

from kerastutor import backend as K


@pytest.fixture(autouse=True)
def default_settings():
    np.random.seed(7)
    settings = K.floatx(), K.epsilon(), K.image_data_format()
    yield
    K.set_floatx(settings[0])
    K.set_epsilon(settings[1])
    K.set_image_data_format(settings[2])
    K.clear_session()


@pytest.fixture
def rng():
    return np.random.RandomState(3)
