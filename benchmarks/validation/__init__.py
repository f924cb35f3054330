"""Parts of `validate.py`: what all experiments share, and those about learning models."""
