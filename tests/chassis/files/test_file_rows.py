"""Are broken lines found, and only those?"""

from pathlib import Path

import pytest

from chassis.records.file_rows import BrokenLine, Row, read_rows


def rows_of(tmp_path: Path, text: str | bytes, encoding: str | None = None) -> list[Row | BrokenLine]:
    file = tmp_path / "rows.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return list(read_rows(file, encoding=encoding))


def test_a_line_quoted_as_one_field_is_reported_and_the_others_are_kept(tmp_path: Path) -> None:
    one, broken, two = rows_of(tmp_path, 'a,b,c\n1,2,3\n"4,""five, six"",7"\n8,9,10\n')
    assert isinstance(one, Row)
    assert one.cells == {"a": "1", "b": "2", "c": "3"}
    assert isinstance(broken, BrokenLine)
    assert (broken.line, broken.raw) == (3, '"4,""five, six"",7"')
    assert "quoted as one field" in broken.why
    assert isinstance(two, Row)
    assert two.line == 4


@pytest.mark.parametrize("line", ["1,2", "1,2,3,4", '"1"x,2,3'], ids=["too few", "too many", "text after a quote"])
def test_another_number_of_fields_is_broken(tmp_path: Path, line: str) -> None:
    broken, good = rows_of(tmp_path, f"a,b,c\n{line}\n5,6,7\n")
    assert isinstance(broken, BrokenLine)
    assert isinstance(good, Row)
    assert (broken.line, good.line) == (2, 3)


def test_a_quote_that_never_ends_costs_its_own_line_only(tmp_path: Path) -> None:
    found = rows_of(tmp_path, 'a,b\n"1,2\n' + "3,4\n" * 200)
    assert [type(one) for one in found] == [BrokenLine] + [Row] * 200


def test_a_cell_may_have_line_breaks(tmp_path: Path) -> None:
    one, two = rows_of(tmp_path, 'a,b\n"1\n2",3\n4,5\n')
    assert isinstance(one, Row)
    assert one.cells["a"] == "1\n2"
    assert (one.line, two.line) == (2, 4)


def test_empty_lines_and_a_byte_order_mark_are_no_rows(tmp_path: Path) -> None:
    found = rows_of(tmp_path, b"\xef\xbb\xbfa,b\r\n\r\n1,2\r\n\r\n")
    assert [one.line for one in found] == [3]
    assert isinstance(found[0], Row)
    assert found[0].cells == {"a": "1", "b": "2"}


def test_a_line_in_another_encoding_is_broken(tmp_path: Path) -> None:
    broken, good = rows_of(tmp_path, b"a,b\n\xd6\xd0,1\n\xe4\xb8\xad,2\n", "utf-8-sig")
    assert isinstance(broken, BrokenLine)
    assert "encoding" in broken.why
    assert isinstance(good, Row)


def test_a_file_of_another_encoding_is_read_when_the_mapping_says_so(tmp_path: Path) -> None:
    (row,) = rows_of(tmp_path, "名称,数\n中国,1\n".encode("gb18030"), "gb18030")
    assert isinstance(row, Row)
    assert row.cells == {"名称": "中国", "数": "1"}


def test_an_empty_file_names_no_columns(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is empty"):
        rows_of(tmp_path, "")
