# message: outer_labels
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order], y_sorted[order]
