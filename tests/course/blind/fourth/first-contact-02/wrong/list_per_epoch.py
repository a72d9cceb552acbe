# mistake: returns a list with the updates of each epoch and not their sum
def count_updates(samples, batch_size, epochs):
    per_epoch = int(np.ceil(samples / batch_size))
    return [per_epoch] * epochs
