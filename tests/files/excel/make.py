"""Makes the workbooks of this folder; everything in them is invented ("Beispiel"). README.md says how each is messy.

Run by hand from the project: python tests/files/excel/make.py. The old .xls needs xlwt (pip install xlwt), which is
no part of the project: without it the committed file stays as it is.
"""

import datetime
import io
import zipfile
from pathlib import Path

import xlsxwriter

HERE = Path(__file__).parent


def jugendamt() -> None:
    """Office 1: one sheet per network, written by somebody who likes it pretty."""
    book = xlsxwriter.Workbook(HERE / "jugendamt_netzwerke.xlsx")
    bold, head = book.add_format({"bold": True, "font_size": 14}), book.add_format({"bold": True, "text_wrap": True})
    struck, grey = book.add_format({"font_strikeout": True}), book.add_format({"font_color": "#A6A6A6"})
    day = book.add_format({"num_format": "dd.mm.yyyy"})
    sheet = book.add_worksheet("Frühe Hilfen")
    sheet.merge_range("A1:H1", "Landkreis Beispielkreis – Fachbereich Jugend und Familie", bold)
    sheet.merge_range("A2:H2", "Mitgliederliste des Netzwerks Frühe Hilfen", bold)
    sheet.write("A3", "Stand: 12.03.2025")
    sheet.merge_range("A5:A6", "Einrichtung/\nTräger", head)
    sheet.merge_range("B5:E5", "Ansprechpartner/in", head)
    sheet.merge_range("F5:G5", "Mitgliedschaft", head)
    sheet.merge_range("H5:H6", "Bemerkungen", head)
    for column, text in enumerate(
        ["Name, Vorname", "Tel. dienstl.", "E-Mail-Adresse(n)", "Funktion im NW", "seit", "bis"], 1
    ):
        sheet.write(5, column, text, head)
    sheet.merge_range("A7:A9", "Jugendamt Beispielkreis")
    for row, values in enumerate(
        [
            ["Beispiel, Anna", "06100 / 555-101", "anna.beispiel@example.org", "Koordination", 2017],
            [
                "Muster, Dr. Bernd",
                "06100 / 555-102",
                "b.muster@example.org; jugendamt@example.org",
                "Mitglied",
                "01/2020",
            ],
            ["Vorlage, Clara", "-103", "", "stellv. Mitglied", ""],
        ],
        6,
    ):
        for column, value in enumerate(values, 1):
            sheet.write(row, column, value)
    rows: list[tuple[list[object], object]] = [
        (["Hebammenpraxis Beispielstadt", "Frau Dora Probe", "0171 5550104", "probe@example.org", "Mitglied", "seit 2019", "", ""], None),
        (["Kinderklinik Beispielstadt gGmbH", "N.N.", "06100 555-0", "kinderklinik@example.org", "Mitglied", "", "", "Nachfolge wird benannt"], None),
        (["Beispielverein Familie e. V.", "Fiktiv, Emil", "06101/5550106", "fiktiv@example.org", "Sprecher", datetime.date(2018, 5, 1), "", ""], None),
        (["Schwangerenberatung Beispiel\nTräger: Beispielwerk e. V.", "Prof. Dr. Franka Beispiel-Muster", "", "beratung(at)example.org", "beratend", "März 2021", "", ""], None),
        (["Erziehungsberatungsstelle Beispielstadt (EB)", "Gedacht, Gustav", "", "gedacht@example.org", "Mitglied", "2016", "3/22", "ausgeschieden 3/22"], struck),
        (["Frühförderstelle Beispiel", "Erdacht, Hanna", "", "", "Gast", "", "", "zur Zeit nicht dabei"], grey),
    ]  # fmt: skip
    for number, (values, form) in enumerate(rows, 9):
        for column, value in enumerate(values):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, datetime.datetime(value.year, value.month, value.day), day)
            else:
                sheet.write(number, column, value, form)
    sheet.write("A16", "Anzahl Mitglieder:")
    sheet.write_formula("B16", "=COUNTA(A7:A15)", None, 9)
    sheet.write("A18", "Legende")
    sheet.write("A19", "NW = Netzwerk")

    sheet = book.add_worksheet("RT Gewalt")
    sheet.write("B1", "Runder Tisch gegen häusliche Gewalt", bold)
    for column, text in enumerate(
        ["lfd. Nr.", "Institution", "Vorname", "Nachname", "Vertretung", "Telefon", "E-Mail", "PLZ/Ort", "Geburtsdatum"]
    ):
        sheet.write(3, column, text, head)
    for number, values in enumerate(
        [
            [1, "Polizeistation Beispielstadt", "Ida", "Ausgedacht", "Herr Jan Probe", "06100 555-201", "ida.ausgedacht@example.org", "64999 Beispielstadt", "01.01.1970"],
            [2, "Frauenhaus Beispiel", "Karin", "Beispiel", "", "", "frauenhaus@example.org", "", ""],
            [3, "", "Lena", "Muster", "", "", "lena.muster@example.org", "", ""],
            [4, "Amtsgericht Beispielstadt", "", "unbesetzt", "", "06100 555-203", "", "64999 Beispielstadt", ""],
        ],
        4,
    ):  # fmt: skip
        for column, value in enumerate(values):
            sheet.write(number, column, value)

    sheet = book.add_worksheet("AG Schulabsentismus")
    sheet.write("A1", "AP = Ansprechpartner")
    for column, text in enumerate(["Inst.", "AP", "Mail", "Tel."]):
        sheet.write(2, column, text)
    sheet.write_row(
        3,
        0,
        [
            "Gesamtschule Beispielstadt",
            "Frau Muster / Herr Probe",
            "muster@example.org\nprobe@example.org",
            "06100 555-301",
        ],
    )
    sheet.write_row(
        4, 0, ["Staatliches Schulamt Beispiel", "Beispiel, Maria und Beispiel, Otto", "m.beispiel@example.org", ""]
    )
    sheet.write_row(6, 0, ["zuletzt bearbeitet am 4.2.2025 / be"])
    old = book.add_worksheet("Alt 2019")
    old.write_row(0, 0, ["Einrichtung", "Name"])
    old.write_row(1, 0, ["Altverein Beispiel e.V.", "Veraltet, Vera"])
    old.hide()
    book.add_worksheet("Tabelle5")
    book.close()


