# mistake: rounds to the nearest whole number instead of up
def count_updates(samples, batch_size, epochs):
    return round(samples / batch_size) * epochs
