# message: data_used_up
def my_fit(model, x, y, batch_size, epochs):
    starts = range(0, len(x), batch_size)
    batches = ((x[s : s + batch_size], y[s : s + batch_size]) for s in starts)
    losses = []
    for epoch in range(epochs):
        total = 0
        for bx, by in batches:
            total += model.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
    return losses
