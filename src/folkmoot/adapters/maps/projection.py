"""Longitude and latitude onto a plane, as the maps of Great Britain have it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MERIDIAN = -2.0  # degrees; that of the National Grid


def transverse_mercator(degrees: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) of longitude and latitude in degrees as x and y in radii of the Earth, y growing to the south.

    The spherical transverse Mercator about the meridian of the National Grid: shapes are kept, and within Great
    Britain sizes to a thousandth. A map is for seeing where a place lies; nothing is measured on it. J. P. Snyder, Map
    Projections: A Working Manual (USGS 1395), equations 8-1 and 8-3.
    """
    longitude, latitude = np.radians(degrees[:, 0] - MERIDIAN), np.radians(degrees[:, 1])
    x = np.arctanh(np.cos(latitude) * np.sin(longitude))
    y = np.arctan2(np.tan(latitude), np.cos(longitude))
    return np.column_stack([x, -y])
