"""The one table of Keras-1 arguments: what each was called, and who accepts it.

A rule says which arguments may be given by position, which keywords got another name, which values
changed, and which `steps` (functions of `kerastutor.legacy.steps`) handle what a table cannot say.
"""

from dataclasses import dataclass, field

from kerastutor.legacy import steps


@dataclass(frozen=True)
class Rule:
    """How the Keras-1 call of one function or class becomes a Keras-2 call."""

    positional: tuple | None = None             # None: not limited
    renamed: dict = field(default_factory=dict)
    values: dict = field(default_factory=dict)  # old keyword: {old value: new value}
    steps: tuple = ()                           # run first


_WEIGHTS = {"init": "kernel_initializer", "W_regularizer": "kernel_regularizer",
            "b_regularizer": "bias_regularizer", "W_constraint": "kernel_constraint",
            "b_constraint": "bias_constraint", "bias": "use_bias"}
_ORDERING = {"dim_ordering": "data_format"}
_ORDERINGS = {"dim_ordering": {"tf": "channels_last", "th": "channels_first", "default": None}}
_CONV = {"nb_filter": "filters", "subsample": "strides", "border_mode": "padding",
         **_ORDERING, **_WEIGHTS}
_POOL = {"border_mode": "padding", **_ORDERING}


def _image(positional, renamed=None, *steps_):
    """A rule for a layer on images, which all knew `dim_ordering`."""
    return Rule(positional, _ORDERING if renamed is None else renamed, _ORDERINGS, steps_)


def _without(renamed, *names):
    return {old: new for old, new in renamed.items() if old not in names}


_FILTERS = ("filters", "kernel_size")
_POOLING = ("pool_size", "strides", "padding")

RULES = {
    "dense": Rule(("units",), {"output_dim": "units", **_WEIGHTS}),
    "dropout": Rule(("rate", "noise_shape", "seed"), {"p": "rate"}),
    "embedding": Rule(("input_dim", "output_dim"),
                      {"init": "embeddings_initializer", "W_regularizer": "embeddings_regularizer",
                       "W_constraint": "embeddings_constraint"}, steps=(steps.no_dropout,)),
    "lambda": Rule(("function", "output_shape")),
    "prelu": Rule(("alpha_initializer",), {"init": "alpha_initializer"}),
    "gaussiannoise": Rule(("stddev",), {"sigma": "stddev"}),
    "gaussiandropout": Rule(("rate",), {"p": "rate"}),
    "spatialdropout1d": Rule(("rate",), {"p": "rate"}),
    "spatialdropoutNd": _image(("rate",), {"p": "rate", **_ORDERING}),
    "batchnorm": Rule((), {"beta_init": "beta_initializer", "gamma_init": "gamma_initializer"},
                      steps=(steps.no_mode,)),
    "recurrent": Rule(("units",),
                      {"output_dim": "units", "init": "kernel_initializer",
                       "inner_init": "recurrent_initializer",
                       "inner_activation": "recurrent_activation",
                       "W_regularizer": "kernel_regularizer", "b_regularizer": "bias_regularizer",
                       "U_regularizer": "recurrent_regularizer", "dropout_W": "dropout",
                       "dropout_U": "recurrent_dropout", "consume_less": "implementation"},
                      {"consume_less": {"cpu": 0, "mem": 1, "gpu": 2}},
                      (steps.forget_bias, steps.sequence_shape)),
    "conv1d": Rule(_FILTERS,
                   {"nb_filter": "filters", "filter_length": "kernel_size",
                    "subsample_length": "strides", "border_mode": "padding", **_WEIGHTS},
                   steps=(steps.sequence_shape,)),
    "conv2d": _image(_FILTERS, _CONV, steps.kernel_size_2d),
    "conv3d": _image(_FILTERS, _CONV, steps.kernel_size_3d),
    "deconv2d": _image(_FILTERS, _CONV, steps.no_output_shape, steps.kernel_size_2d),
    "separable_conv2d": _image(_FILTERS, _without(_CONV, "init", "W_regularizer", "W_constraint"),
                               steps.two_initializers, steps.kernel_size_2d),
    "convlstm2d": _image(_FILTERS,
                         {**_without(_CONV, "W_constraint", "b_constraint"),
                          "inner_init": "recurrent_initializer",
                          "U_regularizer": "recurrent_regularizer",
                          "inner_activation": "recurrent_activation",
                          "dropout_W": "dropout", "dropout_U": "recurrent_dropout"},
                         steps.forget_bias, steps.kernel_size_2d),
    "pooling1d": Rule(_POOLING, {"pool_length": "pool_size", "stride": "strides",
                                 "border_mode": "padding"}),
    "pooling2d": _image(_POOLING, _POOL),
    "pooling3d": _image(_POOLING, _POOL),
    "global_pooling": _image(None),
    "upsampling1d": Rule(("size",), {"length": "size"}),
    "upsampling2d": _image(("size",)),
    "upsampling3d": _image(("size",)),
    "zeropadding2d": _image(("padding",), None, steps.padding_dictionary),
    "zeropadding3d": _image(("padding",)),
    "cropping2d": _image(("cropping",)),
    "cropping3d": _image(("cropping",)),
    "input": Rule(None, {"input_dtype": "dtype"}),
    "model_constructor": Rule(None, {"input": "inputs", "output": "outputs"}),
    "add_weight": Rule(("name", "shape"), steps=(steps.shape_first,)),
    "get_updates": Rule(None, steps=(steps.params_first,)),
    "fit": Rule(None, {"nb_epoch": "epochs"}),
    "generator_methods": Rule(("generator", "steps_per_epoch", "epochs"),
                              {"samples_per_epoch": "steps_per_epoch", "val_samples": "steps",
                               "nb_epoch": "epochs", "nb_val_samples": "validation_steps",
                               "nb_worker": "workers", "pickle_safe": "use_multiprocessing",
                               "max_q_size": "max_queue_size"},
                              steps=(steps.samples_to_steps,)),
}

