"""PyTorch modules from the description of a Keras model (describe.py), as users write them.

Images and sequences under convolutions are channels first; a zero padding becomes part of the
convolution or pooling after it; LSTMs of one width become one `nn.LSTM` with several layers; ReLU
works in place. PyTorch's LSTM has a second bias, which stays zero and is not trained.
"""
import torch
from torch import nn
from torch.nn import functional


def tensors(layer, values):
    """name -> weights of that name, in order, as tensors."""
    found = {}
    for (name, _), value in zip(layer["weights"], values, strict=True):
        found.setdefault(name, []).append(torch.from_numpy(value))
    return found


def fill(module, **values):
    """Give a module's parameters and buffers these values."""
    with torch.no_grad():
        for name, value in values.items():
            getattr(module, name).copy_(value)
    return module


class Recurrent(nn.Module):
    """LSTM or GRU, perhaps of several layers, in both directions, or stateful."""

    def __init__(self, rnn, sequences, stateful):
        super().__init__()
        self.rnn, self.sequences, self.stateful, self.state = rnn, sequences, stateful, None

    def forward(self, x):
        state = self.state
        if state and not torch.is_inference_mode_enabled():
            state = tuple(s.clone() if s.is_inference() else s for s in state)
        y, state = self.rnn(x, state)
        if self.stateful:
            self.state = tuple(s.detach() for s in state)
        if self.sequences:
            return y
        if self.rnn.bidirectional:
            units = self.rnn.hidden_size
            return torch.cat([y[:, -1, :units], y[:, 0, units:]], 1)
        return y[:, -1]


class Mean(nn.Module):
    """Mean over all positions."""

    def forward(self, x):
        return x.mean(tuple(range(2, x.dim())))


class Add(nn.Module):
    def forward(self, a, b):
        return a + b


class Concatenate(nn.Module):
    def forward(self, *xs):
        return torch.cat(xs, 1)


class Crop(nn.Module):
    """The upper left part: Keras's "same" padding of a transposed convolution with kernel 3."""

    def __init__(self, height, width):
        super().__init__()
        self.height, self.width = height, width

    def forward(self, x):
        return x[:, :, :self.height, :self.width]


class Spread(nn.Module):
    """(batch, channels) as an image of one pixel."""

    def forward(self, x):
        return x[:, :, None, None]


def activation(name):
    return {"linear": [], "relu": [nn.ReLU(inplace=True)], "softmax": [nn.Softmax(1)],
            "sigmoid": [nn.Sigmoid()]}[name]


