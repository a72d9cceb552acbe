# mistake: rounds to the nearest whole number, so a last batch of less than half is lost
def count_updates(samples, batch_size, epochs):
    return round(samples / batch_size) * epochs
