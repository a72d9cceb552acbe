# message: cut_too_early
def mix(x, y):
    cut = int(len(x) * 0.8)
    order = np.concatenate([np.random.permutation(cut), np.arange(cut, len(x))])
    return x[order], y[order]
