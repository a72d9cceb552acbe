# way: Batches from a keras.utils.Sequence of one's own.
import math

from keras.utils import Sequence


class InOrder(Sequence):
    def __init__(self, x, y, size):
        self.x, self.y, self.size = x, y, size

    def __len__(self):
        return math.ceil(len(self.x) / self.size)

    def __getitem__(self, k):
        part = slice(k * self.size, (k + 1) * self.size)
        return self.x[part], self.y[part]


def my_fit(model, x, y, batch_size, epochs):
    data = InOrder(x, y, batch_size)
    losses = []
    for _ in range(epochs):
        sums = [model.train_on_batch(*data[k]) * len(data[k][0]) for k in range(len(data))]
        losses.append(sum(sums) / len(x))
    return losses