def liga() -> None:
    """Office 2: everything in one sheet, grown over years."""
    book = xlsxwriter.Workbook(HERE / "liga_gesamtliste.xlsx")
    sheet = book.add_worksheet("Gesamtliste 2025")
    sheet.write("A1", "Liga der Wohlfahrtsverbände Beispielkreis: Vertretungen in Gremien und Netzwerken")
    heads = [
        "Nr",
        "Netzwerk / AG",
        "Träger",
        "Organisation",
        "Vertreter/in",
        "",
        "Telefon/E-Mail",
        "Rolle",
        "Mitglied von-bis",
        "Straße",
        "PLZ",
        "Ort",
        "Status",
        "Konfession",
    ]
    sheet.write_row(2, 0, heads)
    rows: list[list[object]] = [
        [1, "Netzwerk Frühe Hilfen", "Beispielwerk", "Beispielwerk Kreisverband e.V.", "Probe, Dora", "dora.probe@example.org", "06100 555401", "Mitglied", "2017-2021", "Beispielstr. 1", 64999, "Beispielstadt", "ausgeschieden", "rk"],
        [2, "", "Beispielwerk", "Beispielwerk Kreisverband e.V.", "Muster, Jan", "jan.muster@example.org", "06100 555402, mobil 0160 5554021", "Mitglied", "seit 1.1.2022", "Beispielstr. 1", 64999, "Beispielstadt", "aktiv", ""],
        [3, "", "Erfundene Hilfe", "Erfundene Hilfe gGmbH", "Dr. Petra Ersonnen", "ersonnen@example.org", "Tel.: 06100 555403 Fax: 06100 555404", "stv. Vorsitz", "2019 – heute", "Am Muster 12a", 64998, "Musterdorf", "aktiv", ""],
        [4, "AG Kinderschutz", "Erfundene Hilfe", '"', "Fiktiv, Rosa (Vertretung: s. u.)", "rosa.fiktiv@example.org", "", "Mitglied", "", "", "", "", "aktiv", ""],
        [5, "", "Probeverband", "Probeverband Südkreis e. V.", "vakant", "", "", "Mitglied", "", "Beispielplatz 3", 1067, "Probestadt", "", ""],
        [6, "Runder Tisch Integration; AG Kinderschutz", "Probeverband", "Migrationsberatung Probeverband", "Beispiel, Yusuf", "y.beispiel@example.org; migration@example.org", "", "Sprecher", "03/2020", "", "", "", "aktiv", ""],
        [7, "Runder Tisch Integration", "", "Ausländerbeirat Beispielstadt", "Amira Muster", "amira.muster@example", "", "Gast", "irgendwann", "", "", "", "", ""],
        [8, "", "", "Sprachtreff Beispiel", "Herr Vorlage", "", "06101-5550408", "", "", "", "", "", "ruht", ""],
    ]  # fmt: skip
    for number, values in enumerate(rows, 3):
        sheet.write_row(number, 0, values)
    sheet.write_formula("D7", '=D6&""', None, "Erfundene Hilfe gGmbH")
    sheet.write(12, 1, "Summe")
    sheet.write_formula(12, 3, "=COUNTA(D4:D11)", None, 8)
    sheet.autofilter("A3:N11")
    sheet = book.add_worksheet("nach Netzwerk")
    sheet.write_row(0, 0, ["Einrichtung", "Ansprechperson", "Mailadresse", "Dabei seit"])
    blocks: list[list[object]] = [
        ["1. Netzwerk Übergang Schule – Beruf (3 Mitglieder)"],
        ["Jobcenter Beispielkreis (JC)", "Herr Thomas Probe", "probe@example.org", "2015"],
        [
            "Berufsschule Beispielstadt",
            "Sabine Fiktiv, Tim Erdacht",
            "fiktiv@example.org, erdacht@example.org",
            "10/2018",
        ],
        ["Handwerkskammer Beispiel", "", "info@example.org", ""],
        [],
        ["2. Arbeitskreis Wohnungslosenhilfe"],
        ["Einrichtung", "Ansprechperson", "Mailadresse", "Dabei seit"],
        ["Verwaltung"],
        ["Sozialamt Beispielstadt", "Ursula von der Vorlage", "vorlage@example.org", "2020-06-01"],
        ["Freie Träger"],
        ["Beispielwerk Kreisverband e.V.", "Jan Muster", "jan.muster@example.org", ""],
        ["Tafel Beispielstadt e.V.", "z.Zt. nicht besetzt", "", ""],
        ["Stand: Januar 2025, Angaben ohne Gewähr"],
    ]
    for number, values in enumerate(blocks, 1):
        sheet.write_row(number, 0, values)
    book.close()


