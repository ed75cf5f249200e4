"""Bytes to rows, and refused rows back to a file."""
