# mistake: shuffles within each class only, the classes stay in order
def mix(x, y):
    order = np.concatenate([np.random.permutation(np.where(y == c)[0]) for c in np.unique(y)])
    return x[order], y[order]
