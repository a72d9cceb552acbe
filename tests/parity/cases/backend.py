"""Cases: the functions of the backend K."""
from tests.parity.cases.expression import expression, k
from tests.parity.source import binary, floats, given, ids, onehot, positive, probs, unit

X, Y = floats(3, 4), floats(3, 4)
NONE = {"grad": False}
SPREAD = given([-2.5, -1.5, -0.5, 0.5, 1.5, 2.5, -0.2, 0.0, 7.0])

ELEMENTWISE = [
    k("abs", X), k("sqrt", floats(3, 4)), k("exp", X), k("log", positive(3, 4)), k("square", X),
    k("round", SPREAD, **NONE), k("sign", SPREAD), k("pow", positive(3, 4), a=2.5),
    k("pow/square", X, a=2), k("clip", X, min_value=-0.5, max_value=0.8), k("sin", X),
    k("cos", X), k("relu", X), k("relu/alpha", X, alpha=0.3),
    k("relu/max", X, max_value=0.7), k("relu/threshold", X, threshold=0.4),
    k("relu/all", floats(6, 5), alpha=0.2, max_value=1.0, threshold=0.3),
    k("elu", X), k("elu/alpha", X, alpha=0.4), k("softplus", X), k("softsign", X), k("tanh", X),
    k("sigmoid", X), k("hard_sigmoid", X), k("softmax", X),
    k("softmax/axis", floats(2, 3, 4), axis=1), k("identity", X),
    k("maximum", X, Y), k("minimum", X, Y), k("maximum/broadcast", X, floats(4)),
    k("equal", ids(3, 3, 4), ids(3, 3, 4)), k("not_equal", ids(3, 3, 4), ids(3, 3, 4)),
    k("greater", X, Y, **NONE), k("greater_equal", X, Y, **NONE), k("less", X, Y, **NONE),
    k("less_equal", X, Y, **NONE), k("cast", X, dtype="int32", **NONE),
    k("cast/bool", SPREAD, dtype="bool", **NONE), k("cast/float64", X, dtype="float64", **NONE),
    k("cast/from_int", ids(5, 3), dtype="float32"),
    k("switch", X, Y, call=lambda K, x, y: K.switch(K.greater(x, 0.1), x * 2, y)),
    k("switch/rows", X, Y, floats(3),
      call=lambda K, x, y, c: K.switch(K.greater(c, 0.0), x, y)),
    k("switch/scalar", X, Y,
      call=lambda K, x, y: K.switch(K.greater(K.sum(x), 1e6), lambda: x * 2, lambda: y)),
    k("in_train_phase", X, call=lambda K, x: K.in_train_phase(x * 2, x, training=1)),
    k("in_test_phase", X, call=lambda K, x: K.in_test_phase(x * 2, x, training=0)),
    k("stop_gradient", X, Y, call=lambda K, x, y: K.stop_gradient(x) * y),
    k("operators", X, positive(3, 4),
      call=lambda K, x, y: (-x + 2 - y * 3 + x / y + 1.5 / y + (x - 1) * x) ** 2),
    k("operators/compare", X, Y, call=lambda K, x, y: [x > y, x >= y, x < y, x <= y], **NONE),
    k("operators/slices", floats(4, 5, 3),
      call=lambda K, x: [x[1:3], x[:, -1], x[..., 0], x[::2, 1:, :2], x[2]]),
    k("operators/power", positive(3, 4), X, call=lambda K, x, y: [x ** y, 2.0 ** y, x ** 0.5]),
    k("operators/modulo", positive(3, 4), call=lambda K, x: [x % 0.4], grad=False),
]

REDUCE = []
for _name in ("sum", "mean", "max", "min", "prod", "std", "var", "logsumexp"):
    REDUCE += [
        k(_name, floats(3, 4, 2)), k(_name + "/axis", floats(3, 4, 2), axis=1),
        k(_name + "/last", floats(3, 4, 2), axis=-1, keepdims=True),
        k(_name + "/axes", floats(3, 4, 2), axis=[0, 2]),
    ]
