# mistake: returns a list with the updates of each epoch instead of the total
def count_updates(samples, batch_size, epochs):
    return [int(np.ceil(samples / batch_size)) for epoch in range(epochs)]
