"""Batch normalisation: numbers of each sample, put together for the batch, and passes over it.

A tensor is seen as samples x positions x features x rest (rest is 1 when the features come last).
Each sample's mean and squared differences are found while it is still in the cache, by whoever
computed it; `join_moments` makes the batch's of them by the rule of Chan, Golub and LeVeque 1983:

    mean = average of the samples' means
    variance = (sum of their squared differences + n * sum((sample's mean - mean)**2)) / all
"""

import numpy as np

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import like
from kerastutor.kernels.reduce import add_all
from kerastutor.kernels.vector import flat, load8, same8, store

_BLOCK = 256  # rows whose sum is taken at once, so that rounding errors do not grow with the length
_EXACT = ("contract", "nsz", "arcp", "reassoc")


@helper
def wide_sums(x, at, rows, stride, out, o):
    """out[o : o + 16] = sums of 16 columns, the first of them at x[at]."""
    u = v = same8(x, 0.0)
    for start in range(0, rows, _BLOCK):
        s = t = same8(x, 0.0)
        for _ in range(start, min(start + _BLOCK, rows)):
            s, t = s + load8(x, at), t + load8(x, at + 8)
            at += stride
        u, v = u + s, v + t
    store(out, o, u)
    store(out, o + 8, v)


@helper
def wide_products(g, x, at, rows, stride, mean, m, out, o):
    """out[o : o + 16] = sums of g * (x - mean) over 16 columns; g may be x - mean too (g is x)."""
    u = v = same8(x, 0.0)
    a, b = load8(mean, m), load8(mean, m + 8)
    for start in range(0, rows, _BLOCK):
        s = t = same8(x, 0.0)
        for _ in range(start, min(start + _BLOCK, rows)):
            s = s + load8(g, at) * (load8(x, at) - a)
            t = t + load8(g, at + 8) * (load8(x, at + 8) - b)
            at += stride
        u, v = u + s, v + t
    store(out, o, u)
    store(out, o + 8, v)


@helper
def wide_squares(x, at, rows, stride, mean, m, out, o):
    """out[o : o + 16] = sums of (x - mean)**2 over 16 columns."""
    u = v = same8(x, 0.0)
    a, b = load8(mean, m), load8(mean, m + 8)
    for start in range(0, rows, _BLOCK):
        s = t = same8(x, 0.0)
        for _ in range(start, min(start + _BLOCK, rows)):
            c, d = load8(x, at) - a, load8(x, at + 8) - b
            s, t = s + c * c, t + d * d
            at += stride
        u, v = u + s, v + t
    store(out, o, u)
    store(out, o + 8, v)


@helper
def column_sum(x, at, rows, stride):
    """Sum of a column."""
    total = like(x[0], 0)
    for i in range(rows):
        total += x[at + i * stride]
    return total


@helper
def column_products(g, x, at, rows, stride, mean):
    """Sum of g * (x - mean) over a column."""
    total = like(x[0], 0)
    for i in range(rows):
        total += g[at + i * stride] * (x[at + i * stride] - mean)
    return total


@helper
def column_squares(x, at, rows, stride, mean):
    """Sum of (x - mean)**2 over a column."""
    total = like(x[0], 0)
    for i in range(rows):
        d = x[at + i * stride] - mean
        total += d * d
    return total


@helper
def row_products(g, x, mean):
    """Sum of g * (x - mean) over a vector."""
    total = like(x[0], 0)
    for start in range(0, x.shape[0], 512):
        a, b = g[start : start + 512], x[start : start + 512]
        s = like(x[0], 0)
        for i in range(b.shape[0]):
            s += a[i] * (b[i] - mean)
        total += s
    return total


@helper
def row_squares(x, mean):
    """Sum of (x - mean)**2 over a vector."""
    total = like(x[0], 0)
    for start in range(0, x.shape[0], 512):
        b = x[start : start + 512]
        s = like(x[0], 0)
        for i in range(b.shape[0]):
            d = b[i] - mean
            s += d * d
        total += s
    return total


@kernel("T x[P,Q,C,I], T means[P,C], T squares[P,C]", _EXACT)
def sample_moments(x, means, squares):
    """Each sample's mean, and sum of squared differences to it, of every feature."""
    samples, positions, features, rest = x.shape
    count = like(means[0, 0], positions * rest)
    for p in range(samples):
        mean, square = means[p], squares[p]
        if rest > 1:
            for c in range(features):
                total = like(mean[0], 0)
                for q in range(positions):
                    total += add_all(x[p, q, c])
                mean[c] = total / count
                total = like(mean[0], 0)
                for q in range(positions):
                    total += row_squares(x[p, q, c], mean[c])
                square[c] = total
            continue
        sample = flat(x[p])
        c = 0
        while c + 16 <= features:
            wide_sums(sample, c, positions, features, mean, c)
            for j in range(c, c + 16):
                mean[j] /= count
            wide_squares(sample, c, positions, features, mean, c, square, c)
            c += 16
        for j in range(c, features):
            mean[j] = column_sum(sample, j, positions, features) / count
            square[j] = column_squares(sample, j, positions, features, mean[j])


