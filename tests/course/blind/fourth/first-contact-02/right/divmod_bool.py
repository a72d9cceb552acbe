# way: divmod and a truth value as a number
def count_updates(samples, batch_size, epochs):
    full, rest = divmod(samples, batch_size)
    return (full + (rest > 0)) * epochs
