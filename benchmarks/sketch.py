"""The formulas vectorised in bare NumPy: no checks, flags, labels or missing values. What our speed is held against."""

from __future__ import annotations

import numpy as np
from scipy.special import gammaincinv, ndtri


def wilson(x, n, levels):
    found = [x / n]
    for level in levels:
        z = ndtri((1 + level) / 2)
        half = z * np.sqrt(z * z + 4 * x * (1 - x / n))
        middle, width = 2 * x + z * z, 2 * (n + z * z)
        found += [(middle - half) / width, (middle + half) / width]
    return found


def limits(x, level):
    """Exact below ten, Byar's from there on."""
    z = ndtri((1 + level) / 2)
    safe = np.maximum(x, 1)
    lower = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
    upper = (x + 1) * (1 - 1 / (9 * (x + 1)) + z / (3 * np.sqrt(x + 1))) ** 3
    small = np.flatnonzero(x < 10)
    few = x[small]
    lower[small] = np.where(few == 0, 0, gammaincinv(few, (1 - level) / 2))
    upper[small] = gammaincinv(few + 1, (1 + level) / 2)
    return lower, upper


def rate(x, n, levels, per):
    scale = per / n
    found = [x * scale]
    for level in levels:
        lower, upper = limits(x, level)
        found += [lower * scale, upper * scale]
    return found


def dense(group, age, *columns):
    """Long columns as [groups, ages], whatever the order of the rows."""
    groups, row = np.unique(group, return_inverse=True)
    ages, column = np.unique(age, return_inverse=True)
    cell = row * len(ages) + column
    shape = (len(groups), len(ages))
    return [np.bincount(cell, each, len(groups) * len(ages)).reshape(shape) for each in columns]


def direct(x, n, w, levels, per):
    share = w / w.sum()
    value = (x / n) @ share
    variance = (x / n**2) @ share**2
    total = x.sum(axis=1)
    found = [value * per]
    for level in levels:
        lower, upper = limits(total, level)
        spread = np.sqrt(variance / total)
        found += [(value + spread * (lower - total)) * per, (value + spread * (upper - total)) * per]
    return found


def indirect(x, n, ref_x, ref_n, levels, per):
    total = x.sum(axis=1)
    scale = per * ref_x.sum() / ref_n.sum() / (n @ (ref_x / ref_n))
    found = [total * scale]
    for level in levels:
        lower, upper = limits(total, level)
        found += [lower * scale, upper * scale]
    return found


def life_expectancy(d, n, width, levels):
    """Chiang's second method with Silcocks's variance; the last band is open."""
    lived = np.full(len(width), 0.5)
    lived[0] = 0.1
    rate = d / n
    moved = np.where(np.isinf(width), 0, width) * rate
    dying = np.minimum(moved / (1 + moved * (1 - lived)), 1)
    dying[:, -1] = 1
    alive = np.ones_like(dying)
    alive[:, 1:] = np.cumprod(1 - dying[:, :-1], axis=1)
    years = np.empty_like(dying)
    years[:, :-1] = width[:-1] * (alive[:, 1:] + lived[:-1] * (alive[:, :-1] - alive[:, 1:]))
    years[:, -1] = alive[:, -1] / rate[:, -1]
    value = years[:, ::-1].cumsum(axis=1)[:, ::-1] / alive
    spread = np.empty_like(dying)
    reach = (1 - lived[:-1]) * width[:-1] + value[:, 1:]
    chance = dying[:, :-1] ** 2 * (1 - dying[:, :-1]) / np.maximum(d[:, :-1], 1)
    spread[:, :-1] = alive[:, :-1] ** 2 * reach**2 * chance
    spread[:, -1] = alive[:, -1] ** 2 / (d[:, -1] * rate[:, -1] ** 2)
    error = np.sqrt(spread[:, ::-1].cumsum(axis=1)[:, ::-1]) / alive
    found = [value]
    for level in levels:
        z = ndtri((1 + level) / 2)
        found += [value - z * error, value + z * error]
    return found
