"""A whole PyTorch network from the description of a Keras model."""
from torch import nn

from benchmarks import rows
from benchmarks.torch_layers import MAKE, recurrent, tensors

RECURRENT = ("LSTM", "GRU", "Bidirectional")
CONVOLUTIONS = ("Conv1D", "Conv2D", "DepthwiseConv2D", "SeparableConv2D")


class Graph(nn.Module):
    """Modules between named values; a value is dropped after its last use."""

    def __init__(self, steps, inputs, outputs):
        super().__init__()
        self.parts = nn.ModuleList(module for module, _, _ in steps)
        self.inputs, self.outputs = inputs, outputs
        last = {name: i for i, (_, sources, _) in enumerate(steps) for name in sources}
        self.plan = [(module, sources, result,
                      [s for s in set(sources) if last[s] == i and s not in outputs])
                     for i, (module, sources, result) in enumerate(steps)]

    def forward(self, *arrays):
        values = dict(zip(self.inputs, arrays, strict=True))
        for module, sources, result, done in self.plan:
            answer = module(*[values[s] for s in sources])
            for name in done:
                del values[name]
            values[result] = answer
        found = [values[name] for name in self.outputs]
        return found[0] if len(found) == 1 else found


class Network:
    """`module`: the network, ending in logits. `channels_first`: whether it begins with images."""

    def __init__(self, description, row, dropout=True):
        self.layers, self.row, self.dropout = description["layers"], row, dropout
        self.calls, self.outputs = description["calls"], description["outputs"]
        self.made, self.steps = {}, []
        self.names = {}             # value -> the value that stands for it (skipped layers)
        self.pads = {}              # value -> zero padding that the next layer has to do
        self.stacks = {}            # value of an LSTM -> the LSTMs below it, which it takes along
        self.channels_first = any(layer["class"] in CONVOLUTIONS
                                  for layer in self.layers.values())
        for name, number, sources in self.calls:
            self.add(name, f"{name}/{number}", [self.names.get(s, s) for s in sources])
        outputs = [self.names.get(o, o) for o in self.outputs]
        self.module = self.join(description["inputs"], outputs)

    def add(self, name, result, sources):
        layer = self.layers[name]
        kind, config = layer["class"], layer["config"]
        if kind == "InputLayer":
            return
        if kind == "Dropout" and not (self.dropout and config["rate"]):
            self.names[result] = sources[0]
            return
        if kind == "ZeroPadding2D" and len({n for pair in config["padding"] for n in pair}) == 1:
            self.names[result] = sources[0]
            self.pads[result] = tuple(pair[0] for pair in config["padding"])
            return
        if name not in self.made:
            self.made[name] = self.make(name, layer, result)
        if self.made[name] is None:         # the next LSTM takes it along
            self.names[result] = sources[0]
            return
        for i, module in enumerate(self.made[name]):
            end = result if i == len(self.made[name]) - 1 else f"{result}.{i}"
            self.steps.append((module, sources, end))
            sources = [end]
        if not self.made[name]:
            self.names[result] = sources[0]

    def make(self, name, layer, result):
        w = self.weights(layer)
        source = next(c[2][0] for c in self.calls if c[0] == name)
        if layer["class"] in RECURRENT:
            below = self.stacks.pop(source, [])
            users = [c for c in self.calls if result in c[2]]
            above = self.layers[users[0][0]] if len(users) == 1 else {"class": ""}
            if layer["class"] == above["class"] == "LSTM" and (
                    layer["config"]["units"] == above["config"]["units"]):
                self.stacks[result] = [*below, layer]
                return None
            stack = [*below, layer]
            return recurrent(stack, [self.weights(each) for each in stack])
        options = {}
        if layer["class"] == "Dense":
            before = self.layers[self.below(source)]
            if before["class"] == "Flatten" and len(before["input_shape"]) == 4:
                options["image"] = before["input_shape"][1:]
        modules = MAKE[layer["class"]](layer, w, self.pads.get(source, (0, 0)), **options)
        return modules[:-1] if self.is_last_of_logits(name, layer) else modules

    def is_last_of_logits(self, name, layer):
        """Whether the last module is the softmax or sigmoid that the loss brings along."""
        return layer["config"].get("activation") in ("softmax", "sigmoid") and any(
            self.below(output, ("Reshape",)) == name for output in self.outputs)

    def below(self, value, left_out=("Dropout",)):
        """Name of the layer of a value, layers of some kinds left out."""
        name = value.rsplit("/", 1)[0]
        while self.layers[name]["class"] in left_out:
            name = next(c[2][0] for c in self.calls if c[0] == name).rsplit("/", 1)[0]
        return name

    def weights(self, layer):
        return tensors(layer, [rows.weight(layer["class"], i, name, shape, self.row.gain)
                               for i, (name, shape) in enumerate(layer["weights"])])

    def join(self, inputs, outputs):
        """`nn.Sequential` where each step follows the one before, else a `Graph`."""
        before = inputs[0]
        for _, sources, result in self.steps:
            if sources != [before]:
                return Graph(self.steps, inputs, outputs)
            before = result
        return nn.Sequential(*[module for module, _, _ in self.steps])
