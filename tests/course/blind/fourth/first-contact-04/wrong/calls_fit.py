# mistake: calls fit for each batch, which the text forbids
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            xb = x[start:start + batch_size]
            yb = y[start:start + batch_size]
            loss = model.fit(xb, yb, batch_size=len(xb), verbose=0).history["loss"][0]
            total += loss * len(xb)
        losses.append(total / len(x))
    return losses
