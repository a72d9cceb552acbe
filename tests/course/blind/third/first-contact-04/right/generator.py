# way: a generator gives all batches of all epochs, sums are kept per epoch
def all_batches(x, y, batch_size, epochs):
    for epoch in range(epochs):
        for start in range(0, x.shape[0], batch_size):
            yield epoch, x[start:start + batch_size], y[start:start + batch_size]


def my_fit(model, x, y, batch_size, epochs):
    sums = np.zeros(epochs)
    for epoch, bx, by in all_batches(x, y, batch_size, epochs):
        sums[epoch] += model.train_on_batch(bx, by) * bx.shape[0]
    return (sums / x.shape[0]).tolist()
