"""Moving elements: strided copies in any direction, and running sums and products."""

from kerastutor.kernels.jit import kernel

_WALK = (
    "int n0, int n1, int n2, int n3, int n4, int n5, int a0, int a1, int a2, int a3, int a4, int a5"
)


@kernel("T x[NX], T y[NY], int start, " + _WALK)
def pick(x, y, start, n0, n1, n2, n3, n4, n5, a0, a1, a2, a3, a4, a5):
    """Strided read from element `start` on, dense write; strides may be negative."""
    o = 0
    b = -a5 if a5 < 0 else a5
    for h in range(n0):
        for g in range(n1):
            for i in range(n2):
                for j in range(n3):
                    for k in range(n4):
                        at = start + h * a0 + g * a1 + i * a2 + j * a3 + k * a4
                        w = y[o : o + n5]
                        if a5 < 0:
                            u = x[at + (n5 - 1) * a5 :]
                            for t in range(n5):
                                w[n5 - 1 - t] = u[t * b]
                        else:
                            u = x[at:]
                            for t in range(n5):
                                w[t] = u[t * b]
                        o += n5


@kernel("T x[NX], T y[NY], int start, " + _WALK)
def place(x, y, start, n0, n1, n2, n3, n4, n5, a0, a1, a2, a3, a4, a5):
    """Dense read, strided write from element `start` on; strides may be negative."""
    o = 0
    b = -a5 if a5 < 0 else a5
    for h in range(n0):
        for g in range(n1):
            for i in range(n2):
                for j in range(n3):
                    for k in range(n4):
                        at = start + h * a0 + g * a1 + i * a2 + j * a3 + k * a4
                        u = x[o : o + n5]
                        if a5 < 0:
                            w = y[at + (n5 - 1) * a5 :]
                            for t in range(n5):
                                w[t * b] = u[n5 - 1 - t]
                        else:
                            w = y[at:]
                            for t in range(n5):
                                w[t * b] = u[t]
                        o += n5


@kernel("T x[O,A,I], T y[O,A,I], int backwards", fastmath=("contract", "nsz"))
def cumsum(x, y, backwards):
    """Sum of all elements up to here along the middle axis, or from here on."""
    n = x.shape[1]
    for o in range(x.shape[0]):
        for a in range(n):
            at = n - 1 - a if backwards else a
            u, w = x[o, at], y[o, at]
            if a == 0:
                for i in range(x.shape[2]):
                    w[i] = u[i]
            else:
                v = y[o, at + 1 if backwards else at - 1]
                for i in range(x.shape[2]):
                    w[i] = v[i] + u[i]


@kernel("T x[O,A,I], T y[O,A,I], int backwards", fastmath=("contract", "nsz"))
def cumprod(x, y, backwards):
    """Product of all elements up to here along the middle axis, or from here on."""
    n = x.shape[1]
    for o in range(x.shape[0]):
        for a in range(n):
            at = n - 1 - a if backwards else a
            u, w = x[o, at], y[o, at]
            if a == 0:
                for i in range(x.shape[2]):
                    w[i] = u[i]
            else:
                v = y[o, at + 1 if backwards else at - 1]
                for i in range(x.shape[2]):
                    w[i] = v[i] * u[i]
