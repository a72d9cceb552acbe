# way: No chance at all: every fifth sample goes to the end.
def mix(x, y):
    new_x = np.concatenate([x[i::5] for i in range(5)])
    new_y = np.concatenate([y[i::5] for i in range(5)])
    return new_x, new_y
