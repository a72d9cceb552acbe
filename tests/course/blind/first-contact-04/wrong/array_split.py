# mistake: array_split makes batches of nearly equal size instead of full ones and a short last one.
def my_fit(model, x, y, batch_size, epochs):
    n = int(np.ceil(len(x) / batch_size))
    losses = []
    for epoch in range(epochs):
        total = 0
        for bx, by in zip(np.array_split(x, n), np.array_split(y, n)):
            total += model.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
