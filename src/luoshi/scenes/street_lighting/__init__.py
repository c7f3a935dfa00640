"""路灯: lamps, what is reported about them, and how they are repaired."""