REDUCE += [
    k("max/ties", given([[1.0, 2, 2], [3, 3, 3]]), axis=1),
    k("min/ties", given([[1.0, 1, 2], [3, 3, 3]]), axis=0),
    k("max/int", ids(9, 3, 4), axis=1), k("sum/int", ids(9, 3, 4), axis=0),
    k("mean/bool", X, call=lambda K, x: K.mean(K.greater(x, 0.0), axis=1), **NONE),
    k("any", X, call=lambda K, x: K.any(K.greater(x, 1.0), axis=1), **NONE),
    k("all", X, call=lambda K, x: K.all(K.greater(x, -1.0), axis=1, keepdims=True), **NONE),
    k("any/int", binary(3, 4), axis=0, **NONE), k("all/int", binary(3, 4), axis=0, **NONE),
    k("argmax", X, **NONE), k("argmax/axis", X, axis=0, **NONE), k("argmin", X, **NONE),
    k("argmax/ties", given([[1.0, 2, 2], [3, 3, 3]]), **NONE),
    k("cumsum", floats(3, 4)), k("cumsum/axis", floats(3, 4), axis=1),
    k("cumprod", positive(3, 4)), k("cumprod/axis", positive(3, 4), axis=1),
    k("l2_normalize", X), k("l2_normalize/axis", X, axis=1),
    k("l2_normalize/zeros", given([[0.0, 0], [3, 4]]), axis=1, **NONE),
]

MATRIX = [
    k("dot", floats(2, 3), floats(3, 4)), k("dot/3d", floats(2, 3, 4), floats(4, 5)),
    k("dot/3d_3d", floats(2, 3, 4), floats(5, 4, 2)),
    k("dot/4d_3d", floats(2, 1, 3, 4), floats(2, 4, 3)),
    k("batch_dot/2d", floats(3, 4), floats(3, 4), axes=1),
    k("batch_dot/3d", floats(2, 3, 4), floats(2, 4, 5)),
    k("batch_dot/axes", floats(2, 3, 4), floats(2, 5, 4), axes=(2, 2)),
    k("batch_dot/axes_1", floats(2, 4, 3), floats(2, 4, 5), axes=[1, 1]),
    k("batch_dot/4d", floats(2, 3, 4, 5), floats(2, 3, 5, 2), axes=(3, 2)),
    k("batch_dot/3d_2d", floats(2, 3, 4), floats(2, 4), axes=(2, 1)),
    k("transpose", floats(3, 4)), k("permute_dimensions", floats(2, 3, 4), pattern=(1, 2, 0)),
]

