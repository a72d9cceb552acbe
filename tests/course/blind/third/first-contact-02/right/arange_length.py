# way: length of the array of batch starts, called on a class instance
class UpdateCounter:
    def __call__(self, samples, batch_size, epochs):
        starts = np.arange(0, samples, batch_size)
        print(len(starts), "batches in an epoch")
        return np.int64(starts.size * epochs)


count_updates = UpdateCounter()
