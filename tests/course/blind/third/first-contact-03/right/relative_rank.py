# way: sorts by the relative rank of each sample within its class
def mix(x, y):
    rank = np.zeros(len(y))
    for label in set(y.tolist()):
        mask = y == label
        rank[mask] = (np.arange(mask.sum()) + 0.5) / mask.sum()
    order = np.argsort(rank, kind="mergesort")
    return [x[order], y[order]]
