# message: used_fit
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        for start in range(0, len(x), batch_size):
            xb, yb = x[start : start + batch_size], y[start : start + batch_size]
            model.fit(xb, yb, verbose=0)
        losses.append(model.evaluate(x, y, verbose=0))
    return losses
