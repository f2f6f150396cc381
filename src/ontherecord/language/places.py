"""Names of countries, states and continents, as kinds of place that questions ask for."""

_COUNTRIES = """
afghanistan albania algeria andorra angola argentina armenia australia austria azerbaijan bahamas bahrain bangladesh
barbados belarus belgium belize benin bhutan bolivia bosnia bosnia_and_herzegovina botswana brazil britain brunei
bulgaria burkina_faso burundi cambodia cameroon canada cape_verde central_african_republic chad chile china colombia
comoros congo costa_rica croatia cuba cyprus czech_republic czechia denmark djibouti dominica dominican_republic
east_timor ecuador egypt el_salvador england eritrea estonia eswatini ethiopia fiji finland france gabon gambia
georgia germany ghana greece greenland grenada guatemala guinea guyana haiti honduras hong_kong hungary iceland india
indonesia iran iraq ireland israel italy ivory_coast jamaica japan jordan kazakhstan kenya kosovo kuwait kyrgyzstan
laos latvia lebanon lesotho liberia libya liechtenstein lithuania luxembourg madagascar malawi malaysia maldives mali
malta mauritania mauritius mexico micronesia moldova monaco mongolia montenegro morocco mozambique myanmar namibia
nauru nepal netherlands new_zealand nicaragua niger nigeria north_korea north_macedonia northern_ireland norway oman
pakistan palestine panama papua_new_guinea paraguay peru philippines poland portugal puerto_rico qatar romania russia
rwanda samoa saudi_arabia scotland senegal serbia seychelles sierra_leone singapore slovakia slovenia solomon_islands
somalia south_africa south_korea south_sudan spain sri_lanka sudan suriname sweden switzerland syria taiwan tajikistan
tanzania thailand togo tonga trinidad_and_tobago tunisia turkey türkiye turkmenistan tuvalu uganda ukraine
united_arab_emirates uae united_kingdom uk united_states us usa uruguay uzbekistan vanuatu vatican venezuela vietnam
wales yemen zambia zimbabwe
"""
_STATES = """
alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois indiana
iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri montana nebraska
nevada new_hampshire new_jersey new_mexico new_york north_carolina north_dakota ohio oklahoma oregon pennsylvania
rhode_island south_carolina south_dakota tennessee texas utah vermont virginia washington west_virginia wisconsin
wyoming
"""
_CONTINENTS = "africa asia europe north_america south_america antarctica oceania"


def _names(words: str) -> frozenset[str]:
    return frozenset(word.replace("_", " ") for word in words.split())


COUNTRIES, STATES, CONTINENTS = _names(_COUNTRIES), _names(_STATES), _names(_CONTINENTS)
