"""Steering: the figures of a period, the fiches behind them, what the committee reads."""
