# message: outer_data
def mix(x, y):
    order = np.random.permutation(len(x_sorted))
    return x_sorted[order], y_sorted[order]
