# message: wrong_number
def count_updates(samples, batch_size, epochs):
    return int(np.ceil((round(samples, -2) + 3) / batch_size)) * epochs