# layer class: rule for its constructor
LAYERS = {
    "Dense": "dense", "Dropout": "dropout", "Embedding": "embedding", "Lambda": "lambda",
    "PReLU": "prelu", "GaussianNoise": "gaussiannoise", "GaussianDropout": "gaussiandropout",
    "SpatialDropout1D": "spatialdropout1d", "SpatialDropout2D": "spatialdropoutNd",
    "SpatialDropout3D": "spatialdropoutNd", "BatchNormalization": "batchnorm",
    "SimpleRNN": "recurrent", "GRU": "recurrent", "LSTM": "recurrent",
    "Conv1D": "conv1d", "Conv2D": "conv2d", "Conv3D": "conv3d", "Conv2DTranspose": "deconv2d",
    "SeparableConv2D": "separable_conv2d", "ConvLSTM2D": "convlstm2d",
    "LocallyConnected1D": "conv1d", "LocallyConnected2D": "conv2d",
    "MaxPooling1D": "pooling1d", "AveragePooling1D": "pooling1d",
    "MaxPooling2D": "pooling2d", "AveragePooling2D": "pooling2d",
    "MaxPooling3D": "pooling3d", "AveragePooling3D": "pooling3d",
    "GlobalMaxPooling2D": "global_pooling", "GlobalAveragePooling2D": "global_pooling",
    "GlobalMaxPooling3D": "global_pooling", "GlobalAveragePooling3D": "global_pooling",
    "UpSampling1D": "upsampling1d", "UpSampling2D": "upsampling2d", "UpSampling3D": "upsampling3d",
    "ZeroPadding2D": "zeropadding2d", "ZeroPadding3D": "zeropadding3d",
    "Cropping2D": "cropping2d", "Cropping3D": "cropping3d", "InputLayer": "input",
}

# method: rule
METHODS = {
    "Layer.add_weight": "add_weight",
    "Model.__init__": "model_constructor",
    "Model.fit": "fit",
    "Model.fit_generator": "generator_methods",
    "Model.evaluate_generator": "generator_methods",
    "Model.predict_generator": "generator_methods",
}

OPTIMIZERS = {name: "get_updates" for name in
              ("SGD", "RMSprop", "Adagrad", "Adadelta", "Adam", "Adamax", "Nadam", "TFOptimizer")}
