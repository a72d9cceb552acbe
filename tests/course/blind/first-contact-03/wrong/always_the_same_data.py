# mistake: It mixes x_sorted and y_sorted, whatever data it is given.
def mix(x, y):
    order = np.random.permutation(len(x_sorted))
    return x_sorted[order], y_sorted[order]