SHAPES = [
    k("concatenate", floats(2, 3), floats(2, 1), call=lambda K, x, y: K.concatenate([x, y])),
    k("concatenate/axis", floats(2, 3), floats(1, 3),
      call=lambda K, x, y: K.concatenate([x, y], axis=0)),
    k("stack", X, Y, call=lambda K, x, y: K.stack([x, y], axis=1)),
    k("reshape", floats(3, 4), shape=(2, -1)), k("flatten", floats(2, 3, 2)),
    k("batch_flatten", floats(2, 3, 2)), k("expand_dims", X, axis=1), k("expand_dims/last", X),
    k("squeeze", floats(3, 1, 2), axis=1), k("repeat", floats(3, 2), n=4),
    k("repeat_elements", floats(2, 3), rep=3, axis=1), k("tile", floats(2, 3), n=[2, 3]),
    k("reverse", floats(2, 3, 4), axes=1), k("reverse/two", floats(2, 3, 4), axes=[0, 2]),
    k("slice", floats(4, 5), start=[1, 2], size=[2, 3]),
    k("temporal_padding", floats(2, 3, 2)),
    k("temporal_padding/sides", floats(2, 3, 2), padding=(0, 2)),
    k("spatial_2d_padding", floats(2, 3, 2, 2)),
    k("spatial_2d_padding/first", floats(2, 2, 3, 2), padding=((1, 0), (0, 2)),
      data_format="channels_first"),
    k("spatial_3d_padding", floats(1, 2, 2, 2, 2), padding=((1, 0), (0, 2), (1, 1))),
    k("gather", floats(5, 3), ids(5, 2, 3), static=False),
    k("one_hot", ids(5, 2, 3), num_classes=5),
    k("one_hot/outside", given([0.0, 3, 4, -1]), **NONE,
      call=lambda K, x: K.one_hot(K.cast(x, "int32"), 4)),
    k("shape", floats(3, 4), call=lambda K, x: K.shape(x), **NONE),
    k("zeros_like", X, **NONE), k("ones_like", X, **NONE),
    k("constant", X, call=lambda K, x: x + K.constant([1.0, 2, 3, 4])),
    k("constant/shape", X, call=lambda K, x: x + K.constant(2.5, shape=(3, 4))),
    k("eye", X, call=lambda K, x: K.dot(K.eye(3), x)),
    k("arange", X, call=lambda K, x: [K.arange(4), K.arange(2, 9, 3),
                                      K.arange(5, dtype="float32")], **NONE),
    k("resize_images", floats(1, 2, 3, 2), height_factor=2, width_factor=3,
      data_format="channels_last"),
    k("resize_images/bilinear", floats(1, 3, 3, 2), height_factor=2, width_factor=2,
      data_format="channels_last", interpolation="bilinear"),
    k("resize_images/first", floats(1, 2, 2, 3), height_factor=2, width_factor=1,
      data_format="channels_first"),
    k("resize_volumes", floats(1, 2, 1, 2, 1), depth_factor=2, height_factor=2, width_factor=1,
      data_format="channels_last"),
]

