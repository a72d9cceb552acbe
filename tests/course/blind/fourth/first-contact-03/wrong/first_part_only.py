# mistake: shuffles only the first four fifths, the exam stays the last classes
def mix(x, y):
    cut = int(len(y) * 0.8)
    order = np.concatenate([np.random.permutation(cut), np.arange(cut, len(y))])
    return x[order], y[order]
