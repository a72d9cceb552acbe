# way: Fisher and Yates by hand with fancy indices
def mix(x, y):
    for i in range(len(y) - 1, 0, -1):
        j = np.random.randint(i + 1)
        x[[i, j]] = x[[j, i]]
        y[[i, j]] = y[[j, i]]
    return x, y
