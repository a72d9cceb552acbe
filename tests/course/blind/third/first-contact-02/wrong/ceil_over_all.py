# mistake: rounds up once over all epochs, as if batches ran on from one epoch into the next
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples * epochs / batch_size))
