# mistake: The number is printed but not returned.
def count_updates(samples, batch_size, epochs):
    n = int(np.ceil(samples / batch_size)) * epochs
    print(n)
