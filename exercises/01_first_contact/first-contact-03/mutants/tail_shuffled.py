# message: cut_too_early
def mix(x, y):
    cut = int(len(x) * 0.8)
    order = np.concatenate([np.arange(cut), cut + np.random.permutation(len(x) - cut)])
    return x[order], y[order]