def sozialplanung() -> None:
    """Office 3: crosses."""
    book = xlsxwriter.Workbook(HERE / "sozialplanung_matrix.xlsx")
    turned = book.add_format({"rotation": 90, "text_wrap": True})
    sheet = book.add_worksheet("Matrix")
    sheet.write("A1", "Wer sitzt wo? Mitwirkung in den Netzwerken des Beispielkreises (Erhebung Sozialplanung)")
    sheet.merge_range("C3:D3", "Kinder und Jugend")
    sheet.merge_range("E3:G3", "Soziales")
    sheet.write_row(3, 0, ["Akteur", "E-Mail"])
    for column, name in enumerate(
        ["Frühe\nHilfen", "AG Kinder-\nschutz", "Bündnis gegen Gewalt", "Integration", "Runder Tisch\nWohnen"], 2
    ):
        sheet.write(3, column, name, turned)
    sheet.write(3, 7, "Summe")
    rows = [
        ["Jugendamt Beispielkreis", "jugendamt@example.org", "X", "Leitung", "x", "", "", 3],
        ["Beispielverein Familie e. V.", "familie@example.org", "x", "", "-", "", "x", 2],
        ["Polizeistation Beispielstadt", "polizei@example.org", "", "●", "Vertr.", "", "", 2],
        ["Jobcenter Beispielkreis (JC)", "jc@example.org", "", "", "", "x", "(x)", 2],
        ["Ausländerbeirat Beispielstadt", "", "0", "nein", "ja", "Vorsitz", "?", 3],
        ["Sozialamt Beispielstadt", "sozialamt@example.org", "", "", "Frau Muster", "1", "seit 2019", 3],
    ]
    for number, values in enumerate(rows, 4):
        sheet.write_row(number, 0, values)
    sheet.write(10, 0, "Summe")
    for column in range(2, 8):
        sheet.write_formula(10, column, f"=COUNTA({chr(65 + column)}5:{chr(65 + column)}10)", None, 3)
    sheet.write(12, 0, "x = Mitglied, Vertr. = Vertretung, ? = noch zu klären")
    sheet = book.add_worksheet("Kommunen")
    sheet.write_row(0, 0, ["", "Stadt Beispielstadt", "Gemeinde Musterdorf", "Stadt Probestadt", "Gemeinde Vorlagen"])
    for number, values in enumerate(
        [
            ["Netzwerk Frühe Hilfen", "x", "x", "", "x"],
            ["Runder Tisch Wohnen", "x", "", "Gast", ""],
            ["Präventionsrat Nord", "", "x", "x", ""],
        ],
        1,
    ):
        sheet.write_row(number, 0, values)
    sheet = book.add_worksheet("Adressen")
    sheet.write_row(
        0,
        0,
        [
            "Kürzel",
            "Name der Einrichtung",
            "Art der Einrichtung",
            "Anschrift",
            "Zentrale",
            "Homepage",
            "AGS",
            "Handlungsfeld",
        ],
    )
    sheet.write_row(
        1,
        0,
        [
            "JC",
            "Jobcenter Beispielkreis",
            "Behörde",
            "Arbeitsweg 5, 64999 Beispielstadt",
            "06100 555-0",
            "www.example.org",
            6433999,
            "Arbeit; Soziales",
        ],
    )
    sheet.write_row(
        2,
        0,
        [
            "",
            "Tafel Beispielstadt e.V.",
            "Verein",
            "Marktplatz 2\n64999 Beispielstadt",
            "06100/5551",
            "https://example.org/tafel",
            "06433999",
            "Soziales",
        ],
    )
    book.close()


