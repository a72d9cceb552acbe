# message: unbalanced
def mix(x, y):
    half = len(x) // 2
    order = np.concatenate([np.ravel(np.column_stack([np.arange(half), half + np.arange(half)])),
                            np.arange(2 * half, len(x))])
    return x[order], y[order]
