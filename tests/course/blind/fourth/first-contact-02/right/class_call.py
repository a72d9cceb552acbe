# way: an instance with __call__
class Counter:
    def per_epoch(self, samples, batch_size):
        return (samples + batch_size - 1) // batch_size

    def __call__(self, samples, batch_size, epochs):
        return sum(self.per_epoch(samples, batch_size) for _ in range(epochs))

count_updates = Counter()
