# mistake: It always trains 5 epochs, whatever is asked for.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(5):
        total = 0
        for i in range(0, len(x), batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
