"""The file formats of a data part, in the order in which they are written and listed."""

from data_export.exporters.base import Exporter
from data_export.exporters.csv_files import CsvExporter
from data_export.exporters.json_files import JsonExporter
from data_export.exporters.parquet_files import ParquetExporter

EXPORTERS: tuple[type[Exporter], ...] = (CsvExporter, JsonExporter, ParquetExporter)
