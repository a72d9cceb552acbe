# message: raised
def mix(data):
    return np.random.permutation(data)
