# mistake: test_on_batch only measures; no weight is ever changed.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for i in range(0, len(x), batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += model.test_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
