# message: full_weights
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            total += model.train_on_batch(xb, yb) * batch_size
        losses.append(total / len(x))
    return losses
