# mistake: prints the number and returns None
def count_updates(samples, batch_size, epochs):
    updates = int(np.ceil(samples / batch_size)) * epochs
    print(updates)
