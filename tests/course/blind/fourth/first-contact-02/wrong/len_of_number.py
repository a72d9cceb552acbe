# mistake: takes samples for the data and calls len on a number
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(len(samples) / batch_size)) * epochs
