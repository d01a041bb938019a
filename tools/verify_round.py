#!/usr/bin/env python3
"""Checks a published round by itself: `python3 verify_round.py published.json`. Standard library only.

Works out again from the applicants, offers and the rule: that every limit is kept, what the allocation is worth, the order of the
draw, and the bound that follows from the published prices, which no allocation can exceed. Exit status 0 when all agrees (and
the bound is met, or the stated gap is true), 1 when something does not, 2 when the file cannot be read.
"""

import hashlib
import json
import sys
from collections import Counter, defaultdict

STEPS, MONEY = 10, 10**9


def check(data):
    """A list of what is wrong; empty when the result holds."""
    rule, wrong = data["round"]["rule"], []
    people = {code: (area, group, need) for code, area, group, need in data["round"]["applicants"]}
    lots = {code: (units, budget, kind) for code, units, budget, kind in data["round"]["offers"]}
    pairs = {(a, o): (score, cost or 0) for a, o, score, cost in data["round"]["eligible"]}
    given = [tuple(pair) for pair in data["allocation"]]
    for name, table in (("applicants", people), ("offers", lots), ("eligible", pairs)):
        if len(data["round"][name]) != len(table):
            wrong.append(f"a row stands twice in {name}")
    if not set(given) <= set(pairs):
        return [*wrong, "a place went to somebody who is not eligible for it"]

    # the rule in numbers
    bonus = {group["code"]: group["points"] for group in rule["groups"]}
    value = {
        (a, o): score + bonus.get(people[a][1], 0) + rule["poorest_points"] * people[a][2] // 100
        for (a, o), (score, _) in pairs.items()
    }
    limit = {a: min(rule["per_applicant"], n) for a, n in Counter(a for a, _ in pairs).items()}
    asked, total = Counter(), sum(units for units, _, _ in lots.values())
    for a, (area, _, _) in people.items():
        asked[area] += limit.get(a, 0)
    highest = max(value.values(), default=0) + rule["area_fairness"]
    weight = 2 * highest * (min(total, sum(limit.values())) + 1) + 1
    areas = {}
    for area, n in asked.items():
        most = rule["area_most"].get(area, n)
        percent = rule["area_most_percent"]
        most = min(n, most if percent == 100 else min(most, max(1, total * percent // 100)))
        least = min(most, max(rule["area_least"].get(area, 0), -(-n * rule["area_least_percent"] // 100)))
        rewards = [rule["area_fairness"] * (STEPS - STEPS * k // n) // STEPS for k in range(n)]
        areas[area] = [(reward, at < least) for at, reward in enumerate(rewards[:most])]
    reserved = {o: {} for o in lots}
    for o, (units, _, _) in lots.items():
        for group in rule["groups"]:
            left = units - sum(reserved[o].values())
            reserved[o][group["code"]] = min(left, -(-units * group["reserved_percent"] // 100))

    # every limit is kept
    per_kind = rule["per_category"] if rule["per_category"] is not None else len(lots)
    served = Counter(people[a][0] for a, _ in given)
    if len(set(given)) != len(given) or any(n > limit[a] for a, n in Counter(a for a, _ in given).items()):
        wrong.append("an applicant has more than one may have")
    if any(n > per_kind for n in Counter((a, lots[o][2]) for a, o in given).values()):
        wrong.append("an applicant has more of a category than one may have")
    count, spent = Counter(o for _, o in given), Counter()
    for pair in given:
        spent[pair[1]] += pairs[pair][1]
    for o, (units, budget, _) in lots.items():
        if count[o] > units or (budget is not None and spent[o] > budget):
            wrong.append(f"{o}: more places or more money than there is")
    wrong += [f"area {area}: more than it may have" for area, n in served.items() if n > len(areas[area])]
    if wrong:
        return wrong

    # what it is worth, and the draw
    old = data["version"] == 1
    prices = data["prices"] if old else data["certificate"]
    least = data["bound"] if old else prices["least_bound"]
    stated = data["objective"] if old else {"reserved": data["reserved_filled"], "points": data["points"], "worth": prices["worth"]}  # fmt: skip
    scale, ties = prices["scale"], prices["ties"]
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
    if stated != {"reserved": filled, "points": points, "worth": worth} or weight != data["weight"]:
        wrong.append(f"it is worth {filled} reserved places and {points} points, not what is stated")
    if not old and (data["objective"], data["bound"]) != (sum_, least // scale):
        wrong.append(f"objective and bound are {sum_} and {least // scale}, not what is stated")
    wrong += ["the draw could outweigh a point"] * (not old and ties and scale <= sum(limit.values()) * len(people))  # fmt: skip

    # what the prices allow at most
    bound = 0
    for o, (units, budget, _) in lots.items():
        worths, left = [(price, units) for price in prices["place"][o].values()], units
        worths += [(price + weight * scale, reserved[o].get(group, 0)) for group, price in prices["place"][o].items()]  # fmt: skip
        for price, places in sorted(worths, reverse=True):
            taken = min(left, places) if price > 0 else 0
            bound, left = bound + taken * price, left - taken
        if budget is not None:
            bound += prices["money"][o] * budget // MONEY
            if prices["money"][o] < 0:
                wrong.append(f"{o}: a price of money is below nothing")
    bound += sum(max(0, (r + weight * first) * scale + prices["area"][area]) for area, steps in areas.items() for r, first in steps)  # fmt: skip
    gains = defaultdict(list)
    for (a, o), (_, cost) in pairs.items():
        area, group, _ = people[a]
        place = prices["place"][o]
        gain = value[a, o] * scale + (tie[a] if ties else 0)
        gain -= place.get(group, place[""]) + prices["area"][area]
        gain -= prices["money"][o] * cost // MONEY if lots[o][1] is not None else 0
        gains[a].append((gain, lots[o][2]))
    for a, listed in gains.items():
        left, taken = limit[a], Counter()
        for gain, kind in sorted(listed, reverse=True):
            if gain > 0 and left and taken[kind] < per_kind:
                bound, left = bound + gain, left - 1
                taken[kind] += 1
    if bound != prices["bound"] or not worth <= least <= bound:
        wrong.append(f"the prices allow {bound}, not the bound that is stated")
    if abs(data["gap"] - ((least - worth) / scale / sum_ if sum_ else 0)) > 1e-6:
        wrong.append("the gap is not the one between the bound and the worth")
    if data["proof"] == "prices" and (worth != bound or not ties):
        wrong.append(f"it is not the best: the prices allow {bound}, it is worth {worth}")
    return wrong


def main(words):
    try:
        with open(words[0], encoding="utf-8") as file:
            data = json.load(file)
        wrong = check(data)
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        print(f"cannot be read as a published round: {error!r}")
        return 2
    for line in wrong:
        print(f"WRONG  {line}")
    if not wrong:
        sure = "proved to be the best by its prices, ties by the draw"
        sure = sure if data["proof"] == "prices" else f"at most {data['gap']:.3%} from the best"
        print(f"RIGHT  {len(data['allocation'])} places, {sure}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
