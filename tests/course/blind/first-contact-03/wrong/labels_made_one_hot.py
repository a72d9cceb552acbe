# mistake: The labels come back as one-hot rows with ten columns instead of the numbers they were.
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order], np.eye(10)[y[order]]
