"""Sessions, options, variables, optimizers of kerastutor.compat.tensorflow."""
import numpy as np
import pytest

import kerastutor as keras
import kerastutor.compat.tensorflow as tf
from kerastutor import backend as K


@pytest.fixture(autouse=True)
def fresh():
    yield
    K.clear_session()


def test_options():
    config = tf.ConfigProto(gpu_options=tf.GPUOptions(per_process_gpu_memory_fraction=0.3))
    config.gpu_options.allow_growth = True
    config.allow_soft_placement = True
    config.intra_op_parallelism_threads = 1
    config.graph_options.optimizer_options.global_jit_level = tf.OptimizerOptions.ON_1
    assert config.gpu_options.per_process_gpu_memory_fraction == 0.3
    assert "allow_growth=True" in repr(config) and config != tf.ConfigProto()
    with pytest.raises(AttributeError, match="allow_grow"):
        config.gpu_options.allow_grow = True
    with pytest.raises(TypeError, match="of type bool"):
        config.gpu_options.allow_growth = "yes"
    with pytest.raises(ValueError, match="must be among"):
        tf.ConfigProto(gpu=1)
    sess = tf.Session(config=config)
    K.set_session(sess)
    assert K.get_session() is sess and sess.config is config


def test_device_log(capfd):
    config = tf.ConfigProto(log_device_placement=True)
    x = tf.placeholder(tf.float32, (2,))
    tf.Session(config=config).run(x * 2, {x: [1, 2]})
    log = capfd.readouterr().err
    assert "/device:CPU:0" in log and "(mul): /device:CPU:0" in log


def test_graph():
    graph = tf.get_default_graph()
    with graph.as_default() as inner, tf.Session(graph=graph) as sess:
        assert inner is graph is sess.graph is tf.Session().graph
        assert tf.get_default_session() is sess
    assert isinstance(graph, tf.Graph) and K.get_session().graph is graph
    with tf.device("/cpu:0"), tf.device_scope("/gpu:0"), tf.name_scope("a"):
        y, v = tf.constant(1.) + 1, tf.Variable(1.)
    assert y.node.device == "/gpu:0"
    assert v.name.startswith("a/") and y.eval() == 2
    with pytest.raises(ValueError, match="reuse"), tf.variable_scope("a", reuse=True):
        pass
    assert tf.test.gpu_device_name() == "" and not tf.test.is_gpu_available()
    assert tf.python.client.device_lib.list_local_devices()[0].device_type == "CPU"
    assert not tf.executing_eagerly()


def test_variables():
    v = tf.Variable([1., 2.], name="v")
    sess = tf.InteractiveSession()
    assert K.get_session() is sess and K.dtype(v) == "float32"
    assert isinstance(K.variable(1.), tf.Variable) and not isinstance(K.placeholder((2,)),
                                                                      tf.Variable)
    assert sess.run(v.assign([3, 4])).tolist() == [3, 4]
    assert sess.run(tf.assign_add(v, [1, 1])).tolist() == [4, 5]
    v.load([7., 7.], sess)
    assert v.eval().tolist() == [7, 7]
    assert sess.run([v.initializer, v * 1])[0] is None
    assert v.eval(session=sess).tolist() == [1, 2]
    big = tf.Variable(np.ones((3, 3)), dtype="float64")
    v.load([0., 0.])
    big.load(np.zeros((3, 3)))
    sess.run(tf.group(v.initializer, tf.variables_initializer([big]), tf.no_op()))
    assert v.eval().tolist() == [1, 2] and big.eval().tolist() == np.ones((3, 3)).tolist()
    assert any(x is v for x in tf.global_variables())
    with pytest.raises(ValueError, match="initial_value"):
        tf.Variable()


def test_reinitializing_a_layer_draws_new_weights():
    model = keras.models.Sequential([keras.layers.Dense(3, input_shape=(4,))])
    before = model.get_weights()
    model.set_weights([w + 1 for w in before])
    for weight in model.layers[0].weights:
        weight.initializer.run(session=K.get_session())
    after = model.get_weights()
    assert (after[1] == 0).all() and after[0].std() > 0.1
    assert not np.allclose(after[0], before[0] + 1)
    model.set_weights([w + 1 for w in after])
    K.get_session().run(tf.global_variables_initializer())
    assert (model.get_weights()[1] == 0).all()


def test_strings():
    x = keras.layers.Input((2,), dtype="string")
    model = keras.models.Model(x, x)
    words = np.array([["a", "b"], ["c", "d"]])
    assert model.predict(words).tolist() == words.tolist()
    with tf.Session().as_default() as sess:
        sess.run(tf.global_variables_initializer())
        assert sess.run(x, feed_dict={x: words}).tolist() == words.tolist()
        with pytest.raises(TypeError, match="unsupported type int"):
            sess.run(x, feed_dict={x: [[1, -5]]})
    with pytest.raises(TypeError, match="got strings"):
        keras.layers.Dense(2)(x)
    with pytest.raises(ValueError, match="must hold numbers"):
        keras.models.Sequential([keras.layers.Dense(1, input_shape=(2,))]).predict(words)


# three steps on w = (1, 2), loss sum(w^2), computed with tf.compat.v1.train of TensorFlow 2.21
OPTIMIZERS = {
    "GradientDescent": (lambda: tf.train.GradientDescentOptimizer(0.1),
                        [0.51199996, 1.02399993]),
    "Momentum": (lambda: tf.train.MomentumOptimizer(0.1, 0.9), [0.06200001, 0.12400001]),
    "Nesterov": (lambda: tf.train.MomentumOptimizer(0.1, 0.9, use_nesterov=True),
                 [-0.10835198, -0.21670395]),
    "Adagrad": (lambda: tf.train.AdagradOptimizer(0.1), [0.78229922, 1.77629662]),
    "Adadelta": (lambda: tf.train.AdadeltaOptimizer(1., epsilon=1e-2), [0.10273696, 0.84728992]),
    "RMSProp": (lambda: tf.train.RMSPropOptimizer(0.1, momentum=0.5), [0.38715401, 1.13166904]),
    "centered": (lambda: tf.train.RMSPropOptimizer(0.1, centered=True), [0.5589304, 1.36365294]),
    "Adam": (lambda: tf.train.AdamOptimizer(0.1), [0.70158732, 1.70062447]),
}


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_optimizers(name):
    make, expected = OPTIMIZERS[name]
    w = tf.Variable([1., 2.])
    count = tf.Variable(0, dtype="int64")
    optimizer = make()
    step = optimizer.minimize(tf.reduce_sum(tf.square(w)), global_step=count)
    sess = tf.Session()
    for _ in range(3):
        sess.run(step)
    np.testing.assert_allclose(w.eval(), expected, rtol=2e-5)
    assert count.eval() == 3 and isinstance(optimizer.variables(), list)


def test_optimizers_train_keras_models():
    model = keras.models.Sequential([keras.layers.Dense(1, input_shape=(3,))])
    model.compile(tf.train.AdamOptimizer(0.05), "mse")
    x = np.random.RandomState(0).normal(size=(64, 3))
    losses = model.fit(x, x.sum(1), epochs=20, verbose=0).history["loss"]
    assert losses[-1] < losses[0] / 2
    assert K.get_value(model.optimizer.iterations) == 40
    with pytest.raises(ValueError, match="gradient"):
        tf.train.AdamOptimizer().minimize(tf.constant(1.), var_list=[tf.Variable(1.)])
    with pytest.raises(ValueError, match="negative"):
        tf.train.AdamOptimizer(-1)
