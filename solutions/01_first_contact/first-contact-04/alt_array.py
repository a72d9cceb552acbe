def my_fit(model, x, y, batch_size, epochs):
    steps = int(np.ceil(len(x) / batch_size))
    losses = np.zeros(epochs)
    for step in range(steps * epochs):
        epoch, batch = divmod(step, steps)
        ids = np.arange(batch * batch_size, min((batch + 1) * batch_size, len(x)))
        losses[epoch] += model.train_on_batch(x[ids], y[ids]) * len(ids) / len(x)
    return losses.tolist()
