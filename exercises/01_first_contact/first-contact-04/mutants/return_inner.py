# message: one_call
def my_fit(model, x, y, batch_size, epochs):
    out = []
    for e in range(epochs):
        for s in range(0, len(x), batch_size):
            out.append(model.train_on_batch(x[s:s + batch_size], y[s:s + batch_size]))
            return out
