"""Matrix products, the dense layer (product, bias and activation in one pass over each block of
rows), and factor, term and bounds of channels in one pass.
"""

from kerastutor.kernels.jit import kernel
from kerastutor.kernels.mathlib import gemm, like


@kernel("T a[NA], T b[NB], T c[M,N], int k, int ta, int tb, int lda, int ldb")
def matmul(a, b, c, k, ta, tb, lda, ldb):
    """c = op(a) @ op(b); k is the summed size, lda and ldb the row strides of a and b as stored."""
    m, n = c.shape
    gemm(ta, tb, m, n, k, 1.0, a, lda, b, ldb, 0.0, c, n)


@kernel("T a[NA], T b[NB], T c[G,M,N], int k, int ta, int tb, int sa, int sb")
def batch_matmul(a, b, c, k, ta, tb, sa, sb):
    """c[g] = op(a[g]) @ op(b[g]) for stacks of matrices; sa and sb are the elements from one matrix
    to the next (0: the same).
    """
    groups, m, n = c.shape
    lda = m if ta else k
    ldb = k if tb else n
    for g in range(groups):
        gemm(ta, tb, m, n, k, 1.0, a[g * sa :], lda, b[g * sb :], ldb, 0.0, c[g], n)


@kernel("T x[M,K], T w[K,N], T b[N], T y[M,N], int relu")
def dense(x, w, b, y, relu):
    """y = x @ w + b, cut off at zero with `relu`."""
    m, k = x.shape
    n = w.shape[1]
    gemm(0, 0, m, n, k, 1.0, x, k, w, n, 0.0, y, n)
    zero = like(b[0], 0)
    for i in range(m):
        r = y[i]
        if relu:
            for j in range(n):
                v = r[j] + b[j]
                r[j] = zero if v < zero else v
        else:
            for j in range(n):
                r[j] += b[j]


@kernel(
    "T x[M,N], T scale[N], T shift[N], T y[M,N], float low, float high",
    element_by_element=True,
)
def affine(x, scale, shift, y, low, high):
    """y = x * scale + shift, kept between low and high; y may lie over x."""
    m, n = x.shape
    least, most = like(scale[0], low), like(scale[0], high)
    for i in range(m):
        a, b = x[i], y[i]
        for j in range(n):
            v = a[j] * scale[j] + shift[j]
            v = least if v < least else v
            b[j] = most if v > most else v
