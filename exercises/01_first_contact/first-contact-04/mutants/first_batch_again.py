# message: wrong_batches
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        model.train_on_batch(x[:batch_size], y[:batch_size])
        for start in range(0, len(x), batch_size):
            batch = slice(start, start + batch_size)
            total += model.train_on_batch(x[batch], y[batch]) * len(x[batch])
        losses.append(total / len(x))
    return losses