IMAGE, KERNEL = floats(1, 5, 5, 2), floats(3, 3, 2, 2)
NN = [
    k("bias_add", floats(2, 3), floats(3)), k("bias_add/3d", floats(2, 4, 3), floats(3)),
    k("bias_add/first", floats(2, 3, 4), floats(3), data_format="channels_first"),
    k("bias_add/4d", floats(1, 2, 2, 3), floats(3)),
    k("bias_add/full", floats(2, 4, 3), floats(4, 3)),
    k("binary_crossentropy", binary(3, 4), unit(3, 4)),
    k("binary_crossentropy/logits", binary(3, 4), floats(3, 4), from_logits=True),
    k("categorical_crossentropy", onehot(3, 4), unit(3, 4)),
    k("categorical_crossentropy/logits", onehot(3, 4), floats(3, 4), from_logits=True),
    k("categorical_crossentropy/axis", probs(2, 3, 4), unit(2, 3, 4), axis=1),
    k("sparse_categorical_crossentropy", ids(4, 3), unit(3, 4)),
    k("sparse_categorical_crossentropy/logits", ids(4, 3), floats(3, 4), from_logits=True),
    k("in_top_k", floats(5, 6), ids(6, 5), call=lambda K, p, t: K.in_top_k(p, t, 2), **NONE),
    k("conv1d", floats(2, 6, 2), floats(3, 2, 3)),
    k("conv1d/causal", floats(2, 6, 2), floats(2, 2, 3), padding="causal", dilation_rate=2),
    k("conv2d", IMAGE, KERNEL), k("conv2d/same", IMAGE, KERNEL, padding="same", strides=(2, 2)),
    k("conv2d/first", floats(1, 2, 5, 5), KERNEL, data_format="channels_first"),
    k("conv2d_transpose", IMAGE, KERNEL, output_shape=(1, 7, 7, 2)),
    k("conv2d_transpose/same", IMAGE, KERNEL, output_shape=(1, 10, 10, 2), padding="same",
      strides=(2, 2)),
    k("conv3d", floats(1, 3, 3, 3, 2), floats(2, 2, 2, 2, 2)),
    k("conv3d_transpose", floats(1, 2, 2, 2, 2), floats(2, 2, 2, 3, 2),
      output_shape=(1, 3, 3, 3, 3)),
    k("depthwise_conv2d", IMAGE, KERNEL), k("separable_conv2d", IMAGE, KERNEL,
                                            floats(1, 1, 4, 3)),
    k("separable_conv1d", floats(2, 6, 2), floats(3, 2, 1), floats(1, 2, 3)),
    k("pool2d", IMAGE, pool_size=(2, 2)),
    k("pool2d/avg_same", IMAGE, pool_size=(2, 3), strides=(2, 2), padding="same",
      pool_mode="avg"),
    k("pool3d", floats(1, 3, 3, 3, 2), pool_size=(2, 2, 2), pool_mode="avg"),
    k("local_conv1d", floats(2, 5, 2), floats(4, 4, 3), kernel_size=(2,), strides=(1,)),
    k("batch_normalization", floats(4, 3), floats(3), positive(3), floats(3), floats(3)),
    k("normalize_batch_in_training", floats(5, 3), floats(3), floats(3), reduction_axes=[0]),
    k("normalize_batch_in_training/axes", floats(2, 2, 3, 2), floats(2), floats(2),
      reduction_axes=[0, 1, 2], grad=False),
    k("map_fn", floats(3, 2), call=lambda K, x: K.map_fn(lambda row: K.sum(row * row), x),
      static=False),
    k("foldl", floats(4), call=lambda K, x: K.foldl(lambda a, b: a * 0.5 + b, x), static=False),
    k("foldr", floats(4), call=lambda K, x: K.foldr(lambda a, b: a * 0.5 + b, x), static=False),
    k("rnn", floats(2, 4, 3), floats(2, 3),
      call=lambda K, x, h: K.rnn(lambda step, states: (step + states[0] * 0.5,
                                                       [K.tanh(step + states[0])]), x, [h])[0]),
] + [
    k(f"rnn/mask_{i}", floats(2, 4, 3), floats(2, 3), binary(2, 4), static=False,
      call=lambda K, x, h, m, i=i: K.rnn(
          lambda step, states: (step + states[0], [K.tanh(step + states[0])]), x, [h],
          mask=K.cast(m, "bool"))[i])
    for i in (0, 1)
] + [
    k(f"rnn/backwards_{i}", floats(2, 4, 3), floats(2, 3), static=False,
      call=lambda K, x, h, i=i: K.rnn(
          lambda step, states: (step * states[0], [K.tanh(step + states[0])]), x, [h],
          go_backwards=True)[i])
    for i in (0, 1)
] + [
    k("ctc_batch_cost", ids(4, 3, 2), probs(3, 6, 5), given([[6.0], [5], [6]]),
      given([[2.0], [1], [2]]), static=False),
    k("ctc_decode", probs(2, 6, 4), grad=False, static=False,
      call=lambda K, p: K.ctc_decode(p, K.constant([6, 4], dtype="int32"))[0]),
    k("ctc_decode/beam", probs(2, 6, 4), grad=False, static=False,
      call=lambda K, p: K.ctc_decode(p, K.constant([6, 4], dtype="int32"), greedy=False,
                                     beam_width=10)[0][0]),
]

SECOND_ORDER = [
    k("gradients/second", X, call=lambda K, x: K.gradients(
        K.sum(K.square(K.gradients(K.sum(K.tanh(x) * x), [x])[0])), [x])[0]),
    k("gradients/variable_product", X, Y, call=lambda K, x, y: K.gradients(
        K.sum(K.exp(x) * y), [x, y])),
    k("gradients/penalty", floats(3, 4), floats(4, 2), call=lambda K, x, w: K.sqrt(K.sum(
        K.square(K.gradients(K.sigmoid(K.dot(x, w)), [x])[0]), axis=1))),
]

LAMBDA = [   # a layer, but its function is Python, so it is no case of data like the others
    expression("Lambda", lambda keras, x: keras.layers.Lambda(
        lambda t, power: t ** power + 1, arguments={"power": 3})(keras.layers.Input(tensor=x)), X),
]

CASES = ELEMENTWISE + REDUCE + MATRIX + SHAPES + NN + SECOND_ORDER + LAMBDA
