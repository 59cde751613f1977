//! What the address of a search says, and the addresses that differ from it in one choice: every choice can be shared, gone back
//! from, and made without scripts.

use app_kit::format::money_input;
use app_kit::request::Fields;
use app_kit::routes;
use market::attribute::Attributes;
use market::discovery::rules::{AskedFilter, SearchCut, attribute_filters, search_cut, search_filter, search_words};
use market::discovery::{SearchFilter, SearchSort, SearchWords, Tree};
use market::kernel::AmountError;
use market::shop::ShopFront;

/// What stands behind an address that asks for all places and makers that are told, beside those that most goods name.
pub const ALL_NAMES: &str = "&names=all";

/// One thing that narrows a search down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A category: its slug.
    Category(String),
    /// From so much, and below so much, in minor units.
    Price(Option<i64>, Option<i64>),
    Place(String),
    Maker(String),
    /// An attribute, and what is said of it: both as they stand in the address.
    Said(String, String),
    FreeFreight,
    InStock,
}

/// A search as its address says it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// The words; none finds everything.
    pub words: Option<SearchWords>,
    /// The category's slug.
    pub category: Option<String>,
    /// The shop's handle and name.
    pub shop: Option<(String, String)>,
    /// What else must hold.
    pub filter: SearchFilter,
    /// What comes first.
    pub sort: SearchSort,
}

/// What an address asks for and cannot be had, or is more than one search takes. It asks for nothing; its page says so, since
/// whoever was given a link would take everything for what was meant.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// What is wrong with the prices.
    pub price_error: Option<AmountError>,
    /// A category that does not exist, or no longer.
    pub has_category: bool,
    /// Something that no filter offers, or no longer.
    pub has_attribute: bool,
    /// More places than count.
    pub has_more_places: bool,
    /// More makers than count.
    pub has_more_makers: bool,
    /// More attributes than count.
    pub has_more_attributes: bool,
    /// Why not all that was typed counts.
    pub cut: Option<SearchCut>,
}

impl LeftOut {
    /// Whether all that was asked for counts.
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }
}

impl Address {
    /// Reads the fields of an address, and what of them is left out.
    pub fn read(fields: &Fields, tree: &Tree, attributes: &Attributes) -> (Self, LeftOut) {
        let [places, makers] = ["place", "maker"].map(|name| fields.all(name).map(str::to_owned).collect::<Vec<_>>());
        let prices = [fields.get("from"), fields.get("below")];
        let ticked = [fields.get("free"), fields.get("there")];
        let AskedFilter { mut filter, price_error, has_more_places, has_more_makers } =
            search_filter(prices, &places, &makers, ticked);
        let slug = fields.get("c");
        let category = tree.find(slug);
        let said = attribute_filters(fields.all("a"), attributes);
        let typed = fields.get("q");
        let left_out = LeftOut {
            price_error,
            has_category: category.is_none() && !slug.is_empty(),
            has_attribute: said.has_unknown,
            has_more_places,
            has_more_makers,
            has_more_attributes: said.has_more,
            cut: search_cut(typed),
        };
        filter.category = category.map(|category| category.path.clone());
        filter.attributes = said.filters;
        let words = search_words(typed);
        let category = category.map(|category| category.slug.clone());
        (Self { words, category, shop: None, filter, sort: SearchSort::from_code(fields.get("sort")) }, left_out)
    }

    /// The same in one shop.
    pub fn in_shop(mut self, shop: ShopFront) -> Self {
        self.filter.shop = Some(shop.id);
        self.shop = Some((shop.handle, shop.name));
        self
    }

    /// The address of the same in the shop of this handle; in all where it is empty.
    pub fn path_in(&self, handle: &str) -> String {
        let shop = (!handle.is_empty()).then(|| (handle.to_owned(), String::new()));
        Self { shop, ..self.clone() }.path()
    }

    /// The same in all shops.
    pub fn in_all_shops(&self) -> String {
        Self { shop: None, ..self.clone() }.path()
    }

    /// The words as one line; empty where there are none.
    pub fn line(&self) -> String {
        self.words.as_ref().map(|words| words.words().join(" ")).unwrap_or_default()
    }

    /// The address.
    pub fn path(&self) -> String {
        let mut path = routes::search(&self.line());
        let mut add = |name: &str, value: &str| {
            path.push_str(&format!("&{name}={}", routes::percent(value)));
        };
        if let Some((handle, _)) = &self.shop {
            add("shop", handle);
        }
        if let Some(category) = &self.category {
            add("c", category);
        }
        if let Some(from) = self.filter.price_from {
            add("from", &money_input(from));
        }
        if let Some(below) = self.filter.price_below {
            add("below", &money_input(below));
        }
        for place in &self.filter.places {
            add("place", place);
        }
        for maker in &self.filter.makers {
            add("maker", maker);
        }
        for filter in &self.filter.attributes {
            for value in &filter.values {
                add("a", &format!("{}.{value}", filter.attribute));
            }
        }
        if self.filter.free_freight {
            add("free", "1");
        }
        if self.filter.in_stock {
            add("there", "1");
        }
        if self.sort != SearchSort::default() {
            add("sort", self.sort.code());
        }
        path
    }

