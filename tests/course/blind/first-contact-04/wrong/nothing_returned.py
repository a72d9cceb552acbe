# mistake: The model is trained rightly, but the list is printed and not returned.
def my_fit(model, x, y, batch_size, epochs):
    losses = []
    for epoch in range(epochs):
        total = 0
        for i in range(0, len(x), batch_size):
            bx, by = x[i:i + batch_size], y[i:i + batch_size]
            total += model.train_on_batch(bx, by) * len(bx)
        losses.append(total / len(x))
        print("epoch", epoch + 1, "loss", losses[-1])
