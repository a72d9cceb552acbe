"""Cases: core layers, embeddings, merging, normalization, noise, advanced activations."""
from tests.parity.cases.layer import C, L, R, layer
from tests.parity.source import floats, given, ids, positive, sequences

MASK = [L("Masking")]
SEQ = sequences([4, 2, 0], 3, 4, 3)

CORE = [
    layer("dense", "Dense", floats(3, 5), {"units": 4}),
    layer("dense_relu", "Dense", floats(3, 5), {"units": 4, "activation": "relu"}),
    layer("dense_tanh_no_bias", "Dense", floats(3, 5),
          {"units": 4, "activation": "tanh", "use_bias": False}),
    layer("dense_softmax", "Dense", floats(3, 5), {"units": 4, "activation": "softmax"}),
    layer("dense_selu", "Dense", floats(3, 5), {"units": 4, "activation": "selu"}),
    layer("dense_3d", "Dense", floats(2, 3, 5), {"units": 4, "activation": "sigmoid"}),
    layer("dense_4d", "Dense", floats(2, 2, 3, 4), {"units": 2}),
    layer("dense_penalties", "Dense", floats(3, 5),
          {"units": 4, "kernel_regularizer": R("l2", l=0.01), "bias_regularizer": R("l1", l=0.02),
           "activity_regularizer": R("l1_l2", l1=0.01, l2=0.02)}),
    layer("dense_constraints", "Dense", floats(3, 5),
          {"units": 4, "kernel_constraint": C("max_norm", max_value=0.5),
           "bias_constraint": C("non_neg"), "kernel_initializer": "he_normal",
           "bias_initializer": "ones"}),
    layer("dense_mask", "Dense", SEQ, {"units": 2}, before=MASK),
    layer("flatten", "Flatten", floats(2, 3, 2, 2)),
    layer("flatten_first", "Flatten", floats(2, 3, 2, 4), {"data_format": "channels_first"}),
    layer("reshape", "Reshape", floats(2, 3, 4), {"target_shape": (2, 6)}),
    layer("reshape_minus_one", "Reshape", floats(2, 3, 4), {"target_shape": (-1, 2, 2)}),
    layer("reshape_flat", "Reshape", floats(2, 3, 4), {"target_shape": (12,)}),
    layer("permute", "Permute", floats(2, 3, 4), {"dims": (2, 1)}),
    layer("permute_3", "Permute", floats(2, 3, 4, 2), {"dims": (3, 1, 2)}),
    layer("repeat_vector", "RepeatVector", floats(3, 4), {"n": 3}),
    layer("masking", "Masking", SEQ),
    layer("masking_value", "Masking", given([[[1, 1], [1, 0], [2, 1]], [[1, 1], [1, 1], [0, 0]]]),
          {"mask_value": 1.0}),
    layer("activity_regularization", "ActivityRegularization", floats(3, 4),
          {"l1": 0.1, "l2": 0.2}),
    layer("dropout", "Dropout", floats(3, 4), {"rate": 0.5}, train=False),
    layer("dropout_noise_shape", "Dropout", floats(3, 4, 2),
          {"rate": 0.5, "noise_shape": (None, 1, 2), "seed": 3}, train=False),
    layer("dropout_zero", "Dropout", floats(3, 4), {"rate": 0.0}),
    layer("spatial_dropout_1d", "SpatialDropout1D", floats(2, 4, 3), {"rate": 0.3}, train=False),
    layer("spatial_dropout_2d", "SpatialDropout2D", floats(2, 4, 3, 2), {"rate": 0.3},
          train=False),
    layer("spatial_dropout_3d", "SpatialDropout3D", floats(2, 2, 3, 2, 2), {"rate": 0.3},
          train=False),
    layer("gaussian_noise", "GaussianNoise", floats(3, 4), {"stddev": 0.3}, train=False),
    layer("gaussian_dropout", "GaussianDropout", floats(3, 4), {"rate": 0.3}, train=False),
    layer("alpha_dropout", "AlphaDropout", floats(3, 4), {"rate": 0.3}, train=False),
    layer("dropout_mask", "Dropout", SEQ, {"rate": 0.5}, before=MASK, train=False),
]

