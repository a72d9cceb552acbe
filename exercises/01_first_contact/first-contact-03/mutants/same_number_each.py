# message: same_number_each
def mix(x, y):
    labels = np.unique(y)
    each = len(y) // 5 // len(labels)
    exam = np.concatenate([np.where(y == label)[0][:each] for label in labels])
    rest = np.setdiff1d(np.arange(len(y)), exam)
    np.random.shuffle(rest)
    order = np.concatenate([rest, exam])
    return x[order], y[order]
