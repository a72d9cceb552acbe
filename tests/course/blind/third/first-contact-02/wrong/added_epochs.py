# mistake: adds the epochs instead of multiplying by them
def count_updates(samples, batch_size, epochs):
    batches = int(np.ceil(samples / batch_size))
    return batches + epochs
