# mistake: the sum is not set back to 0 for a new epoch
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    total = 0
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            xb = x[start:start + batch_size]
            yb = y[start:start + batch_size]
            loss = model.train_on_batch(xb, yb)
            total += loss * len(xb)
        losses.append(total / len(x))
    return losses
