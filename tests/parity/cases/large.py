"""Cases: sizes at which an engine leaves its plain loops (tiles, chunks, threads, Winograd).

Their numbers are too many to be recorded: inputs are drawn again from the seed, and of every
result only a digest is kept (see `digest` in observe.py).
"""
from tests.parity.cases.layer import L, layer
from tests.parity.source import floats, ids, sequences

MASK = [L("Masking")]
SEQ, IMAGE = floats(33, 21, 17), floats(7, 29, 30, 16)
LENGTHS = [21 - i % 22 for i in range(33)]
PADDED = sequences(LENGTHS, 33, 21, 17)


def conv(name, shape, filters, size, **args):
    """A case of Conv2D."""
    return layer(name, "Conv2D", floats(*shape), dict(args, filters=filters, kernel_size=size))


CASES = [
    layer("dense", "Dense", floats(129, 785), {"units": 513, "activation": "relu"}),
    layer("dense_softmax", "Dense", floats(1000, 20), {"units": 10, "activation": "softmax"}),
    layer("dense_3d", "Dense", floats(33, 40, 65), {"units": 31, "activation": "tanh"}),
    layer("sigmoid", "Activation", floats(257, 1031), {"activation": "sigmoid"}),
    layer("softmax", "Activation", floats(1025, 67), {"activation": "softmax"}),
    layer("elu", "ELU", floats(129, 2050)),
    layer("embedding", "Embedding", ids(5000, 64, 50), {"input_dim": 5000, "output_dim": 33}),
    conv("conv_gray", (33, 28, 28, 1), 32, 3, activation="relu"),
    conv("conv_rgb_same", (9, 33, 31, 3), 24, 3, padding="same"),
    conv("conv_32_64", (8, 26, 26, 32), 64, 3),
    conv("conv_same_64_64", (5, 17, 19, 64), 64, 3, padding="same", use_bias=False),
    conv("conv_5x5", (5, 20, 21, 8), 13, 5, padding="same"),
    conv("conv_1x1", (5, 20, 21, 33), 65, 1),
    conv("conv_strides", (6, 33, 32, 16), 24, 3, strides=2, padding="same"),
    conv("conv_7x7_strides", (3, 41, 40, 3), 16, 7, strides=2),
    conv("conv_dilated", (4, 24, 23, 12), 18, 3, dilation_rate=2),
    conv("conv_first", (4, 12, 23, 24), 18, 3, data_format="channels_first"),
    layer("conv1d", "Conv1D", floats(16, 131, 30), {"filters": 41, "kernel_size": 5,
                                                    "padding": "causal"}),
    layer("conv3d", "Conv3D", floats(2, 9, 10, 11, 8), {"filters": 12, "kernel_size": 3}),
    layer("conv2d_transpose", "Conv2DTranspose", floats(4, 13, 14, 24),
          {"filters": 16, "kernel_size": 3, "strides": 2, "padding": "same"}),
    layer("depthwise", "DepthwiseConv2D", floats(5, 27, 28, 33), {"kernel_size": 3}),
    layer("separable", "SeparableConv2D", floats(5, 27, 28, 17),
          {"filters": 35, "kernel_size": 3, "padding": "same"}),
    layer("max_pool", "MaxPooling2D", IMAGE),
    layer("max_pool_overlap", "MaxPooling2D", IMAGE, {"pool_size": 3, "strides": 2,
                                                      "padding": "same"}),
    layer("average_pool", "AveragePooling2D", IMAGE, {"pool_size": 3, "strides": 2,
                                                      "padding": "same"}),
    layer("global_average", "GlobalAveragePooling2D", IMAGE),
    layer("batch_norm", "BatchNormalization", floats(1037, 65)),
    layer("batch_norm_image", "BatchNormalization", IMAGE),
    layer("flatten", "Flatten", IMAGE),
    layer("lstm", "LSTM", SEQ, {"units": 37}),
    layer("lstm_wide", "LSTM", floats(35, 9, 64), {"units": 129, "return_sequences": True}),
    layer("lstm_mask", "LSTM", PADDED, {"units": 37, "return_sequences": True}, before=MASK),
    layer("lstm_relu", "LSTM", SEQ, {"units": 16, "recurrent_activation": "sigmoid"}),
    layer("gru", "GRU", SEQ, {"units": 37}),
    layer("gru_reset_after", "GRU", SEQ, {"units": 37, "reset_after": True,
                                          "return_sequences": True}),
    layer("gru_mask", "GRU", PADDED, {"units": 19}, before=MASK),
    layer("simple_rnn", "SimpleRNN", SEQ, {"units": 37, "return_sequences": True}),
    layer("bidirectional", "Bidirectional", PADDED,
          {"layer": L("LSTM", units=18, return_sequences=True, name="inner")}, before=MASK),
    layer("time_dense", "TimeDistributed", SEQ, {"layer": L("Dense", units=29, name="inner")}),
]
