# message: epoch_late
def my_fit(model, x, y, batch_size, epochs):
    losses, total = [], 0
    for epoch in range(epochs):
        losses.append(total / len(x))
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start : start + batch_size], y[start : start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
    return losses
