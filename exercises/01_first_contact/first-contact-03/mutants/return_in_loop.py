# message: hardly_moved
def mix(x, y):
    for i in range(len(x)):
        j = np.random.randint(len(x))
        x[[i, j]] = x[[j, i]]
        y[[i, j]] = y[[j, i]]
        return x, y
