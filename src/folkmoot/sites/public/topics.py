"""How measures are grouped on the list of them, and which make up the matrix of wards, in the pack's order."""

from __future__ import annotations

TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "Lives and deaths",
        (
            "life-expectancy-at-birth-male", "life-expectancy-at-birth-female", "healthy-life-expectancy-at-birth-male",
            "healthy-life-expectancy-at-birth-female", "healthy-life-expectancy-published-male",
            "healthy-life-expectancy-published-female", "mortality-rate",
            "cancer-mortality-under-75", "respiratory-mortality", "preventable-mortality-under-75",
        ),
    ),
    (
        "Illness and hospital",
        (
            "ae-attendances-under-5", "injury-admissions-0-4", "injury-admissions-0-14", "injury-admissions-15-24",
            "self-harm-stays", "copd-admissions", "chd-admissions", "stroke-admissions", "mi-admissions",
            "hip-fracture-admissions", "cancer-incidence", "hypertension-estimated", "depression-estimated",
        ),
    ),
    (
        "Smoking, weight, activity and wellbeing",
        (
            "adult-smoking", "smoking-in-pregnancy", "smoking-acute-mental-health", "reception-obesity",
            "reception-excess-weight", "year-6-obesity", "year-6-excess-weight", "adult-excess-weight",
            "physical-inactivity", "mental-wellbeing",
        ),
    ),
    (
        "Deprivation",
        (
            "income-deprivation", "income-deprivation-children", "income-deprivation-idaci",
            "income-deprivation-idaopi", "deprivation-imd", "deprivation-income",
            "deprivation-employment", "deprivation-education", "deprivation-health", "deprivation-crime",
            "deprivation-barriers", "deprivation-environment",
        ),
    ),
    ("Covid-19", ("covid-cases", "covid-case-rate", "covid-vaccination-uptake")),
    (
        "Children’s services",
        (
            "children-in-care", "children-in-care-rate", "children-in-care-change", "child-protection-plans",
            "child-protection-plan-rate", "plan-length", "risk-factors-plans", "risk-factors-assessments",
            "assessment-days", "caseload",
        ),
    ),
)  # fmt: skip

# The twenty indicators of the pack, each with the words at the head of its column.
MATRIX: tuple[tuple[str, str], ...] = (
    ("life-expectancy-at-birth-male", "Life expectancy, male"),
    ("life-expectancy-at-birth-female", "Life expectancy, female"),
    ("income-deprivation-children", "Income deprivation, children"),
    ("income-deprivation", "Income deprivation"),
    ("ae-attendances-under-5", "A&E attendances under 5"),
    ("injury-admissions-0-4", "Injuries, 0 to 4"),
    ("reception-obesity", "Obesity, Reception"),
    ("year-6-obesity", "Obesity, Year 6"),
    ("injury-admissions-0-14", "Injuries, 0 to 14"),
    ("injury-admissions-15-24", "Injuries, 15 to 24"),
    ("self-harm-stays", "Stays for self-harm"),
    ("copd-admissions", "Emergencies: COPD"),
    ("chd-admissions", "Emergencies: heart (CHD)"),
    ("stroke-admissions", "Emergencies: stroke"),
    ("mi-admissions", "Emergencies: heart attack"),
    ("hip-fracture-admissions", "Emergencies: hip fracture"),
    ("cancer-incidence", "New cancers"),
    ("cancer-mortality-under-75", "Cancer deaths under 75"),
    ("respiratory-mortality", "Respiratory deaths"),
    ("preventable-mortality-under-75", "Preventable deaths under 75"),
)
