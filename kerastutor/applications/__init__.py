"""Networks that became known through ImageNet, built layer by layer.

Each has a file of its own; the layers have the names and the order of Keras 2.2.4, so that weight
files fit in both directions.

    parts           what all of them share: arguments, input image, top
    pretrained      the official weight files
    imagenet_utils  images before, predictions after
"""

from kerastutor.applications.densenet import DenseNet121, DenseNet169, DenseNet201
from kerastutor.applications.inception_resnet_v2 import InceptionResNetV2
from kerastutor.applications.inception_v3 import InceptionV3
from kerastutor.applications.mobilenet import MobileNet
from kerastutor.applications.mobilenet_v2 import MobileNetV2
from kerastutor.applications.nasnet import NASNetLarge, NASNetMobile
from kerastutor.applications.parts import keras_modules_injection
from kerastutor.applications.resnet50 import ResNet50
from kerastutor.applications.vgg16 import VGG16
from kerastutor.applications.vgg19 import VGG19
from kerastutor.applications.xception import Xception

__all__ = [
    "DenseNet121", "DenseNet169", "DenseNet201", "InceptionResNetV2", "InceptionV3", "MobileNet",
    "MobileNetV2", "NASNetLarge", "NASNetMobile", "ResNet50", "VGG16", "VGG19", "Xception",
    "keras_modules_injection",
]
