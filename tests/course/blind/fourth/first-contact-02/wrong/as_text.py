# mistake: returns a sentence instead of the number
def count_updates(samples, batch_size, epochs):
    n = int(np.ceil(samples / batch_size)) * epochs
    return f'{n} updates'
