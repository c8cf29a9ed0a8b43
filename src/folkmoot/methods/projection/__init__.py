"""Stock-and-flow models and trajectories, with their variation and calibration."""
