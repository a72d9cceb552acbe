# message: piling_up
def my_fit(model, x, y, batch_size, epochs):
    total = 0
    losses = []
    for epoch in range(epochs):
        print(epoch)
        for start in range(0, len(x), batch_size):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            total += model.train_on_batch(xb, yb) * len(xb)
        losses.append(total / len(x))
    return losses
