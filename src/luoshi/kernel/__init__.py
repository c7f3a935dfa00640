"""The small general kernel: what every system of a city has in common. Scenes are data above it."""
