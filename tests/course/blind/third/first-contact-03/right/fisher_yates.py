# way: Fisher-Yates on a list of indices, np.take
def mix(x, y):
    index = list(range(len(x)))
    for last in range(len(index) - 1, 0, -1):
        other = np.random.randint(last + 1)
        index[last], index[other] = index[other], index[last]
    return np.take(x, index, axis=0), np.take(y, index)
