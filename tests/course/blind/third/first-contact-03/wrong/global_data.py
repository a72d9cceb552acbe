# mistake: uses x_sorted and y_sorted from outside instead of its arguments
def mix(x, y):
    order = np.random.permutation(len(x_sorted))
    return x_sorted[order], y_sorted[order]
