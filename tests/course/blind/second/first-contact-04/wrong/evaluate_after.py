# mistake: measures the loss with evaluate after the epoch, instead of taking the batch losses from before each update
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for e in range(epochs):
        for s in range(0, len(x), batch_size):
            model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size])
        losses.append(model.evaluate(x, y, verbose=0))
    return losses
