# message: epochs_as_power
import math
def count_updates(samples, batch_size, epochs):
    return math.ceil(samples / batch_size) ** epochs
