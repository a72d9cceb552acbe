# mistake: It rounds up once at the end, as if a batch could reach over into the next epoch.
import math


def count_updates(samples, batch_size, epochs):
    return math.ceil(samples * epochs / batch_size)
