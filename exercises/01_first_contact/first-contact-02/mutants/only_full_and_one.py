# message: batch_missing
import math
def count_updates(samples, batch_size, epochs):
    return (math.ceil(samples / batch_size) - 1) * epochs
