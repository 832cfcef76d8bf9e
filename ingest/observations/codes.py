"""Code lists: what Eurostat, ISO and UNHCR write for a thing, and what people call it."""

from __future__ import annotations

import re

DATASETS = {
    "migr_asyappctza": "Asylum and first time asylum applicants, annual, rounded",
    "migr_asyappctzm": "Asylum and first time asylum applicants, monthly, rounded",
    "migr_asydcfsta": "First instance decisions on asylum applications, annual",
    "migr_eirtn": "Third-country nationals returned following an order to leave",
    "migr_eiord": "Third-country nationals ordered to leave",
    "demo_pjan": "Population on 1 January",
}
"""Eurostat's names of tables."""

COLUMNS = {
    "time": "Time",
    "geo": "Country",
    "sex": "Sex",
    "age": "Age",
    "unit": "Unit",
    "citizen": "Citizenship",
    "asyl app": "Applicants counted",
    "indic mg": "Indicator",
    "coo name": "Country of origin",
    "coa name": "Country of asylum",
    "coo": "Country of origin",
    "coa": "Country of asylum",
    "dec level": "Decision level",
    "app pc": "Counted in",
    "dec pc": "Counted in",
    "app type": "Application type",
    "procedure type": "Procedure",
    "dec recognized": "Recognised as refugees",
    "dec other": "Granted other protection",
    "dec rejected": "Rejected",
    "dec closed": "Otherwise closed",
    "dec total": "Decisions in total",
    "applied": "Asylum applications",
    "ooc": "Others of concern",
    "oip": "Others in need of international protection",
    "hst": "Host community",
    "idps": "Internally displaced people",
    "nat": "Nationality",
    "surv": "Survivors",
    "dead": "Deaths",
}
"""Names of columns that are codes of Eurostat's, UNHCR's or IOM's."""

SEXES = {"F": "Female", "M": "Male", "U": "Unknown", "T": "Total"}
MEMBERS = {
    "sex": SEXES,
    "gender": SEXES,
    "counted in": {"P": "persons", "C": "cases"},
    "procedure": {"G": "government", "U": "UNHCR", "J": "joint"},
    "application type": {
        "N": "new", "R": "repeat", "A": "appeal", "V": "new, repeat and appeal",
    },
    "decision level": {
        "FI": "first instance", "AR": "administrative review", "RA": "repeat and appeal",
        "JR": "judicial review", "NA": "not applicable", "IN": "incoming",
        "BL": "backlog and judicial review", "SP": "subsidiary protection",
        "TP": "temporary protection", "TA": "temporary asylum", "CA": "cantonal",
        "TR": "temporary protection regime", "EO": "ex officio",
    },
}  # fmt: skip
"""What the letters of statistical offices and of UNHCR stand for."""

