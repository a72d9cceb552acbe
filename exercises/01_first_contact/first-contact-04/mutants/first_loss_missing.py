# message: batch_left_out
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start : start + batch_size], y[start : start + batch_size]
            loss = model.train_on_batch(bx, by)
            if start > 0:
                total += loss * len(bx)
        losses.append(total / len(x))
    return losses
