# mistake: puts the first weights back at the start of every epoch, so nothing is learned from one to the next
def my_fit(model, x, y, batch_size, epochs):
    first = model.get_weights()
    history = []
    for epoch in range(epochs):
        model.set_weights(first)
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
