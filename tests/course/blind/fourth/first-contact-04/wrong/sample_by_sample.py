# mistake: makes one update for each sample and ignores the batch size
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x)):
            xb = x[start:start + 1]
            yb = y[start:start + 1]
            loss = model.train_on_batch(xb, yb)
            total += loss * len(xb)
        losses.append(total / len(x))
    return losses