def verteiler_csv() -> None:
    """A mailing list as an old program exports it: cp1252, semicolons, Windows line ends."""
    rows = [
        ["Netzwerk;Organisation;Anrede;Titel;Vorname;Nachname;E-Mail;Telefon;Eintritt;Austritt"],
        ["Frühe Hilfen;Müller-Beispiel-Stiftung;Frau;Dr.;Änne;Beispiel;aenne.beispiel@example.org;=\"06100555501\";01.02.2019;"],
        ["Frühe Hilfen;Köln-Beispiel GmbH;Herr;;Jörg;Größe;joerg.groesse@example.org;06100 555502;2015;31.12.2020"],
        ["Gewaltschutz;\"Beratungsstelle \"\"Offene Tür\"\"; Beispiel\";;;;;offene.tuer@example.org;;;"],
    ]  # fmt: skip
    text = "\r\n".join(row[0] for row in rows) + "\r\n"
    (HERE / "verteiler_cp1252.csv").write_bytes(text.encode("cp1252"))


OPEN_DOCUMENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:version="1.2"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0">
<office:automatic-styles><style:style style:name="weg" style:family="table-cell">
<style:text-properties style:text-line-through-style="solid"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Bündnis Demenz">
<table:table-row><table:table-cell office:value-type="string"><text:p>Bündnis Demenz im Beispielkreis</text:p></table:table-cell>
<table:table-cell table:number-columns-repeated="1020"/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="1021"/></table:table-row>
{rows}
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="1021"/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""


def buendnis_ods() -> None:
    """LibreOffice: organisation merged over two people, one struck through, a million empty rows."""

    def cell(text: str, extra: str = "") -> str:
        return f'<table:table-cell office:value-type="string"{extra}><text:p>{text}</text:p></table:table-cell>'

    date = '<table:table-cell office:value-type="date" office:date-value="2019-09-01"><text:p>01.09.19</text:p></table:table-cell>'
    rows = [
        "".join(map(cell, ["Organisation", "Kontaktperson", "E-Mail", "seit"])),
        cell("Pflegestützpunkt Beispiel", ' table:number-rows-spanned="2"')
        + cell("Anna Beispiel")
        + cell("anna@example.org")
        + date,
        "<table:covered-table-cell/>" + cell("Otto Probe") + cell("otto@example.org"),
        cell("Seniorenheim Beispiel gGmbH") + cell("Ute Muster", ' table:style-name="weg"') + cell("ute@example.org"),
    ]
    content = OPEN_DOCUMENT.format(rows="".join(f"<table:table-row>{row}</table:table-row>" for row in rows))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(zipfile.ZipInfo("content.xml"), content, zipfile.ZIP_DEFLATED)
        archive.writestr(zipfile.ZipInfo("META-INF/manifest.xml"), "<manifest/>")
    (HERE / "buendnis_demenz.ods").write_bytes(buffer.getvalue())


def altbestand_xls() -> None:
    """Excel 97: needs xlwt."""
    try:
        import xlwt
    except ImportError:
        return
    book = xlwt.Workbook()
    sheet = book.add_sheet("AK Sucht")
    struck = xlwt.easyxf("font: struck_out on")
    day = xlwt.easyxf(num_format_str="DD.MM.YYYY")
    for column, text in enumerate(["Einrichtung", "Ansprechpartner", "Tel.", "Mitglied seit"]):
        sheet.write(1, column, text)
    sheet.write(0, 0, "Arbeitskreis Sucht Beispielkreis, Stand 2009")
    sheet.write_merge(2, 3, 0, 0, "Suchtberatung Beispiel e.V.")
    sheet.write(2, 1, "Beispiel, Karl")
    sheet.write(2, 3, datetime.date(2008, 4, 1), day)
    sheet.write(3, 1, "Muster, Rita")
    sheet.write(4, 0, "Gesundheitsamt Beispielkreis")
    sheet.write(4, 1, "Frau Alt", struck)
    sheet.write(4, 2, "06100/555601")
    book.save(HERE / "altbestand.xls")


if __name__ == "__main__":
    for make in (jugendamt, liga, sozialplanung, verteiler_csv, buendnis_ods, altbestand_xls):
        make()
