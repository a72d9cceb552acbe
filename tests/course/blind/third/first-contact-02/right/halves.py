# way: recursion that halves the samples at a batch border
def count_updates(samples, batch_size, epochs):
    def batches(n):
        if n <= batch_size:
            return 1
        left = max(1, n // batch_size // 2) * batch_size
        return batches(left) + batches(n - left)

    return batches(samples) * epochs
