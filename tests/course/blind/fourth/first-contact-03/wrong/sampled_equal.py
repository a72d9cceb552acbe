# mistake: takes equally many of each class and throws the others away
def mix(x, y):
    least = min(np.sum(y == c) for c in np.unique(y))
    order = np.concatenate([np.random.choice(np.where(y == c)[0], least, replace=False) for c in np.unique(y)])
    np.random.shuffle(order)
    return x[order], y[order]
