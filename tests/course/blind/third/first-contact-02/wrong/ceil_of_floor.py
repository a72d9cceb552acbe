# mistake: takes ceil of an integer division, which has already been rounded down
def count_updates(samples, batch_size, epochs):
    batches = np.ceil(samples // batch_size)
    return int(batches * epochs)
