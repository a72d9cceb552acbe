# mistake: round rounds a short batch of less than half away instead of counting it.
def count_updates(samples, batch_size, epochs):
    return round(samples / batch_size) * epochs
