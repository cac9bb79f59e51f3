"""The file formats of a data part, in the order in which they are written and listed."""

from data_export.exporters.base import Exporter
from data_export.exporters.csv_files import CsvExporter
from data_export.exporters.excel_csv import ExcelCsvExporter
from data_export.exporters.geojson import PrecinctsGeoJsonExporter
from data_export.exporters.json_files import JsonExporter
from data_export.exporters.parquet_files import ParquetExporter
from data_export.exporters.sqlite_file import SqliteExporter
from data_export.exporters.workbook import WorkbookExporter

EXPORTERS: tuple[type[Exporter], ...] = (
    CsvExporter,
    JsonExporter,
    ParquetExporter,
    PrecinctsGeoJsonExporter,
    ExcelCsvExporter,
    WorkbookExporter,
    SqliteExporter,
)
