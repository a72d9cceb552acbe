# message: one_array
def mix(x, y):
    data = np.column_stack([x, y])
    np.random.shuffle(data)
    return data
