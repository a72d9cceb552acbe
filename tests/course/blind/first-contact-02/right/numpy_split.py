# way: numpy splits an index array at the batch borders; a numpy integer comes back.
def count_updates(samples, batch_size=32, epochs=1):
    index = np.arange(samples)
    sizes = np.bincount(index // batch_size)
    return np.int64(np.count_nonzero(sizes)) * np.int64(epochs)
