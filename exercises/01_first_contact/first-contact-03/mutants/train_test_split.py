# message: four_parts
def mix(x, y):
    return train_test_split(x, y, test_size=0.2, stratify=y)
