# message: one_hot
def mix(x, y):
    order = np.random.permutation(len(x))
    return x[order], np.eye(10)[y[order]]
