# message: raised
def count_updates(samples, batch_size, epochs):
    return len(np.split(np.arange(samples), samples // batch_size)) * epochs
