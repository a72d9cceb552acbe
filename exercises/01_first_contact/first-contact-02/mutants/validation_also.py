# message: split_counted
import math
def count_updates(samples, batch_size, epochs):
    return (math.ceil(samples * 0.8 / batch_size) + math.ceil(samples * 0.2 / batch_size)) * epochs
