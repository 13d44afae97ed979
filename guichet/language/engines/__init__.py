"""The engines, each in a module of its own: `open_engine(model)` makes it, from a model's folder or, without one, from its package."""
