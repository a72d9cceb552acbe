"""VGG16: small convolutions, one after another.

Simonyan and Zisserman 2014, Very Deep Convolutional Networks for Large-Scale Image Recognition,
arXiv:1409.1556.
"""

from kerastutor.applications.imagenet_utils import decode_predictions, preprocess_input
from kerastutor.applications.parts import (
    check_arguments,
    finished,
    image_input,
    obtain_input_shape,
    pooled,
)
from kerastutor.applications.pretrained import Official
from kerastutor.layers import Conv2D, Dense, Flatten, MaxPooling2D

__all__ = ["VGG16", "decode_predictions", "preprocess_input", "vgg"]

# filters and number of convolutions of each block
BLOCKS = [(64, 2), (128, 2), (256, 3), (512, 3), (512, 3)]

OFFICIAL = Official(
    "https://github.com/fchollet/deep-learning-models/releases/download/v0.1/",
    top=("vgg16_weights_tf_dim_ordering_tf_kernels.h5", "64373286793e3c8b2b4e3219cbf3544b"),
    no_top=("vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
            "6d6bbae143d832006294945121d1f1fc"))


def vgg(x, blocks, include_top, pooling, classes):
    """The layers of a VGG network.

    # Arguments
        x: images.
        blocks: list of (filters, number of convolutions).
        include_top, pooling, classes: see `VGG16`.
    """
    for block, (filters, convolutions) in enumerate(blocks, start=1):
        for i in range(1, convolutions + 1):
            x = Conv2D(filters, 3, padding="same", activation="relu",
                       name=f"block{block}_conv{i}")(x)
        x = MaxPooling2D(2, strides=2, name=f"block{block}_pool")(x)
    if not include_top:
        return pooled(x, pooling)
    x = Flatten(name="flatten")(x)
    x = Dense(4096, activation="relu", name="fc1")(x)
    x = Dense(4096, activation="relu", name="fc2")(x)
    return Dense(classes, activation="softmax", name="predictions")(x)


def VGG16(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
          pooling=None, classes=1000, **kwargs):
    """Makes the network VGG16 (16 layers with weights).

    # Arguments
        include_top: whether the three dense layers at the end are there.
        weights: None (random), `"imagenet"` (the official file) or the path of a weight file.
        input_tensor: tensor of images to build the network on; None makes an `Input`.
        input_shape: (height, width, channels) in the order of the image data format, at least
            32 x 32; None takes 224 x 224 with the top, any size without.
        pooling: without the top: None for feature maps, `"avg"` or `"max"` for one value per
            channel.
        classes: number of classes of the top.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.

    # Example

    ```python
    features = VGG16(include_top=False, weights=None).predict(preprocess_input(images))
    ```
    """
    check_arguments("VGG16", kwargs, include_top, weights, classes, pooling)
    shape = obtain_input_shape("VGG16", input_shape, 224, 32, include_top, weights)
    image = image_input(input_tensor, shape)
    x = vgg(image, BLOCKS, include_top, pooling, classes)
    return finished("vgg16", image, input_tensor, x, weights, OFFICIAL, include_top)
