# mistake: cuts a tenth off for validation, which the text rules out
def count_updates(samples, batch_size, epochs):
    training = int(samples * 0.9)
    return -(-training // batch_size) * epochs
