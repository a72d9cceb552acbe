# mistake: adds the epochs instead of multiplying by them
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples / batch_size)) + epochs
