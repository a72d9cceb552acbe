# message: numbers_added
def count_updates(samples, batch_size, epochs):
    return sum(batch for _ in range(epochs) for batch in range(-(-samples // batch_size)))
