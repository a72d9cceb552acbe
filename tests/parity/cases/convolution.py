"""Cases: convolutions, pooling, padding, cropping, upsampling, locally connected layers."""
from tests.parity.cases.layer import L, layer
from tests.parity.source import floats, sequences

FIRST = {"data_format": "channels_first"}


def conv(name, kind, inputs, kernel_size, filters=3, **args):
    """A case of a convolution."""
    return layer(name, kind, inputs, dict(args, filters=filters, kernel_size=kernel_size))


SEQ, IMAGE, IMAGE_FIRST = floats(2, 7, 3), floats(2, 6, 5, 2), floats(2, 2, 6, 5)
VOLUME, VOLUME_FIRST = floats(1, 4, 4, 3, 2), floats(1, 2, 4, 4, 3)

CONV = [
    conv("conv1d", "Conv1D", SEQ, 3),
    conv("conv1d_same", "Conv1D", SEQ, 3, padding="same", activation="relu"),
    conv("conv1d_causal", "Conv1D", SEQ, 3, padding="causal"),
    conv("conv1d_causal_dilated", "Conv1D", SEQ, 2, padding="causal", dilation_rate=3),
    conv("conv1d_strides", "Conv1D", SEQ, 2, strides=2),
    conv("conv1d_strides_same", "Conv1D", SEQ, 3, strides=3, padding="same"),
    conv("conv1d_dilated", "Conv1D", SEQ, 3, dilation_rate=2, use_bias=False),
    conv("conv2d", "Conv2D", IMAGE, 3),
    conv("conv2d_same", "Conv2D", IMAGE, (3, 2), padding="same", activation="tanh"),
    conv("conv2d_even_same", "Conv2D", IMAGE, 4, padding="same"),
    conv("conv2d_one", "Conv2D", IMAGE, 1, use_bias=False),
    conv("conv2d_strides", "Conv2D", IMAGE, (3, 2), strides=(2, 1)),
    conv("conv2d_strides_same", "Conv2D", IMAGE, 3, strides=2, padding="same"),
    conv("conv2d_strides_over_kernel", "Conv2D", IMAGE, 1, strides=(2, 3)),
    conv("conv2d_dilated", "Conv2D", IMAGE, (2, 2), dilation_rate=(2, 3)),
    conv("conv2d_dilated_same", "Conv2D", IMAGE, 3, dilation_rate=2, padding="same"),
    conv("conv2d_first", "Conv2D", IMAGE_FIRST, 3, **FIRST),
    conv("conv2d_first_same_strides", "Conv2D", IMAGE_FIRST, 3, padding="same", strides=2,
         **FIRST),
    conv("conv2d_wide", "Conv2D", floats(1, 8, 9, 16), 3, filters=8, padding="same"),
    conv("conv3d", "Conv3D", VOLUME, 2),
    conv("conv3d_same", "Conv3D", VOLUME, (3, 2, 1), padding="same", activation="relu"),
    conv("conv3d_strides", "Conv3D", VOLUME, 2, strides=(2, 1, 2), padding="same"),
    conv("conv3d_dilated", "Conv3D", VOLUME, 2, dilation_rate=2),
    conv("conv3d_first", "Conv3D", VOLUME_FIRST, 2, **FIRST),
    conv("conv2d_transpose", "Conv2DTranspose", IMAGE, 3),
    conv("conv2d_transpose_same", "Conv2DTranspose", IMAGE, 3, padding="same", strides=2),
    conv("conv2d_transpose_strides", "Conv2DTranspose", IMAGE, (2, 3), strides=(2, 3)),
    conv("conv2d_transpose_gaps", "Conv2DTranspose", IMAGE, 1, strides=2),
    conv("conv2d_transpose_padding", "Conv2DTranspose", IMAGE, 3, strides=2, padding="same",
         output_padding=0),
    conv("conv2d_transpose_first", "Conv2DTranspose", IMAGE_FIRST, 3, strides=2, **FIRST),
    conv("conv3d_transpose", "Conv3DTranspose", floats(1, 2, 3, 2, 2), 2, filters=2),
    conv("conv3d_transpose_same", "Conv3DTranspose", floats(1, 2, 3, 2, 2), 3, filters=2,
         strides=(2, 1, 2), padding="same"),
    conv("separable_conv1d", "SeparableConv1D", SEQ, 3, depth_multiplier=2),
    conv("separable_conv1d_same", "SeparableConv1D", SEQ, 2, padding="same", strides=2),
    conv("separable_conv2d", "SeparableConv2D", IMAGE, 3),
    conv("separable_conv2d_multiplier", "SeparableConv2D", IMAGE, (2, 3), depth_multiplier=2,
         padding="same", activation="relu"),
    conv("separable_conv2d_strides", "SeparableConv2D", IMAGE, 3, strides=2, use_bias=False),
    conv("separable_conv2d_dilated", "SeparableConv2D", IMAGE, 2, dilation_rate=2),
    conv("separable_conv2d_first", "SeparableConv2D", IMAGE_FIRST, 3, **FIRST),
    layer("depthwise_conv2d", "DepthwiseConv2D", IMAGE, {"kernel_size": 3}),
    layer("depthwise_conv2d_multiplier", "DepthwiseConv2D", IMAGE,
          {"kernel_size": 3, "depth_multiplier": 2, "padding": "same", "strides": (2, 2)}),
    layer("depthwise_conv2d_first", "DepthwiseConv2D", IMAGE_FIRST, dict(FIRST, kernel_size=3)),
    conv("local1d", "LocallyConnected1D", floats(2, 5, 2), 2, filters=2),
    conv("local1d_strides", "LocallyConnected1D", floats(2, 5, 2), 2, filters=2, strides=2,
         activation="tanh"),
    conv("local2d", "LocallyConnected2D", floats(2, 4, 3, 2), 2, filters=2),
    conv("local2d_first", "LocallyConnected2D", floats(2, 2, 4, 3), 2, filters=2, strides=(2, 1),
         **FIRST),
]

