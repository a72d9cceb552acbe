# mistake: np.array_split makes batches of about equal size instead of full ones and a short last one
def my_fit(model, x, y, batch_size, epochs):
    pieces = int(np.ceil(len(x) / batch_size))
    history = []
    for epoch in range(epochs):
        total = 0
        for bx, by in zip(np.array_split(x, pieces), np.array_split(y, pieces)):
            total += model.train_on_batch(bx, by) * len(bx)
        history.append(total / len(x))
    return history
