# way: A generator of batches, a while loop over the epochs, and a running mean.
def batches(x, y, size):
    start = 0
    while start < len(x):
        yield x[start:start + size], y[start:start + size]
        start += size


def my_fit(model, x, y, batch_size, epochs):
    history = {"loss": []}
    while len(history["loss"]) < epochs:
        mean, seen = 0.0, 0
        for bx, by in batches(x, y, batch_size):
            loss = model.train_on_batch(bx, by)
            seen += len(bx)
            mean += (loss - mean) * len(bx) / seen
        history["loss"].append(mean)
    return history["loss"]
