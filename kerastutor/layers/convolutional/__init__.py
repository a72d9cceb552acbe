"""Convolutional layers, and the layers that pad, crop and enlarge."""
from kerastutor.layers.convolutional.base import Conv1D, Conv2D, Conv3D, _Conv
from kerastutor.layers.convolutional.resizing import (
    Cropping1D,
    Cropping2D,
    Cropping3D,
    UpSampling1D,
    UpSampling2D,
    UpSampling3D,
    ZeroPadding1D,
    ZeroPadding2D,
    ZeroPadding3D,
)
from kerastutor.layers.convolutional.separable import (
    DepthwiseConv2D,
    SeparableConv1D,
    SeparableConv2D,
)
from kerastutor.layers.convolutional.transpose import Conv2DTranspose, Conv3DTranspose

__all__ = ["Conv1D", "Conv2D", "Conv2DTranspose", "Conv3D", "Conv3DTranspose", "Convolution1D",
           "Convolution2D", "Convolution2DTranspose", "Convolution3D", "Cropping1D", "Cropping2D",
           "Cropping3D", "Deconv2D", "Deconv3D", "Deconvolution2D", "Deconvolution3D",
           "DepthwiseConv2D", "SeparableConv1D", "SeparableConv2D", "SeparableConvolution1D",
           "SeparableConvolution2D", "UpSampling1D", "UpSampling2D", "UpSampling3D",
           "ZeroPadding1D", "ZeroPadding2D", "ZeroPadding3D", "_Conv"]

Convolution1D = Conv1D
Convolution2D = Conv2D
Convolution3D = Conv3D
SeparableConvolution1D = SeparableConv1D
SeparableConvolution2D = SeparableConv2D
Convolution2DTranspose = Deconvolution2D = Deconv2D = Conv2DTranspose
Deconvolution3D = Deconv3D = Conv3DTranspose
