# mistake: Only the first four fifths are shuffled; the exam stays as it was.
def mix(x, y):
    cut = int(len(x) * 0.8)
    order = np.arange(len(x))
    np.random.shuffle(order[:cut])
    return x[order], y[order]
