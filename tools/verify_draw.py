#!/usr/bin/env python3
# fmt: off
"""ตรวจผลจับสลากจากไฟล์ที่เผยแพร่ · Checks a draw from its published file, with nothing but Python 3.8 or later.

    python3 verify_draw.py published.json      exit status: 0 valid, 1 not valid, 2 usage
"""
import hashlib
import json
import sys
from datetime import date, datetime

SEALED = ["format", "code", "title", "offer", "round", "rule_version", "algorithm", "places", "tickets", "list_sha256",
          "sealed_at", "closes_at", "seed_source", "seed_known_on", "replaces", "why_again"]
WHOLE = [*SEALED, "sealed_sha256", "seed", "seed_read", "drawn_at", "result", "cancelled"]


class NotValid(Exception):
    """Why not, in both languages."""


def sha256(text):
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def checksum(document, names):
    part = {name: document[name] for name in names}
    return sha256(json.dumps(part, sort_keys=True, ensure_ascii=False, separators=(",", ":")))


def check(right, th, en):
    """Says what was checked; stops where it is not right."""
    if not right:
        raise NotValid(f"{th} · {en}")
    print(f"✓ {th} · {en}")


def no_twice(pairs):
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError("a field stands twice")
    return dict(pairs)


def is_text(value):
    return isinstance(value, str) and value.strip() == value != ""


def moment(value):
    found = datetime.fromisoformat(value)
    if found.tzinfo is None:
        raise ValueError("no time zone")
    return found


def verify(raw):
    d = json.loads(raw.decode("utf-8"), object_pairs_hook=no_twice)
    check(isinstance(d, dict) and d.get("format") == "phanuek.draw/1" and sorted(d) == sorted([*WHOLE, "sha256"]),
          "รูปแบบ phanuek.draw/1 ครบทุกช่อง", "format phanuek.draw/1 with every field")
    check(d["rule_version"] == "sha256-order-1", "ใช้กติกา sha256-order-1", "by the rule sha256-order-1")
    check(d["result"] is not None and d["cancelled"] is None, "จับสลากแล้ว ไม่ได้ยกเลิก", "drawn, and not cancelled")
    tickets, places = d["tickets"], d["places"]
    check(isinstance(tickets, list) and all(map(is_text, tickets)) and tickets == sorted(set(tickets)),
          "สลากเรียงแล้วและไม่ซ้ำ", "tickets sorted, none twice")
    check(type(places) is int and places > 0, "จำนวนที่ถูกต้อง", "a number of places")
    check(d["list_sha256"] == sha256("\n".join(tickets)),
          "ค่าแฮชของรายชื่อตรงกับที่ปิดไว้", "the list has the hash by which it was sealed")
    check(d["sealed_sha256"] == checksum(d, SEALED),
          "สิ่งที่ประกาศและปิดไว้ไม่ถูกแก้", "what was announced and sealed is unchanged")
    sealed, drawn, known = moment(d["sealed_at"]), moment(d["drawn_at"]), date.fromisoformat(d["seed_known_on"])
    check(sealed <= moment(d["closes_at"]) and sealed.date() < known <= drawn.date(),
          "ปิดรายชื่อก่อนวันที่ทราบเลขสุ่ม แล้วจึงจับ", "sealed before the day of the seed, drawn after it was known")
    check(is_text(d["seed"]) and is_text(d["seed_source"]["th"]), "มีเลขสุ่มและที่มา", "a seed, and where it comes from")
    order = sorted(tickets, key=lambda ticket: (sha256(d["seed"] + ":" + ticket), ticket))
    check(d["result"] == order, "คำนวณลำดับใหม่ได้ตรงกันทุกใบ", "worked out again, the order is the same, ticket by ticket")
    check(d["sha256"] == checksum(d, WHOLE), "ทั้งไฟล์ไม่ถูกแก้", "the whole file is unchanged")
    print(f"\nถูกต้อง · VALID: {len(tickets)} tickets, {places} places: {' '.join(order[: min(places, 20)])}")
    print(f"เหลือที่ท่านตรวจเอง: {d['seed']} ตรงกับ {d['seed_source']['th']} ({known}) หรือไม่")
    print(f"Left for you to check: is {d['seed']} the number of: {d['seed_source']['en']} ({known})?")
    print(f"รหัสที่ปิดไว้ · Seal, to compare with your own note of it: {d['sealed_sha256']}")


def main(arguments):
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print(__doc__)
        return 2
    try:
        with open(arguments[0], "rb") as file:
            verify(file.read())
    except NotValid as problem:
        print(f"✗ ไม่ผ่าน · NOT VALID: {problem}")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError) as problem:
        print(f"✗ อ่านไฟล์ไม่ได้หรือมีช่องผิดรูป · NOT VALID: the file cannot be read: {str(problem)[:200]}")
    else:
        return 0
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
