"""The networks of `applications`, weights that both sides compute from a recipe, and images.

Weights are not stored but made: weight number i of a network is a table of 4099 normal numbers of
`numpy.random.RandomState(i)`, repeated to its shape and scaled so that values neither vanish nor
explode.
"""

import numpy as np

# name: (side of the small images, gain of the kernels with which it tells them apart)
NETWORKS = {
    "DenseNet121": (32, 1.6), "DenseNet169": (32, 1.6), "DenseNet201": (32, 1.7),
    "InceptionResNetV2": (75, 1.3), "InceptionV3": (75, 1.7), "MobileNet": (32, 1.8),
    "MobileNetV2": (32, 1.4), "NASNetLarge": (32, 1.2), "NASNetMobile": (32, 1.2),
    "ResNet50": (32, 1.2), "VGG16": (32, 1.7), "VGG19": (32, 1.7), "Xception": (71, 1.15),
}
# side of the images that a network was made for, where it is not 224
FULL_SIDE = {"InceptionResNetV2": 299, "InceptionV3": 299, "Xception": 299, "NASNetLarge": 331}
CLASSES = 10


def images(side, count=2):
    """A batch of images with values from -1 to 1, smooth and not the same."""
    random = np.random.RandomState(side)
    coarse = random.uniform(-1, 1, (count, -(-side // 8), -(-side // 8), 3))
    return coarse.repeat(8, 1).repeat(8, 2)[:, :side, :side].astype("float32")


def weights(names, shapes, gain):
    """One array for each weight, by its name ("conv1/kernel:0") and shape."""
    values = []
    for i, (name, shape) in enumerate(zip(names, shapes, strict=True)):
        part = name.split("/")[-1].split(":")[0].rstrip("0123456789").rstrip("_")
        table = np.random.RandomState(i).standard_normal(4099).astype("float32")
        if part == "gamma":
            table = 1 + 0.1 * table
        elif part == "moving_variance":
            table = 1 + 0.2 * np.abs(table)
        elif part in ("bias", "beta", "moving_mean"):
            table = 0.1 * table
        else:
            inputs = shape[0] * shape[1] if part == "depthwise_kernel" else np.prod(shape[:-1])
            table = table * np.float32(gain / np.sqrt(inputs))
        values.append(np.resize(table.astype("float32"), shape))
    return values


def fill(model, gain):
    """Gives a model the weights of the recipe."""
    found = [(w, tuple(value.shape)) for layer in model.layers
             for w, value in zip(layer.weights, layer.get_weights(), strict=True)]
    model.set_weights(weights([w.name for w, _ in found], [shape for _, shape in found], gain))


def small_mobilenet(applications):
    """A quarter of a MobileNet's channels, without the dense layer; its weights take 2 bytes each
    once they are compressed.
    """
    model = applications.MobileNet(input_shape=(32, 32, 3), alpha=0.25, include_top=False,
                                   pooling="avg", weights=None)
    fill(model, NETWORKS["MobileNet"][1])
    model.set_weights([w.astype("float16").astype("float32") for w in model.get_weights()])
    return model


def layer_facts(model, int_shape):
    """[name, class, output shape, [names and shapes of weights]] of each layer, in order."""
    return [[layer.name, type(layer).__name__, layer.output_shape,
             [[w.name, int_shape(w)] for w in layer.weights]] for layer in model.layers]
