#!/usr/bin/env python3
"""Checks a published round by itself: `python3 verify_round.py published.json`. Standard library only.

Works out again from the applicants, offers and the rule: that every limit is kept and no place left that somebody could simply have,
what the allocation is worth, the order of the draw, and the bound that follows from the published prices, which no allocation can
exceed. What is said at the end is what these prove, whatever the file states; what only a solver states is called so. Exit status
0 when all that is stated agrees, 1 when something does not, 2 when the file cannot be read.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict

STEPS, MONEY = 10, 10**9


def check(data):
    """(What is wrong, nothing when the result holds; what is proved of it.)"""
    rule = data["round"]["rule"]
    people = {code: (area, group, need) for code, area, group, need in data["round"]["applicants"]}
    lots = {code: (units, budget, kind) for code, units, budget, kind in data["round"]["offers"]}
    pairs = {(a, o): (score, cost or 0) for a, o, score, cost in data["round"]["eligible"]}
    given = [tuple(pair) for pair in data["allocation"]]
    tables, taken = {"applicants": people, "offers": lots, "eligible": pairs}, set(given)
    wrong = [f"a row stands twice in {name}" for name in tables if len(data["round"][name]) != len(tables[name])]  # fmt: skip
    if not taken <= set(pairs):
        return [*wrong, "a place went to somebody who is not eligible for it"], ""

    # the rule in numbers
    bonus = {group["code"]: group["points"] for group in rule["groups"]}
    extra = {a: bonus.get(group, 0) + rule["poorest_points"] * need // 100 for a, (_, group, need) in people.items()}  # fmt: skip
    value = {(a, o): score + extra[a] for (a, o), (score, _) in pairs.items()}
    limit = {a: min(rule["per_applicant"], n) for a, n in Counter(a for a, _ in pairs).items()}
    asked, total = Counter(), sum(units for units, _, _ in lots.values())
    for a, (area, _, _) in people.items():
        asked[area] += limit.get(a, 0)
    highest, areas = max(value.values(), default=0) + rule["area_fairness"], {}
    weight = 2 * highest * (min(total, sum(limit.values())) + 1) + 1
    for area, n in asked.items():
        most, percent = rule["area_most"].get(area, n), rule["area_most_percent"]
        most = min(n, most if percent == 100 else min(most, max(1, total * percent // 100)))
        least = min(most, max(rule["area_least"].get(area, 0), -(-n * rule["area_least_percent"] // 100)))
        rewards = [rule["area_fairness"] * (STEPS - STEPS * k // n) // STEPS for k in range(n)]
        areas[area] = [(reward, at < least) for at, reward in enumerate(rewards[:most])]
    reserved = {o: {} for o in lots}
    for o, (units, _, _) in lots.items():
        for group in rule["groups"]:
            left = units - sum(reserved[o].values())
            reserved[o][group["code"]] = min(left, -(-units * group["reserved_percent"] // 100))

    # every limit is kept, and nobody could simply have one more
    per_kind = rule["per_category"] if rule["per_category"] is not None else len(lots)
    served, had = Counter(people[a][0] for a, _ in given), Counter(a for a, _ in given)
    kinds, count, spent = Counter((a, lots[o][2]) for a, o in given), Counter(o for _, o in given), Counter()
    for pair in given:
        spent[pair[1]] += pairs[pair][1]
    if len(taken) != len(given) or any(n > limit[a] for a, n in had.items()) or max(kinds.values(), default=0) > per_kind:  # fmt: skip
        wrong.append("an applicant has more than one may have, in all or of a category")
    for o, (units, budget, _) in lots.items():
        if count[o] > units or (budget is not None and spent[o] > budget):
            wrong.append(f"{o}: more places or more money than there is")
    wrong += [f"area {area}: more than it may have" for area, n in served.items() if n > len(areas[area])]
    for (a, o), (_, cost) in pairs.items():
        (units, budget, kind), area = lots[o], people[a][0]
        free = count[o] < units and had[a] < limit[a] and kinds[a, kind] < per_kind and (a, o) not in taken
        if free and served[area] < len(areas[area]) and (budget is None or spent[o] + cost <= budget):
            wrong.append(f"{a} could have a place of {o} besides all that was given")
            break
    if wrong:
        return wrong, ""

    # what it is worth, and the draw
    prices = data["certificate"]
    scale, ties, by_offer = prices["scale"], prices["ties"], prices["place"]
    numbers = [scale - 1, *prices["money"].values(), *(n for row in pairs.values() for n in row), total]
    signed = [*prices["area"].values(), *(n for row in by_offer.values() for n in row.values())]
    if any(type(n) is not int for n in numbers + signed) or min(numbers) < 0:
        return ["a number is no whole number, or below nothing"], ""
    if any(set(row) != {"", *(g for g, n in reserved[o].items() if n)} for o, row in by_offer.items()):
        return ["not one price for each group with reserved places of an offer"], ""
    draw = sorted(people, key=lambda a: (hashlib.sha256(f"{rule['seed']}:{a}".encode()).hexdigest(), a))
    tie = {a: len(draw) - place for place, a in enumerate(draw)}
    if draw != data["draw"] or rule["seed"] != data["seed"]:
        wrong.append("the order of the draw is not the one of the seed")
    by_share = Counter((o, people[a][1]) for a, o in given)
    steps = [step for area, n in served.items() for step in areas[area][:n]]
    filled = sum(min(n, reserved[o].get(group, 0)) for (o, group), n in by_share.items()) + sum(first for _, first in steps)  # fmt: skip
    points = sum(value[pair] for pair in given) + sum(reward for reward, _ in steps)
    sum_ = filled * weight + points
    worth = sum_ * scale + (sum(tie[a] for a, _ in given) if ties else 0)
    stated = tuple(data[name] for name in ("reserved_filled", "points", "weight", "objective"))
    if (*stated, prices["worth"]) != (filled, points, weight, sum_, worth):
        wrong.append(f"it is worth {filled} reserved places and {points} points, not what is stated")
    wrong += ["the draw could outweigh a point"] * (ties and scale <= sum(limit.values()) * len(people))  # fmt: skip

    # what the prices allow at most
    bound = 0
    for o, (units, budget, _) in lots.items():
        worths, left, first = [(price, units) for price in by_offer[o].values()], units, reserved[o]
        worths += [(price + weight * scale, first.get(group, 0)) for group, price in by_offer[o].items()]
        for price, places in sorted(worths, reverse=True):
            sold = min(left, places) if price > 0 else 0
            bound, left = bound + sold * price, left - sold
        if budget is not None:
            bound += prices["money"][o] * budget // MONEY
    bound += sum(max(0, (r + weight * first) * scale + prices["area"][area]) for area, steps in areas.items() for r, first in steps)  # fmt: skip
    gains = defaultdict(list)
    for (a, o), (_, cost) in pairs.items():
        (area, group, _), place = people[a], by_offer[o]
        gain = (
            value[a, o] * scale + (tie[a] if ties else 0) - prices["area"][area] - place.get(group, place[""])
        )
        gain -= prices["money"][o] * cost // MONEY if lots[o][1] is not None else 0
        gains[a].append((gain, lots[o][2]))
    for a, listed in gains.items():
        left, had = limit[a], Counter()
        for gain, kind in sorted(listed, reverse=True):
            if gain > 0 and left and had[kind] < per_kind:
                bound, left = bound + gain, left - 1
                had[kind] += 1
    gap, claim, most = (bound - worth) / bound if bound else 0.0, data["solver_bound"], bound // scale
    if worth > bound or (prices["bound"], data["bound"], data["gap"]) != (bound, most, round(gap, 9)):
        wrong.append(f"the prices prove {most} points at most and a gap of {gap:.3%}, not what is stated")
    best = worth == bound and ties
    if data["proof"] != ("prices" if best else "gap" if claim is None or claim != sum_ else "solver"):
        wrong.append(f"the stated proof is none: the prices allow {bound}, it is worth {worth}")
    if claim is not None and not sum_ <= claim <= most:
        wrong.append(f"the solver cannot have said {claim} points at most: it is between {sum_} and {most}")
    said = "" if claim is None else f"; {claim} points at most is a solver's word, not checked here"
    said = f"{sum_} points, at most {gap:.3%} from the best as the prices prove{said}"
    return wrong, "proved to be the best by its prices, ties by the draw" if best else said


def main(words):
    try:
        with open(words[0], encoding="utf-8") as file:
            data = json.load(file)
        wrong, proved = check(data)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"cannot be read as a published round: {error!r}")
        return 2
    told = [f"WRONG  {line}" for line in wrong] or [f"RIGHT  {len(data['allocation'])} places, {proved}"]
    print(*told, sep="\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
