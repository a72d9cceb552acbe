# mistake: The batch losses are added up and never divided.
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for _ in range(epochs):
        total = 0.0
        for i in range(0, len(x), batch_size):
            total += model.train_on_batch(x[i:i + batch_size], y[i:i + batch_size])
        history.append(total)
    return history
