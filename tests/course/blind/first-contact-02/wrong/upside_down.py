# mistake: The fraction is upside down: batch size by samples instead of samples by batch size.
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(batch_size / samples)) * epochs
