# mistake: returns a loss for each batch instead of each epoch
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            history.append(model.train_on_batch(x[start:start + batch_size], y[start:start + batch_size]))
    return history
