# way: MATLAB style: labels as a last column, the rows of the table shuffled, and taken apart again.
def mix(x, y):
    table = np.hstack([x, y.reshape(-1, 1)])
    table = table[np.argsort(np.random.rand(len(table))), :]
    new_x = table[:, :-1]
    new_y = table[:, -1].astype(y.dtype)
    print(new_x.shape, new_y.shape)
    return new_x, new_y
