# mistake: The range ends at len(x) - batch_size, so the last batch is never reached.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total, count = 0, 0
        for i in range(0, len(x) - batch_size, batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
            count += len(bx)
        losses.append(total / max(count, 1))
    return losses
