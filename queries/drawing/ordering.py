"""Layers of items with segments between neighbours → an order of each layer with few crossings.

Barycentre sweeps, then swaps of neighbours; the blocks of the layers are never mixed. Crossings are counted
as inversions with a Fenwick tree, O(E log V).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SWEEPS = 12
_MOST_SWAPPED = 160
_MOST_MOVES = 8
_MOST_MOVABLE = 12

Layers = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Net:
    """Items by number: their blocks, and the segments (left item, right item) between adjacent layers."""

    blocks: Sequence[int]
    lefts: Mapping[int, Sequence[int]]
    rights: Mapping[int, Sequence[int]]


def crossings(layers: Layers, net: Net) -> int:
    """Count the pairs of segments that cross; segments that share an end never do."""
    return sum(_between(left, right, net) for left, right in itertools.pairwise(layers))


def arrange(layers: Layers, net: Net, movable: Sequence[int] = ()) -> Layers:
    """Order the items of each layer; the given order is the first guess and breaks ties.

    After the sweeps, each of the `movable` items (where long ties begin and end) is tried first and last in
    its block with all layers sorted after it: a whole branch has to move at once there, which no sweep does.
    """
    best, fewest = _swept(layers, net)
    for _ in range(_MOST_MOVES):
        if fewest == 0:
            break
        moved = [_moved(best, item, end, net) for item in movable[:_MOST_MOVABLE] for end in (-1, 1)]
        found, count = min(
            ((candidate, crossings(candidate, net)) for candidate in moved),
            key=lambda pair: pair[1],
            default=(best, fewest),
        )
        if count >= fewest:
            break
        best, fewest = found, count
    return best


def _moved(layers: Layers, item: int, end: int, net: Net) -> Layers:
    """Put one item first (-1) or last (1) in its block, then sort the other layers outward from its own."""
    home = next(place for place, layer in enumerate(layers) if item in layer)
    ordered = tuple(sorted(layers[home], key=lambda other: (net.blocks[other], end if other == item else 0)))
    right = _sweep_right((ordered, *layers[home + 1 :]), net)
    left = _sweep_left((*layers[:home], ordered), net)
    return _swapped((*left[:-1], *right), net)


def _swept(layers: Layers, net: Net) -> tuple[Layers, int]:
    best, fewest = layers, crossings(layers, net)
    current = layers
    for sweep in range(SWEEPS):
        if fewest == 0:
            break
        current = _sweep_right(current, net) if sweep % 2 else _sweep_left(current, net)
        current = _swapped(current, net)
        count = crossings(current, net)
        best, fewest = (current, count) if count < fewest else (best, fewest)
    return best, fewest


def _sweep_right(layers: Layers, net: Net) -> Layers:
    done = [layers[0]]
    for layer in layers[1:]:
        done.append(_sorted(layer, done[-1], net.lefts, net.blocks))
    return tuple(done)


def _sweep_left(layers: Layers, net: Net) -> Layers:
    done = [layers[-1]]
    for layer in reversed(layers[:-1]):
        done.append(_sorted(layer, done[-1], net.rights, net.blocks))
    return tuple(reversed(done))


def _sorted(
    layer: tuple[int, ...],
    beside: tuple[int, ...],
    neighbours: Mapping[int, Sequence[int]],
    blocks: Sequence[int],
) -> tuple[int, ...]:
    places = {item: place for place, item in enumerate(beside)}
    scale = max(1, len(beside)) / max(1, len(layer))
    keys: dict[int, tuple[int, float]] = {}
    for place, item in enumerate(layer):
        around = [places[other] for other in neighbours.get(item, ())]
        centre = sum(around) / len(around) if around else place * scale
        keys[item] = (blocks[item], centre)
    return tuple(sorted(layer, key=keys.__getitem__))


def _swapped(layers: Layers, net: Net) -> Layers:
    """Swap neighbours of a layer wherever that lowers the count; one pass from left to right."""
    result = [list(layer) for layer in layers]
    for number, layer in enumerate(result):
        if len(layer) > _MOST_SWAPPED:
            continue
        before = _index(result[number - 1]) if number else {}
        behind = _index(result[number + 1]) if number + 1 < len(result) else {}
        for place in range(len(layer) - 1):
            one, two = layer[place], layer[place + 1]
            if net.blocks[one] == net.blocks[two] and _gain(one, two, net, before, behind) > 0:
                layer[place], layer[place + 1] = two, one
    return tuple(tuple(layer) for layer in result)


def _index(layer: Iterable[int]) -> dict[int, int]:
    return {item: place for place, item in enumerate(layer)}


def _gain(one: int, two: int, net: Net, before: Mapping[int, int], behind: Mapping[int, int]) -> int:
    gain = 0
    for neighbours, places in ((net.lefts, before), (net.rights, behind)):
        upper = [places[other] for other in neighbours.get(one, ())]
        lower = [places[other] for other in neighbours.get(two, ())]
        gain += sum((a > b) - (a < b) for a in upper for b in lower)
    return gain


def _between(left: Sequence[int], right: Sequence[int], net: Net) -> int:
    places = _index(right)
    tree = [0] * (len(right) + 1)
    count = seen = 0
    for item in left:
        ends = sorted(places[other] for other in net.rights.get(item, ()))
        for end in ends:
            count += seen - _sum(tree, end + 1)
        for end in ends:
            _add(tree, end + 1)
        seen += len(ends)
    return count


def _sum(tree: Sequence[int], place: int) -> int:
    total = 0
    while place > 0:
        total += tree[place]
        place -= place & -place
    return total


def _add(tree: list[int], place: int) -> None:
    while place < len(tree):
        tree[place] += 1
        place += place & -place
