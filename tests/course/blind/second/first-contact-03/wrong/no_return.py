# mistake: the function has no return
def mix(x, y):
    p = np.random.permutation(len(x))
    new_x = x[p]
    new_y = y[p]
