"""Exchange: what towns pass on to each other: packages, experience, meetings."""
