# message: overlap
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = []
        for start in range(len(x)):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            found.append(model.train_on_batch(xb, yb))
        losses.append(np.mean(found))
    return losses
