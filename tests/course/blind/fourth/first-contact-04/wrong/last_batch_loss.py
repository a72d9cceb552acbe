# mistake: takes the loss of the last batch for the loss of the epoch
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for _ in range(epochs):
        for i in range(0, len(x), batch_size):
            loss = model.train_on_batch(x[i:i + batch_size], y[i:i + batch_size])
        history.append(loss)
    return history
