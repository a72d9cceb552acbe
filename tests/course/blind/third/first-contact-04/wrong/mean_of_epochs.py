# mistake: returns one number, the mean over all epochs, instead of a loss for each
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return sum(history) / len(history)
