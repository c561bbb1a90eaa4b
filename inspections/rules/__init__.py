"""The clauses of the inspectors' floor: Arts. 34, 38, 40, 41, and thresholds that are settings."""
