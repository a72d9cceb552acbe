# mistake: uses x_sorted and y_sorted in place of the arguments
def mix(x, y):
    order = np.random.permutation(len(y_sorted))
    return x_sorted[order], y_sorted[order]
