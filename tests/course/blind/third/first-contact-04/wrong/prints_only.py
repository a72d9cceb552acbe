# mistake: prints the losses and returns nothing
def my_fit(model, x, y, batch_size, epochs):
    for epoch in range(epochs):
        total = 0
        for start in range(0, len(x), batch_size):
            bx, by = x[start:start + batch_size], y[start:start + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        print("epoch", epoch + 1, "loss", total / len(x))
