# mistake: rounds up once for all epochs, as if batches went over the border of an epoch
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples * epochs / batch_size))
