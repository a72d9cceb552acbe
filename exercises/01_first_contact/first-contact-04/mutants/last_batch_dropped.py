# message: last_batch_dropped
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = [0.0]
        for step in range(len(x) // batch_size):
            part = slice(step * batch_size, (step + 1) * batch_size)
            found.append(model.train_on_batch(x[part], y[part]))
        losses.append(np.mean(found))
    return losses
