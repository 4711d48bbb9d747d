"""What applicants see. Every view parses, calls one action or query, and renders."""
