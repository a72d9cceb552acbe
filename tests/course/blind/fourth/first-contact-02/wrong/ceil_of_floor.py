# mistake: rounds up after an integer division, which has already cut the rest off
def count_updates(samples, batch_size, epochs):
    return int(np.ceil(samples // batch_size)) * epochs
