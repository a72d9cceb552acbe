# way: a numpy whole number, with a print
def count_updates(samples, batch_size, epochs):
    starts = np.arange(0, samples, batch_size)
    result = np.int64(starts.size) * epochs
    print("updates:", result)
    return result
