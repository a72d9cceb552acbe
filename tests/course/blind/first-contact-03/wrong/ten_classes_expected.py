# mistake: It expects the classes 0 to 9; samples of any other class are lost.
def mix(x, y):
    order = []
    for c in range(10):
        order.extend(np.where(y == c)[0])
    order = np.random.permutation(np.array(order, dtype=int))
    return x[order], y[order]
