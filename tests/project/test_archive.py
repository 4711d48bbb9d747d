"""An archive is there whole or not at all, and says when it was changed."""

import gzip
import io
import json
import tarfile

import pytest

from rathaus.project.backup import archive
from rathaus.project.backup.archive import ArchiveError


@pytest.fixture
def packed(tmp_path):
    """An archive with one file and one folder of two."""
    files = tmp_path / "files"
    (files / "deep").mkdir(parents=True)
    (files / "one").write_bytes(b"1" * 3_000_000)
    (files / "deep" / "two").write_bytes(b"2")
    with archive.writing(tmp_path / "a.tar.gz", kind="data") as out:
        out.add_bytes(b"zero", "zero")
        out.add_folder(files, "files")
    return tmp_path / "a.tar.gz"


def test_unpack_returns_what_was_packed(packed, tmp_path):
    manifest = archive.unpack(packed, tmp_path / "out")
    assert (manifest["format"], manifest["kind"], sorted(manifest["members"])) == (
        1,
        "data",
        ["files/deep/two", "files/one", "zero"],
    )
    assert (tmp_path / "out" / "files" / "deep" / "two").read_bytes() == b"2"
    assert (tmp_path / "out" / "files" / "one").read_bytes() == b"1" * 3_000_000


def test_archive_is_private(packed):
    assert packed.stat().st_mode & 0o777 == 0o600


def test_writing_never_overwrites(packed):
    with pytest.raises(ArchiveError, match="gibt es schon"), archive.writing(packed):
        pass


def test_writing_leaves_nothing_behind_when_it_fails(tmp_path):
    with pytest.raises(FileNotFoundError), archive.writing(tmp_path / "b.tar.gz") as out:
        out.add_file(tmp_path / "nowhere", "x")
    assert list(tmp_path.iterdir()) == []


def test_file_that_is_deleted_meanwhile_is_passed_over(tmp_path):
    files = tmp_path / "files"
    files.mkdir()
    (files / "gone").symlink_to(files / "nowhere")
    (files / "there").write_bytes(b"x")
    with archive.writing(tmp_path / "c.tar.gz") as out:
        assert out.add_folder(files, "files") == 1


def test_unpack_refuses_every_cut(packed, tmp_path):
    whole = packed.read_bytes()
    for number, length in enumerate(range(0, len(whole), max(1, len(whole) // 25))):
        cut = tmp_path / f"cut{number}"
        cut.write_bytes(whole[:length])
        with pytest.raises(ArchiveError):
            archive.unpack(cut, tmp_path / f"out{number}")


def test_unpack_names_the_changed_member(packed, tmp_path):
    raw = bytearray(gzip.decompress(packed.read_bytes()))
    raw[raw.index(b"zero\0", 512)] ^= 1  # behind the header, which begins with the name
    changed = tmp_path / "changed.tar.gz"
    changed.write_bytes(gzip.compress(bytes(raw)))
    with pytest.raises(ArchiveError, match=r"beschädigt: zero"):
        archive.unpack(changed, tmp_path / "out")


def _tar(path, members):
    with tarfile.open(path, "w:gz") as tar:
        for name, content in members.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))


def test_unpack_refuses_names_that_lead_outside(tmp_path):
    _tar(tmp_path / "evil.tar.gz", {"../evil": b"x"})
    with pytest.raises(ArchiveError, match="unerwarteter Eintrag"):
        archive.unpack(tmp_path / "evil.tar.gz", tmp_path / "out")
    assert not (tmp_path / "evil").exists()


def test_unpack_refuses_links(tmp_path):
    with tarfile.open(tmp_path / "link.tar.gz", "w:gz") as tar:
        entry = tarfile.TarInfo("link")
        entry.type, entry.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(entry)
    with pytest.raises(ArchiveError, match="unerwarteter Eintrag"):
        archive.unpack(tmp_path / "link.tar.gz", tmp_path / "out")


def test_unpack_refuses_an_archive_without_manifest(tmp_path):
    _tar(tmp_path / "other.tar.gz", {"a": b"x"})
    with pytest.raises(ArchiveError, match="unvollständig"):
        archive.unpack(tmp_path / "other.tar.gz", tmp_path / "out")


def test_unpack_refuses_another_format(tmp_path):
    _tar(tmp_path / "new.tar.gz", {"manifest.json": json.dumps({"format": 2, "members": {}}).encode()})
    with pytest.raises(ArchiveError, match="Format 2"):
        archive.unpack(tmp_path / "new.tar.gz", tmp_path / "out")


def test_unpack_names_an_archive_that_is_not_there(tmp_path):
    with pytest.raises(ArchiveError, match="gibt es nicht"):
        archive.unpack(tmp_path / "none.tar.gz", tmp_path / "out")
