"""Random graphs for the tests of the compiler: chains of ops on a few shared tensors, with
gradients and updates.
"""

import numpy as np

from kerastutor.graph import F, Placeholder, Variable, gradients


def make(seed, batch=None, dtype="float32"):
    """(function arguments, input arrays) of a random graph.

    # Arguments
        seed: which graph.
        batch: rows of the fed arrays; by default random from 1 to 70.

    # Returns
        (inputs, outputs, updates, arrays).
    """
    r = np.random.RandomState(seed)
    batch = batch or r.randint(1, 70)
    width = r.choice([1, 3, 8, 17])
    x = Placeholder((None, width), dtype)
    t = Placeholder((None, width), dtype)
    w = Variable((r.randn(width, width) * 0.4).astype(dtype))
    b = Variable((r.randn(width) * 0.1).astype(dtype))
    s = Variable(np.asarray(r.rand() + 0.5, dtype))
    pool = [x, t]
    for _ in range(r.randint(3, 14)):
        pool.append(_step(r, pool, w, b, s))
    y = pool[-1]
    p = F.softmax(y)
    loss = F.mean(F.categorical_crossentropy(F.softmax(t), p)) + F.mean(F.square(y)) * 0.1
    grads = gradients(loss, [w, b, s])
    outputs = [loss, F.sum(y, axes=(0,)), F.argmax(p), y]
    updates = []
    for v, g in zip([w, b, s], grads):
        if g is not None:
            slot = Variable(np.zeros(v.shape, dtype))
            new = slot * 0.9 + g
            updates += [(slot, new), (v, v - 0.1 * new)]
            outputs.append(g)
    arrays = [r.randn(batch, width).astype(dtype), r.randn(batch, width).astype(dtype)]
    return [x, t], outputs, updates, arrays


def _step(r, pool, w, b, s):
    a, c = pool[r.randint(len(pool))], pool[r.randint(len(pool))]
    kind = r.randint(21)
    if kind == 0:
        return F.matmul(a, w)
    if kind == 1:
        return F.relu(F.matmul(a, w) + b)
    if kind == 2:
        return a + c
    if kind == 3:
        return a * c * 0.5
    if kind == 4:
        return F.tanh(a) - F.sigmoid(c)
    if kind == 5:
        return a - F.mean(a, axes=(0,), keepdims=True)  # needs the whole batch
    if kind == 6:
        return a / (F.sum(F.abs(a), axes=(1,), keepdims=True) + 1.0)
    if kind == 7:
        return F.where(F.greater(a, c), a, c * s)
    if kind == 8:
        return F.transpose(F.transpose(a) * 0.5)
    if kind == 9:
        return F.matmul(F.matmul(a, a, tb=True) * 0.01, c)  # mixes samples
    if kind == 10:
        return F.concat(a, c, axis=1)[:, ::2][:, : a.shape[1]]
    if kind == 11:
        return F.maximum(a, b) * s
    if kind == 12:
        return F.reshape_like(F.reshape(a, shape=(-1,)) * 0.3, a)
    if kind == 13:
        return F.cumsum(a, axis=int(r.randint(2)), backwards=bool(r.randint(2))) * 0.2
    if kind == 14:
        return F.reverse(a, axes=(int(r.randint(2)),)) - c
    if kind == 15:
        return F.tile(a, reps=(1, 2))[:, : a.shape[1]] * F.tile(c, reps=(2, 1))[::2]
    if kind == 16:
        return F.repeat(a, reps=3, axis=1)[:, 1::3] + F.repeat(c, reps=2, axis=0)[1::2]
    if kind == 17:
        return F.pad(a, pads=((0, 0), (1, 2)), value=0.5)[:, 3:] + 0.1 * c
    if kind == 18:
        return F.concat(a, c, axis=0)[1::2]
    if kind == 19:
        t = F.reshape(F.concat(a, c, axis=1), shape=(-1, 2, a.shape[1]))
        return a - F.mean(t, axes=(0, 2), keepdims=True)[:, 0] + F.max(t, axes=(1,)) * 0.1
    return F.clip(a, low=-1.0, high=1.5) + F.exp(F.minimum(c, 1.0)) * 0.1