ACTIVATIONS = [
    layer("activation_" + name, "Activation", floats(3, 7), {"activation": name})
    for name in ("linear", "relu", "elu", "selu", "softplus", "softsign", "tanh", "sigmoid",
                 "hard_sigmoid", "exponential", "softmax")
] + [
    layer("activation_mask", "Activation", SEQ, {"activation": "tanh"}, before=MASK),
    layer("leaky_relu", "LeakyReLU", floats(3, 7), {"alpha": 0.2}),
    layer("elu", "ELU", floats(3, 7), {"alpha": 0.7}),
    layer("thresholded_relu", "ThresholdedReLU", floats(3, 7), {"theta": 0.4}),
    layer("softmax", "Softmax", floats(3, 7)),
    layer("softmax_axis", "Softmax", floats(2, 3, 4), {"axis": 1}),
    layer("relu", "ReLU", floats(3, 7)),
    layer("relu_6", "ReLU", given([[-1, 0.5, 3, 7], [2, 6.5, -3, 5]]), {"max_value": 6.0}),
    layer("relu_all", "ReLU", given([[-1, 0.5, 3, 7], [0.2, 1.5, -3, 0.9]]),
          {"max_value": 2.0, "negative_slope": 0.1, "threshold": 0.6}),
    layer("prelu", "PReLU", floats(3, 4)),
    layer("prelu_shared", "PReLU", floats(2, 3, 4, 2), {"shared_axes": [1, 2]}),
]

EMBEDDING = [
    layer("embedding", "Embedding", ids(7, 3, 4), {"input_dim": 7, "output_dim": 3}),
    layer("embedding_mask", "Embedding", ids(3, 3, 4),
          {"input_dim": 3, "output_dim": 2, "mask_zero": True}),
    layer("embedding_length", "Embedding", ids(7, 3, 4),
          {"input_dim": 7, "output_dim": 3, "input_length": 4}),
    layer("embedding_2d", "Embedding", ids(7, 2, 3, 2), {"input_dim": 7, "output_dim": 2}),
]

PAIR, TRIPLE = [floats(2, 3), floats(2, 3)], [floats(2, 3, 4)] * 3
MERGE = [
    layer(name.lower() + suffix, name, inputs)
    for name in ("Add", "Multiply", "Average", "Maximum", "Minimum")
    for suffix, inputs in (("", PAIR), ("_3", TRIPLE), ("_same_rank", [floats(2, 3, 1),
                                                                        floats(2, 1, 4)]))
] + [
    layer("subtract", "Subtract", PAIR),
    layer("add_mixed_rank", "Add", [floats(2, 4), floats(2, 3, 4)]),
    layer("add_mask", "Add", [SEQ, SEQ], before=MASK),
    layer("concatenate", "Concatenate", [floats(2, 3), floats(2, 2)]),
    layer("concatenate_axis", "Concatenate", [floats(2, 1, 3), floats(2, 2, 3), floats(2, 3, 3)],
          {"axis": 1}),
    layer("concatenate_mask", "Concatenate", [SEQ, SEQ], before=MASK),
    layer("concatenate_mask_time", "Concatenate", [SEQ, SEQ], {"axis": 1}, before=MASK),
    layer("dot", "Dot", PAIR, {"axes": 1}),
    layer("dot_normalize", "Dot", PAIR, {"axes": -1, "normalize": True}),
    layer("dot_3d", "Dot", [floats(2, 3, 4), floats(2, 5, 4)], {"axes": 2}),
    layer("dot_axes", "Dot", [floats(2, 3, 4), floats(2, 4, 5)], {"axes": (2, 1)}),
    layer("dot_3d_2d", "Dot", [floats(2, 3, 4), floats(2, 4)], {"axes": (2, 1)}),
]

NORM = [
    layer("batch_norm", "BatchNormalization", floats(6, 3)),
    layer("batch_norm_4d", "BatchNormalization", floats(3, 2, 3, 2)),
    layer("batch_norm_4d_first", "BatchNormalization", floats(3, 2, 3, 2), {"axis": 1}),
    layer("batch_norm_3d", "BatchNormalization", floats(3, 4, 2)),
    layer("batch_norm_3d_axis_1", "BatchNormalization", floats(3, 4, 2), {"axis": 1}),
    layer("batch_norm_5d", "BatchNormalization", floats(2, 2, 2, 2, 2)),
    layer("batch_norm_no_scale", "BatchNormalization", floats(6, 3), {"scale": False}),
    layer("batch_norm_no_center", "BatchNormalization", floats(6, 3), {"center": False}),
    layer("batch_norm_plain_4d", "BatchNormalization", floats(3, 2, 3, 2),
          {"center": False, "scale": False}),
    layer("batch_norm_numbers", "BatchNormalization", floats(6, 3),
          {"momentum": 0.7, "epsilon": 0.01}),
    layer("batch_norm_shifted", "BatchNormalization", positive(6, 3)),
    layer("batch_norm_mask", "BatchNormalization", SEQ, before=MASK),
]

OLD = [
    layer("highway", "Highway", floats(3, 4)),
    layer("highway_plain", "Highway", floats(3, 4), {"activation": "tanh", "bias": False}),
    layer("maxout_dense", "MaxoutDense", floats(3, 4), {"output_dim": 2, "nb_feature": 3}),
]

CASES = CORE + ACTIVATIONS + EMBEDDING + MERGE + NORM + OLD
