"""VGG19: VGG16 with one more convolution in each of the last three blocks.

Simonyan and Zisserman 2014, Very Deep Convolutional Networks for Large-Scale Image Recognition,
arXiv:1409.1556.
"""

from kerastutor.applications.imagenet_utils import decode_predictions, preprocess_input
from kerastutor.applications.parts import (
    check_arguments,
    finished,
    image_input,
    obtain_input_shape,
)
from kerastutor.applications.pretrained import Official
from kerastutor.applications.vgg16 import vgg

__all__ = ["VGG19", "decode_predictions", "preprocess_input"]

# filters and number of convolutions of each block
BLOCKS = [(64, 2), (128, 2), (256, 4), (512, 4), (512, 4)]

OFFICIAL = Official(
    "https://github.com/fchollet/deep-learning-models/releases/download/v0.1/",
    top=("vgg19_weights_tf_dim_ordering_tf_kernels.h5", "cbe5617147190e668d6c5d5026f83318"),
    no_top=("vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5",
            "253f8cb515780f3b799900260a226db6"))


def VGG19(include_top=True, weights="imagenet", input_tensor=None, input_shape=None,
          pooling=None, classes=1000, **kwargs):
    """Makes the network VGG19 (19 layers with weights).

    # Arguments
        include_top, weights, input_tensor, input_shape, pooling, classes: as in `VGG16`.

    # Returns
        A model.

    # Raises
        ValueError: for weights that are not there, or a shape that does not fit.
    """
    check_arguments("VGG19", kwargs, include_top, weights, classes, pooling)
    shape = obtain_input_shape("VGG19", input_shape, 224, 32, include_top, weights)
    image = image_input(input_tensor, shape)
    x = vgg(image, BLOCKS, include_top, pooling, classes)
    return finished("vgg19", image, input_tensor, x, weights, OFFICIAL, include_top)
