def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0.0
        for start in range(0, len(x), batch_size):
            stop = min(start + batch_size, len(x))
            loss = model.train_on_batch(x[start:stop], y[start:stop])
            total += loss * (stop - start)  # the mean of this batch, for each of its samples
        losses.append(total / len(x))
    return losses
