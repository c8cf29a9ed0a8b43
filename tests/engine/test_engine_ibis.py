"""What only the Ibis backend can be asked, and every example of counting on Spark; run by `make test-ibis`."""

import logging
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from tests.engine import specifications, test_engine_specifications
from tests.engine.facts import AGE, ANY_FACTS, ANY_PLAN, PERIOD, SEX, UNITS, agreed, rows
from tests.engine.specifications import FILES

from folkmoot.engine.backends import Counting
from folkmoot.engine.plan import BadFacts, Plan

ibis = pytest.importorskip("ibis", reason="Ibis is not installed here; make test-ibis has an environment with it")

on_ibis = pytest.importorskip("folkmoot.engine.on_ibis")


@pytest.fixture(scope="module")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Counting]:
    """Spark in this process, as small as it can be."""
    if shutil.which("java") is None:
        pytest.skip("Spark needs a Java runtime, which is not on this machine")
    from pyspark.sql import SparkSession  # its package is there only where Ibis is

    folder = str(tmp_path_factory.mktemp("spark"))
    settings = {
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.sql.warehouse.dir": folder,
        "spark.local.dir": folder,
        "spark.driver.extraJavaOptions": f"-Dderby.system.home={folder}",
    }
    logging.getLogger("py4j").setLevel(logging.ERROR)  # it says goodbye to a log that is closed by then
    session = SparkSession.builder.master("local[1]").config(map=settings).getOrCreate()
    yield on_ibis.over(ibis.pyspark.connect(session))
    session.stop()


@pytest.mark.spark
@pytest.mark.filterwarnings("ignore")  # Spark's own, which we cannot mend
class TestSpark:
    """The same definitions and plans, on Spark."""

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
    def test_the_values_of_a_specification_follow(self, path: Path, spark: Counting, tmp_path: Path):
        test_engine_specifications.check(path, specifications.through(spark), tmp_path)

    @settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(facts=ANY_FACTS, wanted=ANY_PLAN)
    def test_it_agrees_with_the_oracle_on_any_plan_and_any_rows(self, spark: Counting, tmp_path: Path, facts, wanted):
        agreed(tmp_path, wanted, facts, spark)

    def test_the_largest_area_does_not_overflow(self, spark: Counting, tmp_path: Path):
        facts = rows(*({"days": 2**31 - 1} for _ in range(3)))
        assert agreed(tmp_path, Plan("facts", (), "days", (UNITS,)), facts, spark).cells() == {("E1",): 3 * (2**31 - 1)}


def test_the_largest_area_does_not_overflow(counting: Counting, tmp_path: Path):
    facts = rows(*({"days": 2**31 - 1} for _ in range(3)))
    assert agreed(tmp_path, Plan("facts", (), "days", (UNITS,)), facts, counting).cells() == {("E1",): 3 * (2**31 - 1)}


def test_the_tables_of_a_connection_are_counted_by_their_names_whatever_the_order_of_their_columns():
    connection = ibis.duckdb.connect()
    one = pa.table({"unit": ["E1", "E2"], "date": [date(2019, 1, 1)] * 2, "sex": ["Male", None]})
    connection.create_table("one", one)
    connection.create_table("other", one.select(["sex", "date", "unit"]))
    found = on_ibis.over(connection)(Plan("facts", (), "", (UNITS, PERIOD, SEX)), ["one", "other"])
    assert found.cells() == {("E1", "2019", "Male"): 2, ("E2", "2019", "missing"): 2}
    assert found.rows == 4


def test_a_table_that_cannot_be_counted_is_named_with_what_it_lacks():
    connection = ibis.duckdb.connect()
    connection.create_table("one", pa.table({"unit": ["E1"], "age": ["four"]}))
    counting = on_ibis.over(connection)
    with pytest.raises(BadFacts, match="one, column 'age': should hold whole numbers, but holds string"):
        counting(Plan("facts", (), "", (UNITS, AGE)), ["one"])
    with pytest.raises(BadFacts, match="one has no column 'sex', which should hold words"):
        counting(Plan("facts", (), "", (UNITS, SEX)), ["one"])
