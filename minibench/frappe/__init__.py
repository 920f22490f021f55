"""The part of Frappe 15 that minibench offers. `offered.toml` beside this file is the whole list.

Every name is resolved on first use; one that is not listed raises `NotOffered`.
"""

from minibench.facade import attribute_getter

__version__ = "15.92.0"
__getattr__ = attribute_getter(__name__)
