# way: a class that keeps the running mean
class RunningMean:
    def __init__(self):
        self.count, self.value = 0, 0.0

    def update(self, value, count):
        self.count += count
        self.value += (value - self.value) * count / self.count


def my_fit(model, x, y, batch_size, epochs):
    means = [RunningMean() for _ in range(epochs)]
    for epoch, mean in enumerate(means):
        start = 0
        while start < len(x):
            end = min(start + batch_size, len(x))
            mean.update(float(model.train_on_batch(x[start:end], y[start:end])), end - start)
            start = end
        print("epoch %d: %.4f" % (epoch + 1, mean.value))
    return [mean.value for mean in means]
