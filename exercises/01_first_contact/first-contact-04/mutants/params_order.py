# message: exchanged
def my_fit(net, data, target, n_epochs, size):
    out = []
    for e in range(n_epochs):
        t = 0
        for s in range(0, len(data), size):
            xb = data[s:s + size]
            t += net.train_on_batch(xb, target[s:s + size]) * len(xb)
        out.append(t / len(data))
    return out
