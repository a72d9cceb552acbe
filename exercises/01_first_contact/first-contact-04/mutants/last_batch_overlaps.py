# message: last_batch_filled
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = []
        for start in range(0, len(x), batch_size):
            start = max(min(start, len(x) - batch_size), 0)
            found.append(model.train_on_batch(x[start:][:batch_size], y[start:][:batch_size]))
        losses.append(np.mean(found))
    return losses
