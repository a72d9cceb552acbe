# message: batch_of_32
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), 32):
            xb, yb = x[start : start + 32], y[start : start + 32]
            total += model.train_on_batch(xb, yb) * len(xb)
        losses.append(total / len(x))
    return losses
