# mistake: believes that the weights change once per epoch
def count_updates(samples, batch_size, epochs):
    return epochs
