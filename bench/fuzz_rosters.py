"""Read damaged copies of the samples: `python bench/fuzz_rosters.py [copies] [first seed]`.

Every copy must be read or refused in words; the table says how many ended how.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1]))

from tests.cadres.rosters.damage import check, damaged

COPIES = 10_000


def main(copies: int, first: int) -> int:
    outcomes: Counter[str] = Counter()
    wrong = []
    began = perf_counter()
    for seed in range(first, first + copies):
        try:
            outcomes[check(*damaged(seed))] += 1
        except Exception as error:
            wrong.append(seed)
            print(f"{seed}: {type(error).__name__}: {error}")
    for outcome, number in outcomes.most_common():
        print(f"{outcome:16} {number:6}")
    print(f"{copies} 份，{perf_counter() - began:.0f} 秒，{len(wrong)} 份不合要求")
    return 1 if wrong else 0


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    sys.exit(main(*[*given, COPIES, 0][: len(given)], *[COPIES, 0][len(given) :]))
