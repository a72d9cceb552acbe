# message: every_batch
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            losses.append(model.train_on_batch(xb, yb))
    return losses
