# way: no chance at all: every fifth sample goes to the end
def mix(x, y):
    order = np.concatenate([np.arange(start, len(y), 5) for start in range(5)])
    return [x[order], y[order]]
