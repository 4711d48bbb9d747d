"""The real definitions are read whole."""

from pathlib import Path

import pytest

from rathaus import fim
from rathaus.fim.model import Dialect

XDF3 = {  # file name: positions, rule occurrences
    "S00000000362_V1.0.0.xdf3.xml": (91, 19),
    "S00000000366_V1.0.0.xdf3.xml": (31, 1),
    "S00000000371_V1.0.0.xdf3.xml": (34, 5),
    "S00000000374_V1.0.0.xdf3.xml": (205, 39),
    "S00000000377_V1.0.0.xdf3.xml": (118, 22),
    "S00000000385_V1.0.0.xdf3.xml": (122, 23),
    "S00000000390_V1.0.0.xdf3.xml": (105, 22),
    "S02000000112_V1.0.0.xdf3.xml": (107, 8),
    "S05000001162_V3.3.0.xdf3.xml": (324, 33),
    "S05000001195_V2.3.0.xdf3.xml": (63, 1),
    "S05000001210_V3.3.0.xdf3.xml": (280, 28),
    "S05000001216_V3.4.0.xdf3.xml": (178, 5),
    "S05000001288_V5.0.0.xdf3.xml": (115, 20),
    "S05000001299_V1.0.0.xdf3.xml": (102, 23),
    "S05000001319_V2.0.0.xdf3.xml": (71, 6),
    "S05000001345_V2.0.0.xdf3.xml": (59, 14),
    "S05000001381_V1.0.0.xdf3.xml": (107, 32),
    "S05000001398_V1.0.0.xdf3.xml": (108, 33),
    "S07000000200_V1.2.0.xdf3.xml": (24, 5),
    "S07000000205_V1.2.0.xdf3.xml": (58, 9),
    "S07000000214_V1.2.0.xdf3.xml": (52, 6),
    "S07000000222_V1.2.0.xdf3.xml": (31, 4),
    "S07000000243_V1.2.0.xdf3.xml": (62, 5),
    "S07000000251_V1.2.0.xdf3.xml": (62, 5),
    "S07000000259_V1.2.0.xdf3.xml": (61, 5),
}
XDF2 = {
    "S00000094V1.0_xdf2/S00000094V1.0_xdf2.xml": (60, 13),
    "S00000246v1.1_xdf2/S00000246v1.1_xdf2.xml": (183, 44),
}


@pytest.mark.parametrize("file", XDF3)
def test_read_xdf3_file(file: str, material: Path) -> None:
    schema = fim.read(material / "fim/xdf3" / file)

    assert (len(schema.positions), len(schema.bound_rules)) == XDF3[file]
    assert schema.dialect is Dialect.XDF3
    assert file.startswith(f"{schema.head.id}_V{schema.head.version}.")


@pytest.mark.parametrize("file", XDF2)
def test_read_xdf2_file(file: str, material: Path) -> None:
    schema = fim.read(material / "fim/xdf2" / file)

    assert (len(schema.positions), len(schema.bound_rules)) == XDF2[file]
    assert schema.dialect is Dialect.XDF2


def test_read_code_list_of_every_real_file(material: Path) -> None:
    files = sorted((material / "fim/codelists/genericode").glob("*.xml"))

    lists = [fim.read_code_list(file) for file in files]

    assert len(lists) == 24
    assert all(found.canonical_version_uri == f"{found.canonical_uri}_{found.version}" for found in lists)
    assert min(len(found.codes) for found in lists) == 2
