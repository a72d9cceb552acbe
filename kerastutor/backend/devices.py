"""Devices: the processor, and as many virtual GPUs as `KERASTUTOR_VIRTUAL_GPUS` says.

A virtual GPU is a name only; what is placed on it is computed by the processor. So programs for
several GPUs can be tried where there are none.
"""
import os


class Device(str):
    """Name of a device, such as `/device:GPU:0`; also as `name`, with its `device_type`."""

    @property
    def name(self):
        return str(self)

    @property
    def device_type(self):
        return self.split(":")[-2]


def devices():
    """List of the devices.

    # Raises
        ValueError: when `KERASTUTOR_VIRTUAL_GPUS` holds no number from 0 to 64.
    """
    asked = os.environ.get("KERASTUTOR_VIRTUAL_GPUS", "").strip() or "0"
    if not asked.isdecimal() or int(asked) > 64:
        raise ValueError("KERASTUTOR_VIRTUAL_GPUS: it must be a number from 0 to 64, got "
                         f"{asked!r}. Unset it to have no virtual GPUs.")
    return [Device("/device:CPU:0"), *(Device(f"/device:GPU:{i}") for i in range(int(asked)))]


def _get_available_gpus():
    """Names of the GPUs, under the name that Keras's own tests use."""
    return [device.name for device in devices() if device.device_type == "GPU"]
