# mistake: the range goes one too far, so there is an empty extra batch when the batches fit exactly
def count_updates(samples, batch_size, epochs):
    return epochs * len(range(0, samples + 1, batch_size))