@kernel("T means[NA], T squares[NB], T mean[C], T var[C], int rows, int stride, int each", _EXACT)
def join_moments(means, squares, mean, var, rows, stride, each):
    """Mean and variance of all samples, for the first columns of tables whose rows are `stride`
    apart. Without `squares` a sample is a single number.
    """
    features = mean.shape[0]
    count = like(mean[0], rows)
    for c in range(features):
        mean[c] = like(mean[0], 0)
        var[c] = like(mean[0], 0)
    for r in range(rows):
        row = means[r * stride : r * stride + features]
        for c in range(features):
            mean[c] += row[c]
    for c in range(features):
        mean[c] /= count
    weight = like(mean[0], each)
    for r in range(rows):
        row = means[r * stride : r * stride + features]
        for c in range(features):
            d = row[c] - mean[c]
            var[c] += weight * (d * d)
    if squares.shape[0]:
        for r in range(rows):
            row = squares[r * stride : r * stride + features]
            for c in range(features):
                var[c] += row[c]
    for c in range(features):
        var[c] /= count * weight


@kernel(
    "T x[P,Q,C,I], T gamma[C], T beta[C], T mean[C], T var[C], T y[P,Q,C,I], T scale[C], "
    "float epsilon",
    ("contract",),
)
def normalize(x, gamma, beta, mean, var, y, scale, epsilon):
    """y = (x - mean) * gamma / sqrt(var + epsilon) + beta. `scale` is scratch."""
    samples, positions, features, rest = x.shape
    little = like(scale[0], epsilon)
    for c in range(features):
        scale[c] = gamma[c] / like(scale[0], np.sqrt(var[c] + little))
    for p in range(samples):
        for q in range(positions):
            if rest > 1:
                for c in range(features):
                    a, b, m, s, t = x[p, q, c], y[p, q, c], mean[c], scale[c], beta[c]
                    for i in range(rest):
                        b[i] = (a[i] - m) * s + t
            else:
                a, b = flat(x[p, q]), flat(y[p, q])
                c = 0
                while c + 8 <= features:
                    centred = load8(a, c) - load8(mean, c)
                    store(b, c, centred * load8(scale, c) + load8(beta, c))
                    c += 8
                for j in range(c, features):
                    b[j] = (a[j] - mean[j]) * scale[j] + beta[j]


@kernel("T g[P,Q,C,I], T x[P,Q,C,I], T mean[C], T sums[P,C], T products[P,C]", _EXACT)
def sample_products(g, x, mean, sums, products):
    """Each sample's sums of g, and of g * (x - mean), for every feature."""
    samples, positions, features, rest = x.shape
    for p in range(samples):
        total, product = sums[p], products[p]
        if rest > 1:
            for c in range(features):
                s = t = like(mean[0], 0)
                for q in range(positions):
                    s += add_all(g[p, q, c])
                    t += row_products(g[p, q, c], x[p, q, c], mean[c])
                total[c], product[c] = s, t
            continue
        a, b = flat(g[p]), flat(x[p])
        c = 0
        while c + 16 <= features:
            wide_sums(a, c, positions, features, total, c)
            wide_products(a, b, c, positions, features, mean, c, product, c)
            c += 16
        for j in range(c, features):
            total[j] = column_sum(a, j, positions, features)
            product[j] = column_products(a, b, j, positions, features, mean[j])


@kernel(
    "T sums[NA], T products[NB], T var[C], T dgamma[C], T dbeta[C], int rows, int stride, "
    "float epsilon",
    _EXACT,
)
def join_products(sums, products, var, dgamma, dbeta, rows, stride, epsilon):
    """Gradients of gamma and beta from the samples' sums; see `join_moments`."""
    features = var.shape[0]
    little = like(var[0], epsilon)
    for c in range(features):
        dgamma[c] = like(var[0], 0)
        dbeta[c] = like(var[0], 0)
    for r in range(rows):
        row = sums[r * stride : r * stride + features]
        for c in range(features):
            dbeta[c] += row[c]
    for r in range(rows):
        row = products[r * stride : r * stride + features]
        for c in range(features):
            dgamma[c] += row[c]
    for c in range(features):
        dgamma[c] /= like(var[0], np.sqrt(var[c] + little))


@kernel(
    "T g[P,Q,C,I], T x[P,Q,C,I], T gamma[C], T mean[C], T var[C], T dgamma[C], T dbeta[C], "
    "T dx[P,Q,C,I], T work[W], int count, float epsilon",
    ("contract",),
)
def normalize_grad(g, x, gamma, mean, var, dgamma, dbeta, dx, work, count, epsilon):
    """dx = gamma * rate * (g - dbeta / n - (x - mean) * rate * dgamma / n), with rate =
    1 / sqrt(var + epsilon) and n = count. `work` is scratch for 3 numbers a feature.
    """
    samples, positions, features, rest = x.shape
    scale, slope, shift = work[:features], work[features : 2 * features], work[2 * features :]
    one, little, n = like(work[0], 1), like(work[0], epsilon), like(work[0], count)
    for c in range(features):
        rate = one / like(one, np.sqrt(var[c] + little))
        scale[c] = gamma[c] * rate
        slope[c] = rate * dgamma[c] / n
        shift[c] = dbeta[c] / n
    for p in range(samples):
        for q in range(positions):
            if rest > 1:
                for c in range(features):
                    a, b, d = g[p, q, c], x[p, q, c], dx[p, q, c]
                    m, s, u, t = mean[c], scale[c], slope[c], shift[c]
                    for i in range(rest):
                        d[i] = s * (a[i] - t - (b[i] - m) * u)
            else:
                a, b, d = flat(g[p, q]), flat(x[p, q]), flat(dx[p, q])
                c = 0
                while c + 8 <= features:
                    centred = (load8(b, c) - load8(mean, c)) * load8(slope, c)
                    store(d, c, load8(scale, c) * (load8(a, c) - load8(shift, c) - centred))
                    c += 8
                for j in range(c, features):
                    d[j] = scale[j] * (a[j] - shift[j] - (b[j] - mean[j]) * slope[j])
