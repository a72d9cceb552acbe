# mistake: shuffles all pixels of x between the samples with the flattened array
def mix(x, y):
    flat = x.flatten()
    np.random.shuffle(flat)
    return flat.reshape(x.shape), y
