# mistake: range(1, epochs) trains one epoch too few
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(1, epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            xb = x[start:start + batch_size]
            yb = y[start:start + batch_size]
            loss = model.train_on_batch(xb, yb)
            total += loss * len(xb)
        losses.append(total / len(x))
    return losses
