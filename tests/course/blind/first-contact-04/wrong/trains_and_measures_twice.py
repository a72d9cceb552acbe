# mistake: train_on_batch is called twice for each batch, so there are twice as many updates.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for i in range(0, len(x), batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            model.train_on_batch(bx, by)
            loss = model.train_on_batch(bx, by)
            total += loss * len(bx)
        losses.append(total / len(x))
    return losses
