# message: misaligned
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = []
        for start in range(0, len(x), batch_size):
            xb = x[start : start + batch_size]
            found.append(model.train_on_batch(xb, y[: len(xb)]))
        losses.append(np.mean(found))
    return losses
