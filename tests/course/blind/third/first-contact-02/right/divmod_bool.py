# way: divmod and a truth value as number
def count_updates(samples, batch_size, epochs):
    full, rest = divmod(samples, batch_size)
    return epochs * (full + bool(rest))
