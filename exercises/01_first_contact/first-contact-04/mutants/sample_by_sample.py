# message: one_by_one
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        found = [model.train_on_batch(x[i : i + 1], y[i : i + 1]) for i in range(len(x))]
        losses.append(np.mean(found))
    return losses
