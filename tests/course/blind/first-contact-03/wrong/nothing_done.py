# mistake: The arrays are returned as they came; fit's shuffle is trusted to mix them.
def mix(x, y):
    # fit has shuffle=True by default, so it is mixed anyway
    return x, y
