# mistake: returns the loss of each batch instead of each epoch
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            stop = start + batch_size
            losses.append(model.train_on_batch(x[start:stop], y[start:stop]))
    return losses
