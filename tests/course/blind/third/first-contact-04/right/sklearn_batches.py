# way: gen_batches of sklearn and a list comprehension with a helper
from sklearn.utils import gen_batches


def my_fit(model, x, y, batch_size, epochs):
    def one_epoch():
        return sum(
            (part.stop - part.start) * float(model.train_on_batch(x[part], y[part]))
            for part in gen_batches(len(x), batch_size)
        ) / len(x)

    return [one_epoch() for _ in range(epochs)]
