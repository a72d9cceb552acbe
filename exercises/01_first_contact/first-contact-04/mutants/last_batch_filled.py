# message: last_batch_filled
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = []
        for start in range(0, len(x), batch_size):
            ids = np.arange(start, start + batch_size) % len(x)
            found.append(model.train_on_batch(x[ids], y[ids]))
        losses.append(np.mean(found))
    return losses
