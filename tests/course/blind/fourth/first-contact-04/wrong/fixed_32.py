# mistake: 32 is written in place of batch_size
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), 32):
            xb = x[start:start + 32]
            yb = y[start:start + 32]
            loss = model.train_on_batch(xb, yb)
            total += loss * len(xb)
        losses.append(total / len(x))
    return losses
