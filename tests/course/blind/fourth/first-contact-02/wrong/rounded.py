# mistake: rounds to the nearest number of batches instead of up
def count_updates(samples, batch_size, epochs):
    return round(samples / batch_size) * epochs
