"""Softmax and cross-entropies on rows: x[r, :] is one sample's classes."""

from kerastutor.kernels.jit import helper, kernel
from kerastutor.kernels.mathlib import exp, like, log, log1p, sigmoid


@helper
def softmax_row(x, y):
    """y = exp(x - max(x)) / sum."""
    n = x.shape[0]
    top = x[0]
    for j in range(1, n):
        top = x[j] if x[j] > top else top
    total = like(top, 0)
    for j in range(n):
        e = exp(x[j] - top)
        y[j] = e
        total += e
    scale = like(top, 1) / total
    for j in range(n):
        y[j] *= scale


@kernel("T x[M,N], T y[M,N]", fastmath=("contract", "nsz"))
def softmax(x, y):
    """Each row of y adds up to one."""
    for i in range(x.shape[0]):
        softmax_row(x[i], y[i])


@kernel("T g[M,N], T y[M,N], T d[M,N]")
def softmax_grad(g, y, d):
    """d = (g - sum(g * y)) * y, row by row."""
    n = g.shape[1]
    for i in range(g.shape[0]):
        a, b, c = g[i], y[i], d[i]
        total = like(a[0], 0)
        for j in range(n):
            total += a[j] * b[j]
        for j in range(n):
            c[j] = (a[j] - total) * b[j]


@helper
def clipped(p, low, high):
    """p kept between two bounds; NaN stays."""
    q = low if p < low else p
    return high if q > high else q


@kernel("T t[M,N], T x[M,N], T y[M], int logits, float eps", fastmath=("contract", "nsz"))
def categorical_crossentropy(t, x, y, logits, eps):
    """y = -sum(t * log(x)), row by row; x holds probabilities (scaled to sum one, clipped) or
    logits.
    """
    n = x.shape[1]
    low, high = like(y[0], eps), like(y[0], 1.0 - eps)
    zero = like(y[0], 0)
    for i in range(x.shape[0]):
        a, b = x[i], t[i]
        loss = zero
        total = zero
        if logits:
            top = a[0]
            for j in range(1, n):
                top = a[j] if a[j] > top else top
            for j in range(n):
                total += exp(a[j] - top)
            total = log(total) + top
            for j in range(n):
                loss += b[j] * (total - a[j])
        else:
            for j in range(n):
                total += a[j]
            for j in range(n):
                p = a[j] / total
                if b[j] != zero or p != p:
                    loss -= b[j] * log(clipped(p, low, high))
        y[i] = loss


@kernel("T g[M], T t[M,N], T x[M,N], T d[M,N], int logits, float eps", fastmath=("contract", "nsz"))
def categorical_crossentropy_grad(g, t, x, d, logits, eps):
    """Gradient of categorical_crossentropy with respect to x."""
    n = x.shape[1]
    low, high = like(g[0], eps), like(g[0], 1.0 - eps)
    zero = like(g[0], 0)
    for i in range(x.shape[0]):
        a, b, c, w = x[i], t[i], d[i], g[i]
        if logits:
            softmax_row(a, c)
            mass = zero
            for j in range(n):
                mass += b[j]
            for j in range(n):
                c[j] = w * (c[j] * mass - b[j])
        else:
            total = zero
            for j in range(n):
                total += a[j]
            inner = zero
            for j in range(n):
                p = a[j] / total
                slope = -w * b[j] / clipped(p, low, high)
                slope = zero if p < low or p > high else slope
                c[j] = slope
                inner += slope * p
            for j in range(n):
                c[j] = (c[j] - inner) / total


@helper
def log_total(a, logits, low, high):
    """log(sum(exp(z))) of a row of logits; for probabilities z is their clipped logarithm, so the
    sum is theirs.
    """
    n = a.shape[0]
    total = like(a[0], 0)
    if logits:
        top = a[0]
        for j in range(1, n):
            top = a[j] if a[j] > top else top
        for j in range(n):
            total += exp(a[j] - top)
        return log(total) + top
    for j in range(n):
        total += clipped(a[j], low, high)
    return log(total)


@kernel(
    "S t[M], T x[M,N], T y[M], int64 status[3], int logits, float eps", fastmath=("contract", "nsz")
)
def sparse_crossentropy(t, x, y, status, logits, eps):
    """y = -log(x[label]), row by row; a label out of range sets the status."""
    low, high = like(y[0], eps), like(y[0], 1.0 - eps)
    for i in range(x.shape[0]):
        label = int(t[i])
        if label < 0 or label >= x.shape[1]:
            status[0] = 1
            status[1] = label
            status[2] = x.shape[1]
            label = 0
        a = x[i]
        own = a[label] if logits else log(clipped(a[label], low, high))
        y[i] = log_total(a, logits, low, high) - own


@kernel(
    "T g[M], S t[M], T x[M,N], T d[M,N], int64 status[3], int logits, float eps",
    fastmath=("contract", "nsz"),
)
def sparse_crossentropy_grad(g, t, x, d, status, logits, eps):
    """Gradient of sparse_crossentropy with respect to x."""
    n = x.shape[1]
    low, high = like(g[0], eps), like(g[0], 1.0 - eps)
    zero = like(g[0], 0)
    for i in range(x.shape[0]):
        label = int(t[i])
        if label < 0 or label >= n:
            status[0] = 1
            status[1] = label
            status[2] = x.shape[1]
            label = 0
        a, c, w = x[i], d[i], g[i]
        if logits:
            softmax_row(a, c)
            for j in range(n):
                c[j] *= w
            c[label] -= w
        else:
            total = zero
            for j in range(n):
                total += clipped(a[j], low, high)
            for j in range(n):
                inside = a[j] >= low and a[j] <= high
                c[j] = w / total if inside else (zero if a[j] == a[j] else a[j])
            if a[label] >= low and a[label] <= high:
                c[label] -= w / a[label]


@kernel("T t[N], T x[N], T y[N], int logits, float eps", fastmath=("contract", "nsz"))
def binary_crossentropy(t, x, y, logits, eps):
    """y = -(t * log(x) + (1 - t) * log(1 - x)), elementwise."""
    low, high = like(y[0], eps), like(y[0], 1.0 - eps)
    one, zero = like(y[0], 1), like(y[0], 0)
    for i in range(x.shape[0]):
        v = x[i]
        if logits:
            size = -v if v >= zero else v
            y[i] = (v if v > zero else zero) - v * t[i] + log1p(exp(size)) + (zero if v == v else v)
        else:
            p = clipped(v, low, high)
            y[i] = -(t[i] * log(p) + (one - t[i]) * log1p(-p))


@kernel("T g[N], T t[N], T x[N], T d[N], int logits, float eps", fastmath=("contract", "nsz"))
def binary_crossentropy_grad(g, t, x, d, logits, eps):
    """Gradient of binary_crossentropy with respect to x."""
    low, high = like(g[0], eps), like(g[0], 1.0 - eps)
    one, zero = like(g[0], 1), like(g[0], 0)
    for i in range(x.shape[0]):
        v = x[i]
        if logits:
            d[i] = g[i] * (sigmoid(v) - t[i])
        else:
            p = clipped(v, low, high)
            slope = g[i] * (p - t[i]) / (p * (one - p))
            d[i] = zero if v < low or v > high else slope
