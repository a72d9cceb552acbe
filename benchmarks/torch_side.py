"""A row in PyTorch, eager: the same mathematics, written the way PyTorch users write it.

* The network ends in logits and the loss takes logits; `predict` adds the softmax or sigmoid.
* Images are channels first, in PyTorch's default layout or (peer torch_channels_last) in the
  channels_last memory format, whichever is faster on the machine at hand.
* PyTorch's LSTM has a second bias; it is zero and not trained, so that the models are equal.
* Every call takes NumPy arrays and answers NumPy arrays or floats, as a Keras call does.
"""
import numpy as np
import torch
from torch import nn
from torch.nn import functional

from benchmarks import rows

CLASSES = {"relu": nn.ReLU}


class LastStep(nn.Module):
    """An LSTM that answers its last output."""

    def __init__(self, inputs, units):
        super().__init__()
        self.rnn = nn.LSTM(inputs, units, batch_first=True)

    def forward(self, x):
        return self.rnn(x)[0][:, -1]


class TorchSide:
    """Builds and drives a row's model; every method named in `Row.metrics` is timed."""

    def __init__(self, peer, row, dropout=True, dtype=torch.float32):
        self.row, self.image = row, len(row.shape) == 3
        self.format = (torch.channels_last if peer == "torch_channels_last"
                       else torch.contiguous_format)
        x, y = rows.data(row)
        if self.image:
            x = x.transpose(0, 3, 1, 2)
            if self.format == torch.contiguous_format:
                x = np.ascontiguousarray(x)
        self.classes = row.layers[-1][1] > 1
        self.x = x.astype(torch.zeros(0, dtype=dtype).numpy().dtype, copy=False)
        self.y = y.argmax(1) if self.classes else y.astype(self.x.dtype)
        self.model = self.build(dropout).to(dtype)
        if self.image:
            self.model = self.model.to(memory_format=self.format)
        self.optimizer = self.make_optimizer()
        self.xb, self.yb = self.x[:row.batch], self.y[:row.batch]

    def build(self, dropout):
        modules, shape = [], self.row.shape
        for (kind, *args), own in zip(self.row.layers, rows.weights(self.row), strict=True):
            tensors = [torch.from_numpy(w) for w in own]
            if kind == "dense":
                module = nn.Linear(*own[0].shape)
                matrix = tensors[0]
                if isinstance(shape, list):     # rows of the matrix follow the flattened image
                    height, width, channels = shape
                    matrix = matrix.reshape(height, width, channels, -1).permute(2, 0, 1, 3)
                    matrix = matrix.reshape(height * width * channels, -1)
                fill(module, weight=matrix.T, bias=tensors[1])
                modules += [module] + ([CLASSES[args[1]]()] if args[1] in CLASSES else [])
                shape = (args[0],)
            elif kind == "dropout":
                modules.append(nn.Dropout(args[0] if dropout else 0.0))
            elif kind == "conv":
                module = nn.Conv2d(own[0].shape[2], args[0], args[1])
                fill(module, weight=tensors[0].permute(3, 2, 0, 1), bias=tensors[1])
                modules += [module, CLASSES[args[2]]()]
                shape = (shape[0] - args[1] + 1, shape[1] - args[1] + 1, args[0])
            elif kind == "pool":
                modules.append(nn.MaxPool2d(args[0]))
                shape = (shape[0] // args[0], shape[1] // args[0], shape[2])
            elif kind == "flatten":
                modules.append(nn.Flatten())
                shape = list(shape)
            else:
                module = LastStep(shape[-1], args[0])
                fill(module.rnn, weight_ih_l0=tensors[0].T, weight_hh_l0=tensors[1].T,
                     bias_ih_l0=tensors[2], bias_hh_l0=torch.zeros_like(tensors[2]))
                module.rnn.bias_hh_l0.requires_grad_(False)
                modules.append(module)
                shape = (args[0],)
        return nn.Sequential(*modules)

    def make_optimizer(self):
        name, options = self.row.optimizer
        trained = [p for p in self.model.parameters() if p.requires_grad]
        if name == "adam":
            return torch.optim.Adam(trained, lr=options["lr"], eps=options["epsilon"])
        return torch.optim.SGD(trained, **options)

    def step(self, x, y):
        self.optimizer.zero_grad()
        logits = self.model(x)
        loss = (functional.cross_entropy(logits, y) if self.classes
                else functional.binary_cross_entropy_with_logits(logits, y))
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def check(self):
        """Losses of the first steps on one batch, and predictions after them."""
        losses = []
        self.model.train()
        for _ in range(rows.STEPS):
            losses.append(float(self.step(torch.from_numpy(self.xb), torch.from_numpy(self.yb))))
        return losses, self.answer(self.x[:4], 4).ravel().tolist()

    def train_on_batch(self, repeats):
        self.model.train()
        for _ in range(repeats):
            float(self.step(torch.from_numpy(self.xb), torch.from_numpy(self.yb)))
        return repeats

    def fit(self, repeats):
        batch, samples = self.row.batch, self.row.samples
        x, y = torch.from_numpy(self.x), torch.from_numpy(self.y)
        self.model.train()
        for _ in range(repeats):
            order, total = torch.randperm(samples), torch.zeros(())
            for start in range(0, samples, batch):
                rows_ = order[start:start + batch]
                total += self.step(x[rows_], y[rows_])
            float(total)
        return repeats * -(-samples // batch)

    def answer(self, x, batch):
        self.model.eval()
        last = (lambda z: torch.softmax(z, 1)) if self.classes else torch.sigmoid
        with torch.inference_mode():
            parts = [last(self.model(torch.from_numpy(x[i:i + batch])))
                     for i in range(0, len(x), batch)]
            return torch.cat(parts).numpy()

    def predict(self, repeats):
        for _ in range(repeats):
            self.answer(self.x, self.row.batch)
        return repeats

    def predict_one(self, repeats):
        one = self.x[:1]
        for _ in range(repeats):
            self.answer(one, 1)
        return repeats


def fill(module, **values):
    """Give a module's parameters these values."""
    with torch.no_grad():
        for name, value in values.items():
            getattr(module, name).copy_(value)
