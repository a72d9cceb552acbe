"""Callbacks: objects that look on, and step in, while a model trains."""
from kerastutor.callbacks.base import Callback, CallbackList
from kerastutor.callbacks.checkpoint import ModelCheckpoint
from kerastutor.callbacks.early_stopping import EarlyStopping
from kerastutor.callbacks.export import CSVLogger, LambdaCallback, RemoteMonitor
from kerastutor.callbacks.learning_rate import LearningRateScheduler, ReduceLROnPlateau
from kerastutor.callbacks.loggers import BaseLogger, History, ProgbarLogger, TerminateOnNaN
from kerastutor.callbacks.tensorboard import TensorBoard

__all__ = [
    "BaseLogger", "CSVLogger", "Callback", "CallbackList", "EarlyStopping", "History",
    "LambdaCallback", "LearningRateScheduler", "ModelCheckpoint", "ProgbarLogger",
    "ReduceLROnPlateau", "RemoteMonitor", "TensorBoard",
    "TerminateOnNaN",
]
