"""kerastutor.aliases: Keras's module paths, and the package under the name keras."""

import importlib
import subprocess
import sys

import pytest

import kerastutor
from kerastutor.aliases import ALIASES

LATER = {"applications.mobilenetv2", "utils.visualize_util"}    # their homes come with issue 4


def run(code):
    return subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True,
                          text=True, timeout=600)


def check(code):
    done = run(code)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize("path", sorted(set(ALIASES) - LATER))
def test_every_alias_leads_to_where_the_code_lives(path):
    module = importlib.import_module(f"kerastutor.{path}")
    target = ALIASES[path]
    if isinstance(target, str):
        assert module is importlib.import_module(f"kerastutor.{target}")
        return
    for home, names in target.items():
        for name in names:
            real = getattr(importlib.import_module(f"kerastutor.{home}"), name)
            assert getattr(module, name) is real
    assert set(module.__all__) == {n for names in target.values() for n in names}


def test_no_alias_hides_a_file():
    for path in ALIASES:
        finder = importlib.machinery.PathFinder
        parent, _, name = path.rpartition(".")
        home = importlib.import_module(f"kerastutor.{parent}" if parent else "kerastutor") \
            if path not in LATER else None
        if home is not None:
            assert finder.find_spec(f"{home.__name__}.{name}", home.__path__) is None


def test_keras_is_the_same_package():
    check("""
import kerastutor
kerastutor.install_as_keras()
kerastutor.install_as_keras()
import keras, keras.layers.core, keras.engine.topology, keras.utils.np_utils
import keras.backend.tensorflow_backend as KTF
import sys
from keras import backend as K
from keras.layers import Dense
import kerastutor.layers
assert keras is kerastutor and Dense is kerastutor.layers.Dense
assert K is KTF is kerastutor.backend
assert keras.engine.topology is kerastutor.engine.topology
assert keras.__version__ == "2.2.4"
names = [n for n in sys.modules if n == "keras" or n.startswith("keras.")]
assert len(names) > 5
for name in names:
    real = sys.modules["kerastutor" + name[5:]]
    assert sys.modules[name] is real, name
    assert not real.__spec__.name.startswith("keras."), name
""")


def test_missing_modules_stay_missing():
    done = run("import kerastutor; kerastutor.install_as_keras(); import keras.nothing")
    assert "No module named 'keras.nothing'" in done.stderr
    done = run("import kerastutor.nothing")
    assert "No module named 'kerastutor.nothing'" in done.stderr


def test_another_keras_is_never_replaced():
    done = run("""
import sys, types
sys.modules["keras"] = other = types.ModuleType("keras")
other.__file__ = "/somewhere/keras/__init__.py"
import kerastutor
try:
    kerastutor.install_as_keras()
except ImportError as error:
    assert "/somewhere/keras" in str(error) and "before the first" in str(error)
else:
    sys.exit("not refused")
import keras
assert keras is other
""")
    assert done.returncode == 0, done.stderr


def test_tensorflow_too():
    check("""
import sys, warnings
warnings.simplefilter("ignore")         # an installed TensorFlow would be announced
import kerastutor
kerastutor.install_as_keras(tensorflow=True)
kerastutor.install_as_keras(tensorflow=True)
import tensorflow as tf
import tensorflow.keras.backend as K
from tensorflow.keras.layers import Dense
from tensorflow.python.keras.models import Model
from tensorflow.python.client import device_lib
from tensorflow import nn
import tensorflow.contrib.saved_model, keras, kerastutor.compat.tensorflow
assert tf is kerastutor.compat.tensorflow and tf.keras is keras is kerastutor
assert K is keras.backend and Dense is keras.layers.Dense and Model is keras.models.Model
assert nn is tf.nn and device_lib.list_local_devices() and tf.keras.experimental.export_saved_model
try:
    import tensorflow.nothing
except ImportError:
    pass
else:
    sys.exit("found tensorflow.nothing")
""")


def test_tensorflow_is_not_served_unasked():
    out = check("import kerastutor, sys; kerastutor.install_as_keras()\n"
                "import keras; print('tensorflow' in sys.modules)")
    assert out.strip() == "False"


def test_an_installed_tensorflow_is_never_hidden_silently(tmp_path):
    (tmp_path / "tensorflow.py").write_text("real = True")
    code = f"import sys; sys.path.insert(0, {str(tmp_path)!r}); import kerastutor\n"
    hidden = run(code + "kerastutor.install_as_keras(tensorflow=True)")
    assert "UserWarning" in hidden.stderr and "is hidden in this process" in hidden.stderr
    loaded = run(code + "import tensorflow; kerastutor.install_as_keras(tensorflow=True)")
    assert "no other TensorFlow may be loaded" in loaded.stderr


def test_without_installing_there_is_no_keras():
    done = run("import kerastutor.registry, sys\n"
               "assert not any(n.split('.')[0] == 'keras' for n in sys.modules)\n"
               "import importlib.util\n"
               "print(importlib.util.find_spec('keras'))")
    assert done.stdout.strip() == "None", done.stdout + done.stderr


def test_import_is_silent_and_light():
    out = check("""
import sys, kerastutor
heavy = {"h5py", "yaml", "PIL", "matplotlib", "pandas", "sklearn", "scipy", "IPython", "numba",
         "llvmlite", "tensorflow"}
print(sorted(heavy & set(sys.modules)))
""")
    assert out.strip() == "[]"


def test_unknown_attributes():
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        kerastutor.nothing                                  # noqa: B018
