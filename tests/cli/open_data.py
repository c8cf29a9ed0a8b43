"""Which kind each file of the open data beside the checkout is, and why the others are no data sets of facts."""

from __future__ import annotations

import re
from pathlib import Path

KIND_OF = {
    "health/fingertips_la_series_to_2020.csv.gz": "fingertips-series",
    "health/fingertips_la_series_to_2025_selected.csv.gz": "fingertips-series",
    "health/fingertips_api_csv_district_2019.csv.gz": "fingertips",
    "health/fingertips_api_csv_ae_attendances_0_4.csv.gz": "fingertips",
    "health/official_ci_utla_neighbours_2019.csv.gz": "published-limits",
    "health/ons_deaths_asmr_by_la_mar_jul2020.csv.gz": "ons-deaths-rates-2020",
    "health/ons_deaths_by_msoa_mar_jul2020.csv.gz": "ons-deaths-msoa-2020",
    "health/qof_2019_20_prevalence_lad.csv": "qof-prevalence",
    "health/qof_2019_20_prevalence_county.csv": "qof-prevalence",
    "health/qof_2019_20_prevalence_region.csv": "qof-prevalence",
    "health/qof_2019_20_prevalence_imd.csv": "qof-prevalence",
    "health/qof_2019_20_prevalence_imdincome.csv": "qof-prevalence",
    "health/covid_cases_7day_england_msoa_to_nov2020.parquet": "covid-cases-msoa",
    "health/covid_cases_7day_oxfordshire_msoa_to_nov2020.csv": "covid-cases-msoa",
    "health/covid_vaccination_oxfordshire_districts_20210715.csv": "covid-vaccinations-district",
    "health/covid_vaccination_by_age_england_daily.csv.gz": "covid-vaccinations-daily",
    "health/ons_health_index_ltla21_indicators.parquet": "ons-health-index",
    "children/dfe_cla_number_and_rate_2019_2021.csv.gz": "dfe-looked-after",
    "children/dfe_children_in_need_2013_2021.csv.gz": "dfe-children-in-need",
    "children/dfe_referrals_2013_2021.csv.gz": "dfe-referrals",
    "children/dfe_factors_end_of_assessment_2018_2021.csv.gz": "dfe-assessment-factors",
    "children/dfe_cpp_starts_and_repeats_2013_2021.csv.gz": "dfe-protection-plans-started",
    "children/dfe_cpp_at31march_by_duration_2013_2021.csv.gz": "dfe-protection-plans",
    "children/dfe_social_work_workforce_2017_2021.csv.gz": "dfe-social-workers",
    "children/dfe_cla_placement_stability.csv.gz": "dfe-placement-stability",
    "children/ons_population_0_17_by_la_2012_2021.csv.gz": "dfe-population",
    "children/la_number_to_gss.csv": "dfe-la-numbers",
    "children/dfe_lait_measures_by_la_to_2021.parquet": "dfe-lait",
    "children/dfe_lait_measure_dictionary.csv": "dfe-lait-dictionary",
}
OPTIONS = {
    name: ("--key", Path(name).name.partition(".")[0], "--period", "2019/20") for name in KIND_OF if "qof" in name
}
OPTIONS["health/covid_cases_7day_oxfordshire_msoa_to_nov2020.csv"] = ("--key", "covid_cases_oxfordshire")

# The beginnings of the names of files that no kind of facts takes, and why.
NOT_FACTS = {
    "boundaries/": "shapes of places; app places imports them",
    "lookups/": "which place lies in which; app places imports them",
    "population/": "the denominators of places; app places imports them",
    "deprivation/": "the indices of places; app places imports them",
    "children/dfe_statistical_neighbours": "groups of places; app places imports them",
    "committee/": "examples of what other committee systems answer; adapters/exchange reads them",
}


def listed(readme: Path) -> list[str]:
    """The files that the table of the open data's README lists."""
    found = re.findall(r"^\| ([a-z_]+/[^ |]+) \|", readme.read_text(), re.MULTILINE)
    return [name for name in found if not name.startswith("file")]
