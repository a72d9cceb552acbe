# message: wrong_number
import math
def count_updates(samples, batch_size, epochs):
    return (samples // batch_size + math.ceil(samples / batch_size)) / 2 * epochs
