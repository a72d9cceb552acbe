# mistake: adds a short batch even where the division leaves no rest
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + 1) * epochs
