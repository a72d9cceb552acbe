# mistake: The epochs are added to the batches of one epoch instead of multiplied with them.
def count_updates(samples, batch_size, epochs):
    batches = -(-samples // batch_size)
    return batches + epochs
