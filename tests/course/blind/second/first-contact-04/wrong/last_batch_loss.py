# mistake: keeps only the loss of the last batch of each epoch
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        for s in range(0, len(x), batch_size):
            loss = model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size])
        losses.append(loss)
    return losses
