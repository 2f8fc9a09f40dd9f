"""Edge lists as graphs, one for each relation."""

import pytest

from kreisnetz.analysis.one_mode.reading import read_graphs
from kreisnetz.analysis.tables import TableError


def test_graphs_are_apart_when_a_column_names_relations(tmp_path):
    edges, nodes = tmp_path / "edges.csv", tmp_path / "nodes.csv"
    edges.write_text("source,target,relation\na,b,kennt\nb,a,kennt\na,c,hilft\n")
    nodes.write_text("id,sector\na,x\nb,y\nc,x\nd,y\n")
    found = read_graphs(edges, nodes, "sector")
    assert {name: (graph.n, int(graph.arcs.sum())) for name, graph in found.items()} == {
        "kennt": (4, 2),
        "hilft": (4, 1),
    }
    assert found["kennt"].groups == ("x", "y")


def test_reading_names_line_and_file_when_a_column_is_missing(tmp_path):
    edges = tmp_path / "edges.csv"
    edges.write_text("a,b\n1,2\n")
    with pytest.raises(TableError, match=r"edges.csv, Zeile 1"):
        read_graphs(edges, None)
