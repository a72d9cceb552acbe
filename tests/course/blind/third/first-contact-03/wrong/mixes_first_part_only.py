# mistake: mixes only the first four fifths, the last fifth stays the last classes
def mix(x, y):
    cut = int(len(x) * 0.8)
    order = np.arange(len(x))
    order[:cut] = np.random.permutation(cut)
    return x[order], y[order]
