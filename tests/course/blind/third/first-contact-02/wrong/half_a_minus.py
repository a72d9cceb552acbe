# mistake: the trick with the minus sign is only half done, so the result is negative
def count_updates(samples, batch_size, epochs):
    return -samples // batch_size * epochs
