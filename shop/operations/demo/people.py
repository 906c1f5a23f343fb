"""Invented customers; their mail addresses cannot receive, their numbers ring nowhere."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class DemoPerson:
    """A customer; `country` is ISO 3166-1 alpha-2, `phone` is in E.164 form."""

    name: str
    email: str
    phone: str
    street: str
    postal_code: str
    city: str
    country: str


# Mail name, name, phone, street, postal code and city. Germany, France, Sweden and Ireland set
# numbers aside for films; elsewhere the subscriber part starts with a zero, which nobody has.
_ADDRESS_BOOK = """
DE
anneke.brandt | Anneke Brandt | +493023125014 | Lindenufer 12 | 10439 | Berlin
jonas.weidmann | Jonas Weidmann | +494066969217 | Kastanienallee 41 | 22299 | Hamburg
leyla.aydin | Leyla Aydın | +492214710388 | Gartenstraße 7 | 50733 | Köln
moritz.ebeling | Moritz Ebeling | +498999998125 | Am Mühlbach 3a | 81541 | München
svenja.petersen | Svenja Petersen | +496990009562 | Wiesenweg 28 | 60385 | Frankfurt am Main
tarek.haddad | Tarek Haddad | +493023125871 | Schillerstraße 19 | 04109 | Leipzig
ute.lorenz | Ute Lorenz | +492214710046 | Rosenhügel 5 | 53113 | Bonn
FR
camille.aubert | Camille Aubert | +33199004218 | 14 rue des Tilleuls | 69003 | Lyon
hugo.lemaitre | Hugo Lemaître | +33639980552 | 3 impasse du Moulin | 44000 | Nantes
ines.carvalho | Inès Carvalho | +33199007731 | 27 avenue de la Gare | 75012 | Paris
nadia.benali | Nadia Benali | +33639981947 | 8 place du Marché | 13006 | Marseille
theo.guillou | Théo Guillou | +33199001265 | 52 quai des Brumes | 29200 | Brest
SE
astrid.nyberg | Astrid Nyberg | +46701740612 | Björkvägen 9 | 114 32 | Stockholm
elias.sandstrom | Elias Sandström | +4684650047 | Hamngatan 21 | 411 14 | Göteborg
maja.holm | Maja Holm | +46701740688 | Kvarnstigen 4 | 222 22 | Lund
oskar.lindqvist | Oskar Lindqvist | +4684650083 | Sjögatan 33 | 852 34 | Sundsvall
IE
aoife.brennan | Aoife Brennan | +353209102417 | 6 Chapel Lane | D08 X5K2 | Dublin
cormac.delaney | Cormac Delaney | +353209138064 | 19 Harbour View | T12 R8P4 | Cork
niamh.oconnell | Niamh O'Connell | +353209155230 | The Old Forge | H91 F6W8 | Galway
NL
bram.verhoeven | Bram Verhoeven | +31200000117 | Molenkade 15 | 1053 LB | Amsterdam
fenna.dijkstra | Fenna Dijkstra | +31300000452 | Weverstraat 62 | 3512 JE | Utrecht
sanne.bakker | Sanne Bakker | +31500000871 | Turfsingel 8 | 9712 KR | Groningen
AT
klara.steininger | Klara Steininger | +4310000214 | Nussbaumgasse 11/5 | 1070 | Wien
lukas.moser | Lukas Moser | +433160000377 | Mühlgang 24 | 8020 | Graz
theresa.huber | Theresa Huber | +43662000519 | Linzer Straße 90 | 5020 | Salzburg
BE
elise.dewinter | Elise De Winter | +3220000146 | Vlasmarkt 17 | 9000 | Gent
mathieu.lambert | Mathieu Lambert | +3242000638 | Rue du Pont 44 | 4000 | Liège
IT
chiara.marchetti | Chiara Marchetti | +39060000281 | Via dei Platani 23 | 00182 | Roma
lorenzo.galli | Lorenzo Galli | +39020000945 | Via San Rocco 6 | 20135 | Milano
sofia.deluca | Sofia De Luca | +390510000733 | Via del Pozzo 31 | 40126 | Bologna
DK
freja.mikkelsen | Freja Mikkelsen | +4500000318 | Elmegade 13, 2. tv | 2200 | København N
rasmus.thorsen | Rasmus Thorsen | +4500000764 | Havnegade 5 | 8000 | Aarhus C
FI
aino.korhonen | Aino Korhonen | +3589000226 | Koivukatu 18 B 12 | 00530 | Helsinki
eero.makinen | Eero Mäkinen | +3583000590 | Rantatie 7 | 33100 | Tampere
PL
hanna.wisniewska | Hanna Wiśniewska | +48220000471 | ul. Lipowa 16/3 | 00-316 | Warszawa
kacper.zielinski | Kacper Zieliński | +48120000829 | ul. Młyńska 9 | 31-469 | Kraków
PT
beatriz.fonseca | Beatriz Fonseca | +351210000153 | Rua das Oliveiras 40 | 1200-312 | Lisboa
duarte.pimentel | Duarte Pimentel | +351220000697 | Travessa do Cais 2 | 4050-122 | Porto
CZ
eliska.prochazkova | Eliška Procházková | +420200000348 | Zahradní 22 | 120 00 | Praha
vojtech.dvorak | Vojtěch Dvořák | +420500000916 | Lipová 11 | 602 00 | Brno
"""  # noqa: RUF001 - a Turkish name


def people() -> tuple[DemoPerson, ...]:
    """Every customer; always the same ones in the same order."""
    found: list[DemoPerson] = []
    country = ""
    for line in _ADDRESS_BOOK.strip().splitlines():
        if "|" in line:
            found.append(_person(line, country=country))
        else:
            country = line
    return tuple(found)


def _person(line: str, *, country: str) -> DemoPerson:
    mail_name, name, phone, street, postal_code, city = (cell.strip() for cell in line.split("|"))
    return DemoPerson(
        name=name,
        email=f"{mail_name}@example.com",
        phone=phone,
        street=street,
        postal_code=postal_code,
        city=city,
        country=country,
    )
