class my_fit(tuple):
    def __new__(cls, model, x, y, batch_size, epochs):
        losses = []
        while len(losses) < epochs:
            rest, done, mean = list(zip(x, y)), 0, 0.0
            while rest:
                now, rest = rest[:batch_size], rest[batch_size:]
                a, b = map(np.array, zip(*now))
                done += len(now)
                mean += (model.train_on_batch(a, b) - mean) * len(now) / done
            losses.append(mean)
        return super().__new__(cls, losses)