ISO = """
AFG Afghanistan|ALB Albania|DZA Algeria|AGO Angola|ARG Argentina|ARM Armenia|AUS Australia
AUT Austria|AZE Azerbaijan|BHR Bahrain|BGD Bangladesh|BLR Belarus|BEL Belgium|BEN Benin
BOL Bolivia|BIH Bosnia and Herzegovina|BRA Brazil|BGR Bulgaria|BFA Burkina Faso|BDI Burundi
KHM Cambodia|CMR Cameroon|CAN Canada|CAF Central African Republic|TCD Chad|CHL Chile|CHN China
COL Colombia|COG Congo|COD Democratic Republic of the Congo|CIV Côte d'Ivoire|HRV Croatia|CUB Cuba
CYP Cyprus|CZE Czechia|DNK Denmark|DJI Djibouti|ECU Ecuador|EGY Egypt|SLV El Salvador|ERI Eritrea
EST Estonia|ETH Ethiopia|FIN Finland|FRA France|GAB Gabon|GMB Gambia|GEO Georgia|DEU Germany
GHA Ghana|GRC Greece|GTM Guatemala|GIN Guinea|GNB Guinea-Bissau|HTI Haiti|HND Honduras|HUN Hungary
ISL Iceland|IND India|IDN Indonesia|IRN Iran|IRQ Iraq|IRL Ireland|ISR Israel|ITA Italy|JAM Jamaica
JPN Japan|JOR Jordan|KAZ Kazakhstan|KEN Kenya|XKX Kosovo|KWT Kuwait|KGZ Kyrgyzstan|LVA Latvia
LBN Lebanon|LBR Liberia|LBY Libya|LTU Lithuania|LUX Luxembourg|MDG Madagascar|MWI Malawi
MYS Malaysia|MLI Mali|MLT Malta|MRT Mauritania|MUS Mauritius|MEX Mexico|MDA Moldova|MNG Mongolia
MNE Montenegro|MAR Morocco|MOZ Mozambique|MMR Myanmar|NAM Namibia|NPL Nepal|NLD Netherlands
NZL New Zealand|NIC Nicaragua|NER Niger|NGA Nigeria|PRK North Korea|MKD North Macedonia|NOR Norway
PAK Pakistan|PSE Palestine|PER Peru|PHL Philippines|POL Poland|PRT Portugal|ROU Romania|RUS Russia
RWA Rwanda|SAU Saudi Arabia|SEN Senegal|SRB Serbia|SLE Sierra Leone|SVK Slovakia|SVN Slovenia
SOM Somalia|ZAF South Africa|KOR South Korea|SSD South Sudan|ESP Spain|LKA Sri Lanka|SDN Sudan
SWE Sweden|CHE Switzerland|SYR Syria|TJK Tajikistan|TZA Tanzania|THA Thailand|TGO Togo
TTO Trinidad and Tobago|TUN Tunisia|TUR Turkey|TKM Turkmenistan|UGA Uganda|UKR Ukraine
ARE United Arab Emirates|GBR United Kingdom|USA United States|UZB Uzbekistan|VEN Venezuela
VNM Vietnam|YEM Yemen|ZMB Zambia|ZWE Zimbabwe|UNK Unknown|STA Stateless
"""
COUNTRIES = dict(
    pair.strip().split(" ", 1) for line in ISO.strip().splitlines() for pair in line.split("|")
)
"""Countries by ISO 3166's three letters."""

UNHCR = {
    "ARE": "Egypt", "AUS": "Austria", "AUL": "Australia", "GFR": "Germany", "ALG": "Algeria",
    "ANG": "Angola", "BAN": "Bangladesh", "BUL": "Bulgaria", "CHD": "Chad", "CHI": "China",
    "GRE": "Greece", "LEB": "Lebanon", "LBY": "Libya", "MOR": "Morocco", "NIG": "Nigeria",
    "NGR": "Niger", "PHI": "Philippines", "POR": "Portugal", "ROM": "Romania", "SPA": "Spain",
    "SUD": "Sudan", "SWI": "Switzerland", "UAE": "United Arab Emirates", "SRV": "Vietnam",
    "ZIM": "Zimbabwe", "RSA": "South Africa", "KEN": "Kenya", "MYA": "Myanmar", "NEP": "Nepal",
    "TAN": "Tanzania", "TOG": "Togo", "ZAM": "Zambia", "LKA": "Sri Lanka", "COB": "Congo",
}  # fmt: skip
"""UNHCR's own letters where they are not ISO's."""


def dataset(name: str) -> str:
    """Eurostat's name of the table whose code is in ``name``, or ""."""
    code = re.sub(r"[^a-z]+", "_", name.lower())
    return next((title for known, title in DATASETS.items() if known in code), "")


def column(name: str) -> str:
    """A column's name as a person would say it."""
    return COLUMNS.get(name.lower(), name)


def country(code: str, *, unhcr: bool = False) -> str:
    """The country that three letters stand for, or ""; UNHCR's letters are not all ISO's."""
    return (UNHCR.get(code, "") if unhcr else "") or COUNTRIES.get(code, "")
