"""The version of the model: moves when a formula, a default or the case file changes what a case says."""

MODEL_VERSION = "0.2.0"
