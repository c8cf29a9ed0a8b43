"""The job of `benchmarks.engine` in DuckDB's SQL, by hand; prints its seconds, MiB and the sum of its rates.

Runs in an environment that has DuckDB and need not have Folkmoot: `python benchmarks/duck.py cube|job FOLDER`.
"""

import sys
import time
from pathlib import Path

import duckdb

STANDARD = (
    5000,
    5500,
    5500,
    5500,
    6000,
    6000,
    6500,
    7000,
    7000,
    7000,
    7000,
    6500,
    6000,
    5500,
    5000,
    4000,
    2500,
    1500,
    1000,
)

CUBE = """
create temp table cube as
select unit, year(date) as year, sex, least(age // 5, 18) as band, count(*) as events
from read_parquet('{folder}/facts-*.parquet') group by all
"""

RATES = """
create temp table rates as
with residents as (
    select unit, year(date) as year, sex, least(age // 5, 18) as band, sum(persons)::double as people
    from read_parquet('{folder}/population.parquet') group by all
), joined as (
    select *, coalesce(events, 0)::double as n
    from residents left join cube using (unit, year, sex, band) join '{folder}/lookup.parquet' using (unit)
), sexes as (
    select unit as code, year, sex, band, n, people from joined
    union all select wards, year, sex, band, sum(n), sum(people) from joined group by all
    union all select districts, year, sex, band, sum(n), sum(people) from joined group by all
    union all select counties, year, sex, band, sum(n), sum(people) from joined group by all
), everybody as (
    select * from sexes union all select code, year, 'Persons', band, sum(n), sum(people) from sexes group by all
), summed as (
    select code, year, sex, sum(n) as events, sum(n) + 1 as more, sum(w * n / people) / sum(w) as rate,
           sum(w * w * n / people ** 2) / sum(w) ** 2 as variance
    from everybody join standard using (band) group by all
)
select code, year, sex, events, 1e5 * rate as rate,
       1e5 * (rate + sqrt(variance / events)
              * (events * (1 - 1 / (9 * events) - 1.959964 / (3 * sqrt(events))) ** 3 - events)) as lower,
       1e5 * (rate + sqrt(variance / events)
              * (more * (1 - 1 / (9 * more) + 1.959964 / (3 * sqrt(more))) ** 3 - events)) as upper
from summed where events >= 10
"""


def main(task: str, folder: str) -> None:
    connection = duckdb.connect(config={"threads": 2})
    connection.execute("create temp table standard (band integer, w double)")
    connection.executemany("insert into standard values (?, ?)", list(enumerate(STANDARD)))
    begun, worked = time.perf_counter(), time.process_time()
    connection.execute(CUBE.format(folder=folder))
    if task == "job":
        connection.execute(RATES.format(folder=folder))
    seconds, work = time.perf_counter() - begun, time.process_time() - worked
    total = connection.execute("select sum(rate) from rates").fetchone()[0] if task == "job" else 0
    most = int(Path("/proc/self/status").read_text().partition("VmHWM:")[2].split()[0]) / 1024
    print(seconds, work, most, total)


if __name__ == "__main__":
    main(*sys.argv[1:])
