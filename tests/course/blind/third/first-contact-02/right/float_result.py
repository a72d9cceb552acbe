# way: returns a NumPy float
def count_updates(samples, batch_size, epochs):
    return np.ceil(np.divide(samples, batch_size)) * np.float64(epochs)
