# mistake: keeps the loss of the last batch of each epoch instead of the mean of the epoch
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            loss = model.train_on_batch(x[start:start + batch_size], y[start:start + batch_size])
        history.append(loss)
    return history
