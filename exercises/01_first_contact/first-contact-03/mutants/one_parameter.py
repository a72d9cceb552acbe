# message: other_parameters
def mix(data):
    return np.random.permutation(data)
