# message: no_pair
def mix(x, y):
    order = np.random.permutation(len(x))
    return {"x": x[order], "y": y[order]}
