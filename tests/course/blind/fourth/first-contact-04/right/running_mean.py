# way: a class keeps a running mean, with prints
class Mean:
    def __init__(self):
        self.value, self.seen = 0.0, 0

    def add(self, value, count):
        self.seen += count
        self.value += (value - self.value) * count / self.seen

def my_fit(model, x, y, batch_size=32, epochs=1):
    losses = []
    for epoch in range(1, epochs + 1):
        mean = Mean()
        for batch in range(-(-len(x) // batch_size)):
            part = slice(batch * batch_size, (batch + 1) * batch_size)
            mean.add(model.train_on_batch(x[part], y[part]), len(x[part]))
        print("epoch", epoch, "loss", mean.value)
        losses.append(mean.value)
    return losses
