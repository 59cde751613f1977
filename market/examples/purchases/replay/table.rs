//! What was bought: a table as `xtask/python/purchases.py` writes it, as checkouts of goods on the shelves of shops.

use market::kernel::Timestamp;
use market::kernel::limits::CART_LINES_MAX;
use std::collections::BTreeMap;

/// Something on a shelf. The same product sold at another price is something else; a price that does not divide by its quantity
/// is that of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Good {
    pub shop: usize,
    pub product: u64,
    pub price_minor: i64,
    pub pieces: i64,
}

/// So much of it, for so much.
#[derive(Clone, Copy, Debug)]
pub struct Bought {
    pub good: Good,
    pub quantity: i64,
    pub minor: i64,
}

/// One visit, or as much of it as fits into a cart.
pub struct Checkout {
    pub at: Timestamp,
    pub household: u64,
    pub goods: Vec<Bought>,
}

/// All of it.
pub struct Table {
    /// Departments: each is a shop.
    pub shops: Vec<String>,
    pub checkouts: Vec<Checkout>,
    /// Lines that cost something.
    pub lines: usize,
    /// Lines that a coupon paid for, or of nothing: no sale.
    pub without_sale: usize,
}

struct Line<'a> {
    at: i64,
    basket: u64,
    household: u64,
    product: u64,
    quantity: i64,
    minor: i64,
    department: &'a str,
}

fn read_line(text: &str) -> Option<Line<'_>> {
    let mut parts = text.splitn(7, ',');
    Some(Line {
        at: parts.next()?.parse().ok()?,
        basket: parts.next()?.parse().ok()?,
        household: parts.next()?.parse().ok()?,
        product: parts.next()?.parse().ok()?,
        quantity: parts.next()?.parse().ok()?,
        minor: parts.next()?.parse().ok()?,
        department: parts.next()?,
    })
}

impl Table {
    /// Reads it: a line an item, in the order in which they were bought.
    pub fn read(text: &str) -> Self {
        let mut table = Self { shops: Vec::new(), checkouts: Vec::new(), lines: 0, without_sale: 0 };
        let most = usize::try_from(CART_LINES_MAX).expect("a count");
        let mut basket = None;
        for line in text.lines() {
            let line = read_line(line).expect("a line of seven columns");
            if line.minor <= 0 || line.quantity <= 0 {
                table.without_sale += 1;
                continue;
            }
            table.lines += 1;
            let bought = bought(&line, table.shop(line.department));
            let open = table.checkouts.last_mut().filter(|open| basket == Some(line.basket) && open.goods.len() < most);
            match open {
                Some(open) => open.goods.push(bought),
                None => {
                    let at = Timestamp::from_millis(line.at * 1_000);
                    table.checkouts.push(Checkout { at, household: line.household, goods: vec![bought] });
                }
            }
            basket = Some(line.basket);
        }
        table
    }

    fn shop(&mut self, department: &str) -> usize {
        self.shops.iter().position(|known| known == department).unwrap_or_else(|| {
            self.shops.push(department.to_owned());
            self.shops.len() - 1
        })
    }

    /// Everything that is ever bought, and how much of it: what the shelves begin with.
    pub fn stock(&self) -> BTreeMap<Good, i64> {
        let mut stock = BTreeMap::new();
        for bought in self.checkouts.iter().flat_map(|checkout| &checkout.goods) {
            *stock.entry(bought.good).or_insert(0) += bought.quantity;
        }
        stock
    }
}

fn bought(line: &Line<'_>, shop: usize) -> Bought {
    let (quantity, pieces) = if line.minor % line.quantity == 0 { (line.quantity, 1) } else { (1, line.quantity) };
    let good = Good { shop, product: line.product, price_minor: line.minor / quantity, pieces };
    Bought { good, quantity, minor: line.minor }
}
