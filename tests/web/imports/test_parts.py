"""A large file in parts: whole at the end, whatever the line did; nothing kept of what was left on the way."""

import io
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from directory.domain.imports import Batch
from directory.services.imports.old_files import FileKeeping
from directory.services.imports.uploads import KEPT_FOR, MOST_UNDER_WAY, PART_BYTES, BadPart, Uploads, UploadTooLarge
from directory.services.work.jobs import JobService
from directory.store.tables import upload_part
from importers.files.several import MOST_FILES
from tests.fiches import NOW
from tests.web.imports.conftest import Desk
from tests.web.imports.test_known_format import native, service

KEY, OTHER = "0123456789abcdef" * 2, "f" * 32
SEND = "/imports/envois"
STRUCTURES, SERVICES = b"id;nom\n1;Relais\n", b"id;structure_id;nom\n1;1;Atelier\n"


def part(desk: Desk, content: bytes, rank: int, *, upload: str = KEY, file: int = 0) -> int:
    said = {"envoi": upload, "rang_fichier": str(file), "rang": str(rank), "morceau": (io.BytesIO(content), "morceau")}
    return desk.client.post(SEND, data=said).status_code


def named(desk: Desk, *files: tuple[str, int], upload: str = KEY) -> tuple[int, str, str]:
    """Send the form that follows; return its status, where it leads and what it says."""
    names, counts = [name for name, _ in files], [str(count) for _, count in files]
    answer = desk.post("/imports/nouveau", envoi=upload, nom_fichier=names, morceaux=counts)  # type: ignore[arg-type]
    return answer.status_code, answer.headers.get("Location", ""), answer.get_data(as_text=True)


def kept(desk: Desk) -> int:
    with desk.site.database.read() as uow:
        return int(uow.connection.execute(select(func.count()).select_from(upload_part)).scalar_one())


def uploads(desk: Desk, *, most_bytes: int) -> Uploads:
    return Uploads(desk.site.database, most_bytes=most_bytes, now=lambda: NOW)


def only_batch(desk: Desk) -> Batch:
    with desk.site.database.read() as uow:
        batch = uow.batches.get(1)
    assert batch is not None
    return batch


def test_parts_are_put_together_in_their_order_whatever_came_twice(desk: Desk) -> None:
    content = native(service(1), service(2))
    assert part(desk, content[100:], 1) == 204
    assert part(desk, b"garbled", 0) == 204
    assert part(desk, content[:100], 0) == 204
    status, where, _ = named(desk, ("liste.csv", 2))
    assert status == 303 and where.endswith("/source")
    desk.client.post("/imports/nouveau", data={"fichier": (io.BytesIO(content), "liste.csv")})
    with desk.site.database.read() as uow:
        sent_whole = uow.batches.get(2)
    assert sent_whole is not None and only_batch(desk).digest == sent_whole.digest
    assert only_batch(desk).file_name == "liste.csv" and kept(desk) == 0


def test_files_sent_together_are_joined(desk: Desk) -> None:
    for file, content in enumerate((STRUCTURES, SERVICES)):
        assert part(desk, content, 0, file=file) == 204
    status, _, _ = named(desk, ("structures.csv", 1), ("services.csv", 1))
    assert status == 303 and only_batch(desk).file_name == "services+structures.zip"


def test_a_file_that_joins_nothing_is_told_before_anything_else(desk: Desk) -> None:
    for file, content in enumerate((STRUCTURES, SERVICES, b"ville;habitants\nArles;50000\n")):
        assert part(desk, content, 0, file=file) == 204
    status, where, _ = named(desk, ("structures.csv", 1), ("services.csv", 1), ("villes.csv", 1))
    assert status == 303 and where.endswith("/lecture")
    assert "« villes.csv ». Son contenu n’est pas importé." in desk.text(where)


def test_a_file_that_is_not_whole_is_asked_for_again_and_nothing_is_kept(desk: Desk) -> None:
    part(desk, b"a;b\n", 0)
    for count in (2, 0, 10**14):
        status, _, page = named(desk, ("liste.csv", count))
        assert status == 422 and "n’est pas arrivé en entier" in page
    assert named(desk, ("liste.csv", 1), upload=OTHER)[0] == 422
    assert "Aucun import pour l’instant" in desk.text("/imports")


def test_an_empty_file_and_too_many_say_so_in_parts_too(desk: Desk) -> None:
    for file in range(MOST_FILES + 1):
        assert part(desk, b"a;b\n", 0, file=file) == 204
    status, _, page = named(desk, *((f"{number}.csv", 1) for number in range(MOST_FILES + 1)))
    assert status == 422 and f"{MOST_FILES} fichiers au plus" in page
    assert part(desk, b"a;b\n", 0) == 204
    status, _, page = named(desk, ("liste.csv", 1), ("vide.csv", 0))
    assert status == 422 and "Le fichier est vide" in page


def test_what_is_no_part_is_refused(desk: Desk) -> None:
    assert desk.post(SEND).status_code == 400
    assert part(desk, b"", 0) == 400
    assert part(desk, b"a", -1) == 400
    assert part(desk, b"a", 10**6) == 400
    assert part(desk, b"a", 0, upload="../../x") == 400
    with pytest.raises(BadPart):
        uploads(desk, most_bytes=100 * PART_BYTES).keep(1, KEY, 0, 0, b"a" * (PART_BYTES + 1))
    assert kept(desk) == 0


def test_a_person_keeps_little_and_reads_nothing_of_another(desk: Desk, office: Desk) -> None:
    part(office, b"a;b\n", 0)
    assert named(desk, ("liste.csv", 1))[0] == 422
    for number in range(MOST_UNDER_WAY + 2):
        assert part(desk, b"a;b\n", 0, upload=f"{number:032x}") == 204
    assert kept(desk) == MOST_UNDER_WAY + 1
    small = uploads(desk, most_bytes=PART_BYTES)
    small.keep(1, OTHER, 0, 0, b"a" * PART_BYTES)
    with pytest.raises(UploadTooLarge):
        small.keep(1, OTHER, 0, 1, b"a")


def test_what_was_left_on_the_way_goes_in_the_night(desk: Desk) -> None:
    part(desk, b"a;b\n", 0)
    for after, left in ((KEPT_FOR - timedelta(minutes=5), 1), (KEPT_FOR + timedelta(days=1), 0)):
        work = FileKeeping(desk.site.database, JobService(desk.site.database), now=lambda after=after: NOW + after)  # type: ignore[misc]
        work.run(None, lambda: None)  # type: ignore[arg-type]
        assert kept(desk) == left


def test_the_page_cuts_files_as_the_server_takes_them(desk: Desk) -> None:
    page = desk.text("/imports/nouveau")
    assert f'data-part-mb="{PART_BYTES // 1024 // 1024}"' in page and f'data-most-files="{MOST_FILES}"' in page