def padding(config, extra=(0, 0)):
    """Padding of a convolution or pooling; `extra` is that of a ZeroPadding before it."""
    if config["padding"] == "valid":
        return extra[:len(pairs(config))]
    return tuple((k - 1) // 2 for k in pairs(config))


def pairs(config):
    return tuple(config.get("kernel_size") or config["pool_size"])


def conv(layer, w, extra):
    config, shape = layer["config"], layer["input_shape"]
    kind = nn.Conv1d if len(shape) == 3 else nn.Conv2d
    kernel = w["kernel"][0]
    module = kind(shape[-1], config["filters"], pairs(config), tuple(config["strides"]),
                  padding(config, extra), bias=config["use_bias"])
    order = (kernel.dim() - 1, kernel.dim() - 2, *range(kernel.dim() - 2))
    fill(module, weight=kernel.permute(order), **biases(w))
    return [module, *activation(config["activation"])]


def biases(w):
    return {"bias": w["bias"][0]} if "bias" in w else {}


def depthwise(layer, w, extra):
    config, channels = layer["config"], layer["input_shape"][-1]
    pointwise = layer["class"] == "SeparableConv2D"
    module = nn.Conv2d(channels, channels, pairs(config), tuple(config["strides"]),
                       padding(config, extra), groups=channels,
                       bias=config["use_bias"] and not pointwise)
    fill(module, weight=w["depthwise_kernel"][0].permute(2, 3, 0, 1),
         **({} if pointwise else biases(w)))
    made = [module]
    if pointwise:
        last = nn.Conv2d(channels, config["filters"], 1)
        made.append(fill(last, weight=w["pointwise_kernel"][0].permute(3, 2, 0, 1), **biases(w)))
    return made + activation(config["activation"])


def conv_transpose(layer, w, extra):
    config = layer["config"]
    module = nn.ConvTranspose2d(layer["input_shape"][-1], config["filters"], pairs(config),
                                tuple(config["strides"]))
    fill(module, weight=w["kernel"][0].permute(3, 2, 0, 1), **biases(w))
    height, width = (n * s for n, s in zip(layer["input_shape"][1:3], config["strides"]))
    return [module, Crop(height, width), *activation(config["activation"])]


def batch_norm(layer, w, extra):
    config = layer["config"]
    module = nn.BatchNorm2d(layer["input_shape"][-1], config["epsilon"], 1 - config["momentum"])
    names = {"weight": "gamma", "bias": "beta", "running_mean": "moving_mean",
             "running_var": "moving_variance"}
    fill(module, **{ours: w[theirs][0] for ours, theirs in names.items() if theirs in w})
    if "gamma" not in w:
        module.weight.requires_grad_(False)
    return [module]


def pool(layer, w, extra):
    config = layer["config"]
    dims = len(layer["input_shape"]) - 2
    options = {"kernel_size": pairs(config), "stride": tuple(config["strides"]),
               "padding": padding(config, extra)}
    if layer["class"].startswith("Average"):
        return [getattr(nn, f"AvgPool{dims}d")(count_include_pad=False, **options)]
    return [getattr(nn, f"MaxPool{dims}d")(**options)]


def dense(layer, w, extra, image=None):
    kernel = w["kernel"][0]
    if image:                                   # rows of the matrix follow the flattened image
        *space, channels = image
        kernel = kernel.reshape(*space, channels, -1).permute(2, 0, 1, 3).flatten(0, 2)
    module = fill(nn.Linear(*kernel.shape), weight=kernel.T, bias=w["bias"][0])
    return [module, *activation(layer["config"]["activation"])]


def recurrent(stack, weights):
    """One module for LSTM (several), GRU or Bidirectional layers; `weights` of each layer."""
    config = inner = stack[-1]["config"]
    both = stack[-1]["class"] == "Bidirectional"
    kind = stack[-1]["class"]
    if both:
        inner, kind = config["layer"]["config"], config["layer"]["class_name"]
    rnn = getattr(nn, kind)(stack[0]["input_shape"][-1], inner["units"], len(stack),
                            batch_first=True, bidirectional=both)
    for level, w in enumerate(weights):
        for way, suffix in enumerate(("", "_reverse")[:1 + both]):
            kernel, state, bias = (w[n][way] for n in ("kernel", "recurrent_kernel", "bias"))
            if kind == "GRU":                   # Keras: update, reset, new; PyTorch: reset first
                kernel, state, bias = (reset_first(t) for t in (kernel, state, bias))
            first, second = bias if bias.dim() == 2 else (bias, torch.zeros_like(bias))
            end = f"_l{level}{suffix}"
            fill(rnn, **{"weight_ih" + end: kernel.T, "weight_hh" + end: state.T,
                         "bias_ih" + end: first, "bias_hh" + end: second})
            getattr(rnn, "bias_hh" + end).requires_grad_(bias.dim() == 2)
    return [Recurrent(rnn, inner["return_sequences"], inner["stateful"])]


def reset_first(t):
    update, reset, new = t.chunk(3, -1)
    return torch.cat([reset, update, new], -1)


def embedding(layer, w, extra):
    return [nn.Embedding.from_pretrained(w["embeddings"][0], freeze=False)]


def zero_pad(layer, w, extra):
    (top, bottom), (left, right) = layer["config"]["padding"]
    return [nn.ZeroPad2d((left, right, top, bottom))]


def reshape(layer, w, extra):
    return [nn.Flatten() if len(layer["config"]["target_shape"]) == 1 else Spread()]


def relu(layer, w, extra):
    six = layer["config"]["max_value"] == 6
    return [nn.ReLU6(inplace=True) if six else nn.ReLU(inplace=True)]


MAKE = {
    "Dense": dense, "Conv1D": conv, "Conv2D": conv, "DepthwiseConv2D": depthwise,
    "SeparableConv2D": depthwise, "Conv2DTranspose": conv_transpose,
    "BatchNormalization": batch_norm, "Embedding": embedding, "ZeroPadding2D": zero_pad,
    "MaxPooling1D": pool, "MaxPooling2D": pool, "AveragePooling2D": pool, "Reshape": reshape,
    "ReLU": relu,
    "Activation": lambda layer, w, extra: activation(layer["config"]["activation"]),
    "Dropout": lambda layer, w, extra: [nn.Dropout(layer["config"]["rate"])],
    "Flatten": lambda layer, w, extra: [nn.Flatten()],
    "GlobalAveragePooling1D": lambda layer, w, extra: [Mean()],
    "GlobalAveragePooling2D": lambda layer, w, extra: [Mean()],
    "Add": lambda layer, w, extra: [Add()],
    "Concatenate": lambda layer, w, extra: [Concatenate()],
}
LOSSES = {"categorical_crossentropy": functional.cross_entropy,
          "binary_crossentropy": functional.binary_cross_entropy_with_logits,
          "mean_squared_error": functional.mse_loss}
