# mistake: the short last batch is left out
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        losses = []
        for i in range(len(x) // batch_size):
            part = slice(i * batch_size, (i + 1) * batch_size)
            losses.append(model.train_on_batch(x[part], y[part]))
        history.append(np.mean(losses))
    return history
