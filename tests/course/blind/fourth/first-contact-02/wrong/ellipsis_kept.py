# mistake: the computation is done outside of the function, which still returns None
def count_updates(samples, batch_size, epochs):
    ...

batches = int(np.ceil(1437 / 32))
updates = batches * 5
updates
