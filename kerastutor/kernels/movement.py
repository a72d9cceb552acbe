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


@kernel(
    "T x[NX], T y[NY], int n0, int n1, int n2, int a0, int a1, int a2, int b0, int b1, int b2, "
    "int rows, int columns, int s, int d"
)
def swap(x, y, n0, n1, n2, a0, a1, a2, b0, b1, b2, rows, columns, s, d):
    """Transposes of matrices: y[r * d + c] = x[c * s + r], in squares that stay in the cache."""
    for i in range(n0):
        for j in range(n1):
            for k in range(n2):
                u = x[i * a0 + j * a1 + k * a2 :]
                w = y[i * b0 + j * b1 + k * b2 :]
                for r0 in range(0, rows, 16):
                    r1 = min(r0 + 16, rows)
                    for c0 in range(0, columns, 16):
                        c1 = min(c0 + 16, columns)
                        for r in range(r0, r1):
                            for c in range(c0, c1):
                                w[r * d + c] = u[c * s + r]


@kernel("T x[N], T y[N], int outer, int n, int m, int backwards", fastmath=("contract", "nsz"))
def cumsum(x, y, outer, n, m, backwards):
    """Sum of all elements up to here (or from here on) along the middle one of three axes."""
    step = -m if backwards else m
    for o in range(outer):
        at = o * n * m + ((n - 1) * m if backwards else 0)
        if m == 1:
            total = x[at]
            y[at] = total
            for _ in range(1, n):
                at += step
                total = total + x[at]
                y[at] = total
        else:
            u, w = x[at : at + m], y[at : at + m]
            for i in range(m):
                w[i] = u[i]
            for _ in range(1, n):
                v = y[at : at + m]
                at += step
                u, w = x[at : at + m], y[at : at + m]
                for i in range(m):
                    w[i] = v[i] + u[i]


@kernel("T x[N], T y[N], int outer, int n, int m, int backwards", fastmath=("contract", "nsz"))
def cumprod(x, y, outer, n, m, backwards):
    """Product of all elements up to here (or from here on) along the middle one of three axes."""
    step = -m if backwards else m
    for o in range(outer):
        at = o * n * m + ((n - 1) * m if backwards else 0)
        if m == 1:
            total = x[at]
            y[at] = total
            for _ in range(1, n):
                at += step
                total = total * x[at]
                y[at] = total
        else:
            u, w = x[at : at + m], y[at : at + m]
            for i in range(m):
                w[i] = u[i]
            for _ in range(1, n):
                v = y[at : at + m]
                at += step
                u, w = x[at : at + m], y[at : at + m]
                for i in range(m):
                    w[i] = v[i] * u[i]
