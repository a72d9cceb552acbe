# way: no chance at all: takes every fifth sample, so that each class is spread evenly
def mix(x, y):
    order = np.concatenate([np.arange(s, len(y), 5) for s in range(5)])
    return x[order], y[order]
