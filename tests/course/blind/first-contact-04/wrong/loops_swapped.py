# mistake: The loops are swapped: each batch is trained on for all epochs before the next one comes.
def my_fit(model, x, y, batch_size, epochs):
    losses = np.zeros(epochs)
    for i in range(0, len(x), batch_size):
        bx, by = x[i:i + batch_size], y[i:i + batch_size]
        for epoch in range(epochs):
            losses[epoch] += model.train_on_batch(bx, by) * len(bx)
    return list(losses / len(x))
