//! The town of the purchases: a shop a department, a listing a product with a variant a price, a buyer a household.

use super::table::{Good, Table};
use market::account::{Operator, SignedIn};
use market::address::AddressId;
use market::catalog::commands::{publish_listing, save_listing};
use market::catalog::{ListingId, OptionGroup, PlacedPhoto, TypedVariant, VariantId};
use market::kernel::limits::VARIANTS_MAX;
use market::kernel::show_decimal;
use market::shop::ShopStaff;
use market::testkit::{TestMarket, bare_form};
use std::collections::{BTreeMap, BTreeSet};

/// Everybody and everything.
pub struct Town {
    pub kit: TestMarket,
    pub shops: Vec<ShopStaff>,
    pub variants: BTreeMap<Good, VariantId>,
    pub households: BTreeMap<u64, (SignedIn, AddressId)>,
    pub operator: Operator,
}

impl Town {
    /// Builds it at the time of the first purchase.
    pub async fn build(kit: TestMarket, table: &Table) -> Self {
        let mut shops = Vec::new();
        for number in 0..table.shops.len() {
            let owner = kit.person(&format!("Owner {number}")).create().await;
            shops.push(kit.shop(&handle(number), &owner).approved().create().await);
        }
        let mut households = BTreeMap::new();
        for household in table.checkouts.iter().map(|checkout| checkout.household).collect::<BTreeSet<_>>() {
            let buyer = kit.person(&format!("Household {household}")).create().await;
            let address = kit.address(&buyer).await;
            households.insert(household, (buyer, address));
        }
        let operator = kit.person("Olga").operator().create().await.operator().expect("an operator");
        let mut town = Self { kit, shops, variants: BTreeMap::new(), households, operator };
        town.fill_the_shelves(&table.stock()).await;
        town
    }

    async fn fill_the_shelves(&mut self, stock: &BTreeMap<Good, i64>) {
        let mut products: BTreeMap<(usize, u64), Vec<(Good, i64)>> = BTreeMap::new();
        for (good, quantity) in stock {
            products.entry((good.shop, good.product)).or_default().push((*good, *quantity));
        }
        for goods in products.values() {
            for some in goods.chunks(VARIANTS_MAX) {
                self.list(some).await;
            }
        }
    }

    /// One product with its prices.
    async fn list(&mut self, goods: &[(Good, i64)]) {
        let (first, _) = goods.first().expect("something to list");
        let staff = self.shops.get(first.shop).expect("a shop");
        let (market, now) = (&self.kit.market, self.kit.market.now());
        let mut form = bare_form(&self.kit, &format!("Product {}", first.product));
        form.listing = ListingId::mint(now);
        form.photos = vec![PlacedPhoto { photo: self.kit.photo(staff, true).await, alt: String::new() }];
        form.options =
            vec![OptionGroup { name: "Price".to_owned(), values: goods.iter().map(|(good, _)| label(good)).collect() }];
        let bare = form.variants.first().cloned().expect("a variant");
        let variant = |(good, quantity): &(Good, i64)| TypedVariant {
            variant: VariantId::mint(now),
            choices: vec![label(good)],
            price: show_decimal(good.price_minor, 100),
            stock: quantity.to_string(),
            ..bare.clone()
        };
        form.variants = goods.iter().map(variant).collect();
        save_listing(market, staff, &form).await.expect("a listing");
        publish_listing(market, staff, form.listing).await.expect("a published listing");
        self.variants.extend(goods.iter().zip(&form.variants).map(|((good, _), made)| (*good, made.variant)));
    }
}

/// The address of a shop.
pub fn handle(number: usize) -> String {
    format!("shop{number:02}")
}

fn label(good: &Good) -> String {
    let price = show_decimal(good.price_minor, 100);
    if good.pieces == 1 { price } else { format!("{} for {price}", good.pieces) }
}
