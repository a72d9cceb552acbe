# message: running
def my_fit(model, x, y, batch_size, epochs):
    losses, total, seen = [], 0, 0
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            total += model.train_on_batch(xb, yb) * len(xb)
            seen += len(xb)
        losses.append(total / seen)
    return losses
