# mistake: measures the loss with evaluate after the epoch, but history holds the losses before each change
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            model.train_on_batch(x[start:start + batch_size], y[start:start + batch_size])
        history.append(model.evaluate(x, y, verbose=0))
    return history
