def count_updates(samples, batch_size, epochs):
    # en: how many times does fit change the weights?
    # zh: fit 会改变多少次权重？
    ...
