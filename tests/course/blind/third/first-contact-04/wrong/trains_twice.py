# mistake: calls train_on_batch twice per batch, once to train and once to get the loss
def my_fit(model, x, y, batch_size, epochs):
    history = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            model.train_on_batch(bx, by)
            loss = model.train_on_batch(bx, by)
            total += loss * len(bx)
        history.append(total / len(x))
    return history
