"""What a county asks its townships about before it files a year: hints, never decisions."""

from assessments.queries.calibration.standing import Calibration, Township, calibrate

__all__ = ["Calibration", "Township", "calibrate"]
