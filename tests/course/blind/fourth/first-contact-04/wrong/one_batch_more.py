# mistake: always makes one batch more than full ones, so an empty one where the division leaves no rest
def my_fit(model, x, y, batch_size, epochs):
    steps = len(x) // batch_size + 1
    losses = []
    for epoch in range(epochs):
        parts, sizes = [], []
        for step in range(steps):
            xb = x[step * batch_size:(step + 1) * batch_size]
            yb = y[step * batch_size:(step + 1) * batch_size]
            parts.append(model.train_on_batch(xb, yb))
            sizes.append(len(xb))
        losses.append(np.average(parts, weights=sizes))
    return losses
