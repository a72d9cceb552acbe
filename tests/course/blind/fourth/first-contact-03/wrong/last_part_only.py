# mistake: shuffles only the last fifth within itself
def mix(x, y):
    cut = int(len(y) * 0.8)
    order = np.concatenate([np.arange(cut), cut + np.random.permutation(len(y) - cut)])
    return x[order], y[order]
