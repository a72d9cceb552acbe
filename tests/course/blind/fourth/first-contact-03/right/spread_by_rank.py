# way: each sample gets its relative place in its class, and these are sorted with a stable sort
def mix(x, y):
    place = np.empty(len(y))
    for c in set(y.tolist()):
        mine = np.flatnonzero(y == c)
        place[mine] = (np.random.permutation(len(mine)) + np.random.rand()) / len(mine)
    order = np.argsort(place, kind="stable")
    return x[order], y[order]
