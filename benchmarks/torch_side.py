"""A row in PyTorch, eager or compiled: the same mathematics, the way PyTorch users write it.

* The network ends in logits and the loss takes logits; `predict` adds the softmax or sigmoid.
* Images are channels first, in PyTorch's default layout or (peer torch_channels_last) in the
  channels_last memory format. They are in PyTorch's order before anything is timed.
* `predict_one` and `predict_on_batch` are nothing but the forward call on a tensor.
"""
import numpy as np
import torch

from benchmarks import rows
from benchmarks.keras_side import some
from benchmarks.torch_graph import Network
from benchmarks.torch_layers import LOSSES

OPTIMIZERS = {"sgd": torch.optim.SGD, "adam": torch.optim.Adam, "rmsprop": torch.optim.RMSprop,
              "adadelta": torch.optim.Adadelta}
RENAMED = {"epsilon": "eps"}
LAST = {"categorical_crossentropy": lambda z: torch.softmax(z, 1),
        "binary_crossentropy": torch.sigmoid, "mean_squared_error": lambda z: z}


class TorchSide:
    """Builds and drives a row's model; every method named in `Row.metrics` is timed."""

    def __init__(self, peer, row, description, dropout=True, samples=None, dtype="float32"):
        self.row = row if samples is None else row._replace(samples=samples)
        self.format = (torch.channels_last if peer == "torch_channels_last"
                       else torch.contiguous_format)
        dtype = getattr(torch, dtype)
        network = Network(description, row, dropout)
        x, y = rows.data(self.row)
        self.channels_first = network.channels_first
        self.x = [self.tensor(a, dtype) for a in x]
        self.y = [torch.from_numpy(a.argmax(1)) if kind == "classes" else self.tensor(a, dtype)
                  for a, (kind, *_) in zip(y, row.y, strict=True)]
        self.module = network.module.to(dtype)
        if max(a.dim() for a in self.x) == 4:
            self.module = self.module.to(memory_format=self.format)
        if row.trains:
            self.optimizer = self.make_optimizer()
        self.model = (torch.compile(self.module, dynamic=False) if peer == "torch_compile"
                      else self.module)
        self.xb, self.yb = ([a[:row.batch] for a in arrays] for arrays in (self.x, self.y))
        self.one = [a[:1] for a in self.x]

    def tensor(self, array, dtype):
        """Tensor of an array, channels first where the network wants that."""
        t = torch.from_numpy(array)
        if not t.is_floating_point():
            return t.long()
        t = t.to(dtype)
        if self.channels_first and t.dim() > 2:
            t = t.movedim(-1, 1)
            return t.contiguous(memory_format=self.format) if t.dim() == 4 else t.contiguous()
        return t

    def make_optimizer(self):
        name, options = self.row.optimizer
        options = {RENAMED.get(key, key): value for key, value in options.items()}
        if name == "rmsprop":
            options["alpha"] = 0.9
        trained = [p for p in self.module.parameters() if p.requires_grad]
        return OPTIMIZERS[name](trained, **options)

    def step(self, x, y):
        self.optimizer.zero_grad()
        outputs = self.model(*x)
        outputs = outputs if isinstance(outputs, list) else [outputs]
        weights = self.row.loss_weights or [1] * len(y)
        loss = sum(w * LOSSES[name](output, target) for w, name, output, target in
                   zip(weights, self.row.losses, outputs, y, strict=True))
        loss.backward()
        self.optimizer.step()
        return loss.detach()

    def check(self):
        """Losses of the first steps on one batch, and some of the predictions after them."""
        self.model.train()
        steps = range(rows.STEPS if self.row.trains else 0)
        losses = [float(self.step(self.xb, self.yb)) for _ in steps]
        outputs = self.answer(self.xb)
        return losses, some([np.moveaxis(o, 1, -1) if o.ndim > 2 else o for o in outputs])

    def train_on_batch(self, repeats):
        self.model.train()
        for _ in range(repeats):
            float(self.step(self.xb, self.yb))
        return repeats

    def fit(self, repeats):
        batch, samples = self.row.batch, self.row.samples
        self.model.train()
        for _ in range(repeats):
            order = torch.randperm(samples) if self.row.shuffle else torch.arange(samples)
            total = torch.zeros(())
            for start in range(0, samples, batch):
                ids = order[start:start + batch]
                total += self.step([a[ids] for a in self.x], [a[ids] for a in self.y])
            float(total)
        return repeats * -(-samples // batch)

    def answer(self, x):
        """NumPy arrays, one for each output."""
        self.model.eval()
        batch, parts = self.row.batch, []
        with torch.inference_mode():
            for i in range(0, len(x[0]), batch):
                outputs = self.model(*[a[i:i + batch] for a in x])
                outputs = outputs if isinstance(outputs, list) else [outputs]
                parts.append([LAST[name](output) for name, output in
                              zip(self.row.losses, outputs, strict=True)])
            return [torch.cat(p).numpy() for p in zip(*parts, strict=True)]

    def predict(self, repeats):
        for _ in range(repeats):
            self.answer(self.x)
        return repeats

    def predict_one(self, repeats):
        self.model.eval()
        with torch.inference_mode():
            for _ in range(repeats):
                self.model(*self.one)
        return repeats

    predict_on_batch = predict_one
