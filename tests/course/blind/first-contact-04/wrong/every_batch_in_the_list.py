# mistake: It returns one loss for each batch, not one for each epoch.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        for i in range(0, len(x), batch_size):
            losses.append(model.train_on_batch(x[i:i + batch_size], y[i:i + batch_size]))
    return losses
