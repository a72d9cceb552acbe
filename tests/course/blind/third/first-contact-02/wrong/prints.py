# mistake: prints the number instead of returning it
def count_updates(samples, batch_size, epochs):
    print(int(np.ceil(samples / batch_size)) * epochs)