POOL = []
for _mode in ("Max", "Average"):
    _low = _mode.lower()
    POOL += [
        layer(_low + "_pool1d", _mode + "Pooling1D", SEQ),
        layer(_low + "_pool1d_same", _mode + "Pooling1D", SEQ,
              {"pool_size": 3, "strides": 2, "padding": "same"}),
        layer(_low + "_pool1d_first", _mode + "Pooling1D", SEQ, FIRST),
        layer(_low + "_pool2d", _mode + "Pooling2D", IMAGE),
        layer(_low + "_pool2d_overlap", _mode + "Pooling2D", IMAGE,
              {"pool_size": (3, 2), "strides": (1, 1)}),
        layer(_low + "_pool2d_same", _mode + "Pooling2D", IMAGE,
              {"pool_size": (3, 3), "strides": (2, 2), "padding": "same"}),
        layer(_low + "_pool2d_first", _mode + "Pooling2D", IMAGE_FIRST, FIRST),
        layer(_low + "_pool3d", _mode + "Pooling3D", VOLUME),
        layer(_low + "_pool3d_same", _mode + "Pooling3D", VOLUME,
              {"pool_size": (2, 3, 2), "strides": (1, 2, 2), "padding": "same"}),
        layer(_low + "_pool3d_first", _mode + "Pooling3D", VOLUME_FIRST, FIRST),
    ]
    POOL += [
        layer(f"global_{_low}_pool{_dims}d{'_first' if _args else ''}",
              f"Global{_mode}Pooling{_dims}D", _input, _args)
        for _dims, _input, _args in (
            (1, SEQ, None), (1, SEQ, FIRST), (2, IMAGE, None), (2, IMAGE_FIRST, FIRST),
            (3, VOLUME, None), (3, VOLUME_FIRST, FIRST))
    ]
POOL.append(layer("global_average_pool1d_mask", "GlobalAveragePooling1D",
                  sequences([4, 2, 1], 3, 4, 3), before=[L("Masking")]))

RESIZE = [
    layer("cropping1d", "Cropping1D", SEQ, {"cropping": (1, 2)}),
    layer("cropping2d", "Cropping2D", IMAGE, {"cropping": ((1, 2), (0, 1))}),
    layer("cropping2d_first", "Cropping2D", IMAGE_FIRST, dict(FIRST, cropping=(1, 2))),
    layer("cropping3d", "Cropping3D", VOLUME, {"cropping": ((1, 1), (0, 2), (1, 0))}),
    layer("zero_padding1d", "ZeroPadding1D", SEQ, {"padding": (1, 2)}),
    layer("zero_padding2d", "ZeroPadding2D", IMAGE, {"padding": ((1, 2), (0, 1))}),
    layer("zero_padding2d_first", "ZeroPadding2D", IMAGE_FIRST, dict(FIRST, padding=(1, 2))),
    layer("zero_padding3d", "ZeroPadding3D", VOLUME, {"padding": ((1, 1), (0, 2), (1, 0))}),
    layer("up_sampling1d", "UpSampling1D", SEQ, {"size": 3}),
    layer("up_sampling2d", "UpSampling2D", IMAGE, {"size": (2, 3)}),
    layer("up_sampling2d_first", "UpSampling2D", IMAGE_FIRST, dict(FIRST, size=2)),
    layer("up_sampling2d_bilinear", "UpSampling2D", IMAGE,
          {"size": (2, 3), "interpolation": "bilinear"}),
    layer("up_sampling3d", "UpSampling3D", VOLUME, {"size": (2, 1, 2)}),
]

CASES = CONV + POOL + RESIZE
