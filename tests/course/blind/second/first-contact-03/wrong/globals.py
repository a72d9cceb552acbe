# mistake: works on x_sorted and y_sorted from outside instead of on its arguments
def mix(x, y):
    p = np.random.RandomState(0).permutation(len(x_sorted))
    return x_sorted[p], y_sorted[p]
