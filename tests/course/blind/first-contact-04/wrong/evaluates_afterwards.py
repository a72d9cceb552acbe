# mistake: The loss is measured by evaluate after the epoch; fit's number is taken before each update.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        for i in range(0, len(x), batch_size):
            model.train_on_batch(x[i:i + batch_size], y[i:i + batch_size])
        losses.append(model.evaluate(x, y, verbose=0))
    return losses
