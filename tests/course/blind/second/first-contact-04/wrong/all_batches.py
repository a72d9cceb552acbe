# mistake: returns the loss of every batch, not one number for each epoch
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        for s in range(0, len(x), batch_size):
            losses.append(model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size]))
    return losses