    /// The same in another order.
    pub fn sorted(&self, sort: SearchSort) -> String {
        Self { sort, ..self.clone() }.path()
    }
    /// The same in a category, or in all of them.
    pub fn within(&self, category: Option<&str>) -> String {
        Self { category: category.map(str::to_owned), ..self.clone() }.path()
    }
    /// The same at these prices.
    pub fn priced(&self, from: Option<i64>, below: Option<i64>) -> String {
        let filter = SearchFilter { price_from: from, price_below: below, ..self.filter.clone() };
        Self { filter, ..self.clone() }.path()
    }
    /// Everything that is chosen, each with the address of the same without it.
    pub fn chosen(&self) -> Vec<(Choice, String)> {
        let filter = &self.filter;
        let mut chosen = Vec::new();
        if let Some(slug) = &self.category {
            chosen.push((Choice::Category(slug.clone()), self.within(None)));
        }
        if filter.price_from.is_some() || filter.price_below.is_some() {
            chosen.push((Choice::Price(filter.price_from, filter.price_below), self.priced(None, None)));
        }
        for name in &filter.places {
            let path = self.but(|filter| filter.places.retain(|place| place != name));
            chosen.push((Choice::Place(name.clone()), path));
        }
        for name in &filter.makers {
            let path = self.but(|filter| filter.makers.retain(|maker| maker != name));
            chosen.push((Choice::Maker(name.clone()), path));
        }
        for (position, said) in filter.attributes.iter().enumerate() {
            for value in &said.values {
                let path = self.but(|filter| {
                    if let Some(said) = filter.attributes.get_mut(position) {
                        said.values.retain(|other| other != value);
                    }
                });
                chosen.push((Choice::Said(said.attribute.clone(), value.clone()), path));
            }
        }
        if filter.free_freight {
            chosen.push((Choice::FreeFreight, self.but(|filter| filter.free_freight = false)));
        }
        if filter.in_stock {
            chosen.push((Choice::InStock, self.but(|filter| filter.in_stock = false)));
        }
        chosen
    }
    /// The same, but for a part of what must hold.
    fn but(&self, leave_out: impl FnOnce(&mut SearchFilter)) -> String {
        let mut filter = self.filter.clone();
        leave_out(&mut filter);
        Self { filter, ..self.clone() }.path()
    }
    /// The words alone, in the shop where they were asked for.
    pub fn bare(&self) -> String {
        Self { words: self.words.clone(), shop: self.shop.clone(), sort: self.sort, ..Self::default() }.path()
    }
    /// The same with other words.
    pub fn instead(&self, words: &str) -> String {
        Self { words: search_words(words), ..self.clone() }.path()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use market::discovery::AttributeFilter;

    fn read(query: &str) -> Address {
        Address::read(&Fields::parse(query.as_bytes()), &Tree::default(), &Attributes::default()).0
    }

    #[test]
    fn an_address_says_what_it_was_read_from() {
        let query = "q=%E8%85%8A%E8%82%89&from=20.00&below=50.00&place=%E5%87%A4%E5%87%B0&place=Hunan&maker=Wu&free=1&there=1&sort=unit-price";
        assert_eq!(read(query).path(), format!("/search?{query}"));
        assert_eq!(read("maker=%00&maker=&maker=Granny+Long&maker=Granny%20%20Long").path(), "/search?q=&maker=Granny%20Long");
        assert_eq!(read("maker=Granny%20Long").path(), routes::made_by("Granny Long"), "as a product's page links it");
        assert_eq!(read("place=%E5%87%A4%E5%87%B0").path(), routes::made_in("凤凰"));
        assert_eq!(read("q=tea&sort=nonsense&free=2&c=nothing&a=no.thing&a=.").path(), "/search?q=tea");
        assert_eq!(read("").path(), "/search?q=");
    }

    #[test]
    fn what_an_address_asks_for_in_vain_is_known() {
        let left_out = |query: &str| Address::read(&Fields::parse(query.as_bytes()), &Tree::default(), &Attributes::default()).1;
        let nothing = LeftOut::default();
        for query in ["", "q=tea&c=&a=&from=20&place=Nowhere&maker=Nobody", "sort=nonsense&free=2&shop=nobody"] {
            assert!(left_out(query).is_nothing(), "{query}");
        }
        assert_eq!(left_out("c=gone"), LeftOut { has_category: true, ..nothing });
        for query in ["a=gone.long", "a=&a=gone", "a=.", "a=%00"] {
            assert_eq!(left_out(query), LeftOut { has_attribute: true, ..nothing }, "{query}");
        }
        assert_eq!(left_out("from=x"), LeftOut { price_error: Some(AmountError::NotANumber), ..nothing });
    }

    #[test]
    fn what_an_address_asks_for_beyond_a_limit_is_known() {
        let left_out = |query: &str| Address::read(&Fields::parse(query.as_bytes()), &Tree::default(), &Attributes::default()).1;
        let named = |field: &str, count: usize| (0..count).map(|number| format!("&{field}={number}")).collect::<String>();
        let nothing = LeftOut::default();
        assert!(left_out(&format!("q=a+b+c+d+e+f{}{}", named("place", 8), named("maker", 8))).is_nothing());
        assert_eq!(left_out(&named("place", 9)), LeftOut { has_more_places: true, ..nothing });
        assert_eq!(left_out(&named("maker", 9)), LeftOut { has_more_makers: true, ..nothing });
        assert_eq!(left_out("q=a+b+c+d+e+f+g"), LeftOut { cut: Some(SearchCut::Words), ..nothing });
        let long = format!("q={}", "a".repeat(101));
        assert_eq!(left_out(&long), LeftOut { cut: Some(SearchCut::Characters), ..nothing });
    }

    #[test]
    fn one_choice_changes_and_the_others_stay() {
        let address = read("q=tea&free=1&from=20&sort=price");
        assert_eq!(address.priced(None, Some(2_000)), "/search?q=tea&below=20.00&free=1&sort=price");
        assert_eq!(address.sorted(SearchSort::Relevance), "/search?q=tea&from=20.00&free=1");
        assert_eq!(address.within(Some("food")), "/search?q=tea&c=food&from=20.00&free=1&sort=price");
        assert_eq!(address.bare(), "/search?q=tea&sort=price");
        assert_eq!(address.instead("pork"), "/search?q=pork&from=20.00&free=1&sort=price");
    }

    #[test]
    fn what_is_chosen_is_left_out_one_by_one() {
        let address = read("q=tea&from=20&below=50&place=Jishou&maker=Jishou&maker=Granny%20Long&free=1&there=1");
        let (prices, place) = ("/search?q=tea&from=20.00&below=50.00", "&place=Jishou");
        let (makers, ticks) = ("&maker=Jishou&maker=Granny%20Long", "&free=1&there=1");
        let expected = [
            (Choice::Price(Some(2_000), Some(5_000)), format!("/search?q=tea{place}{makers}{ticks}")),
            (Choice::Place("Jishou".to_owned()), format!("{prices}{makers}{ticks}")),
            (Choice::Maker("Jishou".to_owned()), format!("{prices}{place}&maker=Granny%20Long{ticks}")),
            (Choice::Maker("Granny Long".to_owned()), format!("{prices}{place}&maker=Jishou{ticks}")),
            (Choice::FreeFreight, format!("{prices}{place}{makers}&there=1")),
            (Choice::InStock, format!("{prices}{place}{makers}&free=1")),
        ];
        assert_eq!(address.chosen(), expected);
        assert_eq!(read("q=tea&sort=price").chosen(), []);
        assert_eq!(read("maker=Granny%20Long&sort=price").bare(), "/search?q=&sort=price");
    }

    #[test]
    fn a_category_and_what_is_said_are_left_out_one_by_one() {
        let said = |attribute: &str, values: [&str; 2]| AttributeFilter {
            attribute: attribute.to_owned(),
            values: values.map(str::to_owned).to_vec(),
        };
        let attributes = vec![said("heat", ["mild", "hot"]), said("storage", ["chilled", "frozen"])];
        let filter = SearchFilter { category: Some("food".to_owned()), attributes, ..SearchFilter::default() };
        let address = Address { category: Some("food".to_owned()), filter, ..Address::default() };
        let paths: Vec<String> = address.chosen().into_iter().map(|(_, path)| path).collect();
        assert_eq!(
            paths,
            [
                "/search?q=&a=heat.mild&a=heat.hot&a=storage.chilled&a=storage.frozen",
                "/search?q=&c=food&a=heat.hot&a=storage.chilled&a=storage.frozen",
                "/search?q=&c=food&a=heat.mild&a=storage.chilled&a=storage.frozen",
                "/search?q=&c=food&a=heat.mild&a=heat.hot&a=storage.frozen",
                "/search?q=&c=food&a=heat.mild&a=heat.hot&a=storage.chilled",
            ]
        );
    }
}
