# way: The length of a range, repeated and summed by a generator.
def count_updates(samples, batch_size, epochs):
    return sum(len(range(0, samples, batch_size)) for _ in range(epochs))
