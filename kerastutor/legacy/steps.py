"""Conversions of Keras-1 calls that are more than a new name.

A step gets a `Call` and changes it; the old names that it replaced go into `call.converted`.
"""

from kerastutor.utils.generic_utils import to_list


class Call:
    """The arguments of one call while they are converted.

    # Attributes
        name: Name of the class or method.
        args: List of positional arguments, without self.
        kwargs: Dictionary of keyword arguments.
        converted: List of the old names that were replaced.
        remarks: List of sentences for the warning.
    """

    def __init__(self, name, args, kwargs):
        self.name = name
        self.args = list(args)
        self.kwargs = kwargs
        self.converted = []
        self.remarks = []


def kernel_size_2d(call):
    """Conv2D(64, 3, 3) and nb_row=, nb_col= -> kernel_size=(3, 3)."""
    if len(call.args) > 3:
        raise TypeError(f"{call.name}: at most 3 arguments may be given by position (filters, rows "
                        f"and columns of the kernel), got {len(call.args)}. Name the others.")
    ints = len(call.args) == 3 and all(isinstance(a, int) for a in call.args[1:])
    newer = [k for k in ("padding", "strides", "data_format") if k in call.kwargs]
    if ints and newer:
        raise ValueError(f"{call.name}: the third positional argument must not be an integer "
                         f"beside {newer[0]}=, got {call.args[2]}: it would be the columns of the "
                         f"kernel. Write strides={call.args[2]} by name.")
    _kernel_size(call, ("nb_row", "nb_col"))


def kernel_size_3d(call):
    """Conv3D(64, 3, 3, 3) and kernel_dim1= ... -> kernel_size=(3, 3, 3)."""
    if len(call.args) > 4:
        raise TypeError(f"{call.name}: at most 4 arguments may be given by position (filters and "
                        f"the sizes of the kernel), got {len(call.args)}. Name the others.")
    _kernel_size(call, ("kernel_dim1", "kernel_dim2", "kernel_dim3"))


def _kernel_size(call, names):
    by_position = call.args[1:]
    rest = names[len(by_position):]
    if len(by_position) > len(names) or not all(isinstance(a, int) for a in by_position):
        return
    if not all(name in call.kwargs for name in rest):
        return
    size = tuple(by_position) + tuple(call.kwargs.pop(name) for name in rest)
    call.args = call.args[:1]
    call.kwargs["kernel_size"] = size
    call.converted.append("/".join(names))


def no_output_shape(call):
    """Transposed convolutions find their output shape themselves."""
    if len(call.args) == 4 and isinstance(call.args[3], tuple):
        call.args.pop()
        call.converted.append("output_shape")
    if call.kwargs.pop("output_shape", None) is not None:
        call.converted.append("output_shape")


def two_initializers(call):
    """init= of a separable convolution means both of its kernels."""
    if "init" in call.kwargs:
        init = call.kwargs.pop("init")
        call.kwargs["depthwise_initializer"] = init
        call.kwargs["pointwise_initializer"] = init
        call.converted.append("init")


def sequence_shape(call):
    """input_dim=16, input_length=10 -> input_shape=(10, 16)."""
    if "input_dim" in call.kwargs:
        length = call.kwargs.pop("input_length", None)
        call.kwargs["input_shape"] = (length, call.kwargs.pop("input_dim"))
        call.converted.append("input_dim")


def forget_bias(call):
    """forget_bias_init='one' -> unit_forget_bias=True; other values are gone."""
    value = call.kwargs.pop("forget_bias_init", None)
    if value is None:
        return
    call.converted.append("forget_bias_init")
    if value == "one":
        call.kwargs["unit_forget_bias"] = True
    else:
        call.remarks.append(f"forget_bias_init={value!r} is ignored: the forget gate starts with "
                            "ones (unit_forget_bias=True) or like the other gates (False).")


def no_dropout(call):
    """Embedding has no dropout of its own any more."""
    if "dropout" in call.kwargs:
        rate = call.kwargs.pop("dropout")
        call.converted.append("dropout")
        call.remarks.append(f"Put SpatialDropout1D({rate}) behind it for the dropout.")


def no_mode(call):
    """BatchNormalization takes keywords only, and mode=0 is the only mode left."""
    if call.args:
        raise TypeError(f"{call.name}: arguments must be given by name, got {len(call.args)} by "
                        f"position. Write {call.name}(epsilon=0.001), for example.")
    if "mode" in call.kwargs:
        mode = call.kwargs.pop("mode")
        if mode != 0:
            raise TypeError(f"{call.name}: mode must be 0, the only one that is left, got "
                            f"{mode!r}. Leave it out.")
        call.converted.append("mode")


def padding_dictionary(call):
    """padding={'top_pad': 1, ...} -> padding=((top, bottom), (left, right))."""
    given = call.args[0] if len(call.args) == 1 else call.kwargs.get("padding")
    sides = ("top_pad", "bottom_pad", "left_pad", "right_pad")
    if isinstance(given, dict) and set(given) <= set(sides):
        top, bottom, left, right = (given.get(side, 0) for side in sides)
        call.args = []
        call.kwargs["padding"] = ((top, bottom), (left, right))
        call.converted.append("padding (a dictionary)")


def shape_first(call):
    """add_weight(shape, name=...) as in Keras 1; both ways are fine, so no warning."""
    if call.args and isinstance(call.args[0], (tuple, list)):
        call.kwargs["shape"] = call.args.pop(0)
        if call.args and isinstance(call.args[0], str):
            call.kwargs["name"] = call.args.pop(0)


def params_first(call):
    """get_updates(params, constraints, loss) -> get_updates(loss, params)."""
    if len(call.args) > 3:
        raise TypeError(f"{call.name}: at most 3 arguments may be given, got {len(call.args)}. "
                        "Write get_updates(loss, params).")
    if len(call.args) == 3:
        params, _, loss = call.args
    elif len(call.args) == 2 and isinstance(call.args[1], dict) and "loss" in call.kwargs:
        params, loss = call.args[0], call.kwargs["loss"]
    else:
        return
    call.args = []
    call.kwargs.update(loss=loss, params=to_list(params, allow_tuple=True))
    call.converted.append("constraints")


def samples_to_steps(call):
    """samples_per_epoch counted samples, steps_per_epoch counts batches."""
    counted = [k for k in ("samples_per_epoch", "nb_val_samples", "val_samples")
               if k in call.kwargs]
    if counted:
        call.remarks.append("Steps count batches, not samples: steps_per_epoch is "
                            "samples_per_epoch / batch_size.")
    if len(call.args) < 2 and "samples_per_epoch" in call.kwargs:
        generator = call.args[0] if call.args else call.kwargs.get("generator")
        samples = call.kwargs.pop("samples_per_epoch")
        batch_size = getattr(generator, "batch_size", None)
        call.kwargs["steps_per_epoch"] = samples // batch_size if batch_size else samples
        call.converted.append("samples_per_epoch")
