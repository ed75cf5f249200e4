"""The report of an import as people read it: messages grouped by kind, with their lines and what to do."""

import json

from directory.cli.report import line_ranges, tell
from directory.services.imports.reports import LINES, REFUSED, ReportBuilder, report_from_json, report_json
from importers.base import RowMessage


def built() -> ReportBuilder:
    builder = ReportBuilder()
    for line in (2, 3, 4, 9):
        builder.say(
            [RowMessage(line, "courriel-invalide", "Mail faux.", "mail", f"x{line}", "Corrigez-la.")], refuses=False
        )
    builder.say([RowMessage(12, "titre-absent", "Le titre du service manque.")], refuses=True)
    builder.count_moved(("title", "phone"))
    builder.count_moved(("title",))
    builder.counts |= {LINES: 5, REFUSED: 1}
    return builder


def test_the_report_groups_messages_and_says_what_to_do() -> None:
    text = "\n".join(tell(built().report(()), 3, applied=False))
    assert "5\u00a0lignes lues" in text
    assert "1\u00a0ligne refusée" in text
    assert "Adresse mail incorrecte, laissée de côté, colonne «\u00a0mail\u00a0», lignes 2 à 4, 9." in text
    assert "À faire\u00a0: Corrigez-la." in text
    assert "Refusé\u00a0: Titre du service manquant, ligne 12." in text
    assert "Champs qui changeraient\u00a0: Titre du service (2), Téléphone (1)." in text


def test_lines_are_said_as_ranges() -> None:
    assert line_ranges([(3, 7), (12, 12)], 6) == "lignes 3 à 7, 12"
    assert line_ranges([(4, 4)], 1) == "ligne 4"
    assert line_ranges([(5, 5), (4, 4)], 2) == "lignes 4 et 5"
    many = [(line, line) for line in range(2, 60, 2)]
    assert line_ranges(many, 29).endswith("et 17 autres")


def test_a_report_of_many_lines_stays_small_and_counts_them_all() -> None:
    builder = ReportBuilder()
    for line in range(2, 20_000, 2):
        builder.say([RowMessage(line, "courriel-invalide", "Mail faux.", "mail", f"x{line}")], refuses=False)
    (group,) = builder.report(()).groups
    assert (group.count, group.lines) == (9_999, 9_999)
    assert len(json.dumps(report_json(builder.report(())))) < 5_000
    assert line_ranges(group.ranges, group.lines).endswith("et 9\u202f987 autres")


def test_reasons_to_leave_rows_out_are_told_apart() -> None:
    builder = ReportBuilder()
    for line, text in ((2, "Hors de France."), (3, "Fermé."), (4, "Fermé.")):
        builder.say([RowMessage(line, "hors-perimetre", text)], refuses=True)
    assert [(group.text, group.lines) for group in builder.report(()).groups] == [
        ("Fermé.", 2), ("Hors de France.", 1),
    ]  # fmt: skip


def test_a_report_is_read_as_it_was_kept_and_so_is_an_older_one() -> None:
    report = built().report(())
    held = json.loads(json.dumps(report_json(report)))
    assert report_from_json(held) == report
    for group in held["groups"]:
        del group["heading"], group["ranges"]
        group["lines"] = [12] if group["refuses"] else [2, 3, 4, 9]
    del held["moved"]
    older = report_from_json(held)
    assert [group.lines for group in older.groups] == [group.lines for group in report.groups]
    assert line_ranges(older.groups[1].ranges, 4) == "lignes 2 à 4, 9"
