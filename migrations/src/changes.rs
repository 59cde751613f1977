//! The triggers that write down what buyers can see has changed. They are made here, one by one, because the engines differ only
//! in how a trigger is written.

/// A table that tells: on which events, under which condition, what kind of subject, and which.
struct Teller {
    table: &'static str,
    events: &'static [&'static str],
    when: &'static str,
    kind: &'static str,
    subject: &'static str,
}

const ALL: &[&str] = &["INSERT", "UPDATE", "DELETE"];
const UPDATE: &[&str] = &["UPDATE"];

const fn teller(
    table: &'static str,
    events: &'static [&'static str],
    when: &'static str,
    kind: &'static str,
    subject: &'static str,
) -> Teller {
    Teller { table, events, when, kind, subject }
}

/// The tree is written again at every seeding, mostly as it is.
const CATEGORY_DIFFERS: &str = "OLD.slug <> NEW.slug OR OLD.name_en <> NEW.name_en OR OLD.name_zh <> NEW.name_zh \
                                OR OLD.path <> NEW.path OR OLD.position <> NEW.position";

/// `{row}` is the row as it is now, or as it was where it is deleted. A listing is on the lists while it is published; a photo
/// that has become ready may be a shop's picture anywhere.
const TELLERS: &[Teller] = &[
    teller("listing", ALL, "", "listing", "{row}.id"),
    teller("listing", &["INSERT", "DELETE"], "{row}.state = 'published'", "lists", "NULL"),
    teller("listing", UPDATE, "OLD.state <> NEW.state OR OLD.category_path <> NEW.category_path", "lists", "NULL"),
    teller("variant", ALL, "", "listing", "{row}.listing_id"),
    teller("photo", ALL, "{row}.listing_id IS NOT NULL", "listing", "{row}.listing_id"),
    teller("photo", UPDATE, "OLD.state <> NEW.state", "lists", "NULL"),
    teller(
        "stock",
        UPDATE,
        "OLD.on_hand - OLD.held <> NEW.on_hand - NEW.held",
        "listing",
        "(SELECT v.listing_id FROM variant v WHERE v.id = NEW.variant_id)",
    ),
    teller("shop", &["INSERT", "UPDATE"], "", "shop", "NEW.id"),
    teller("shop", &["INSERT", "UPDATE"], "", "lists", "NULL"),
    teller("freight_template", ALL, "", "shop", "{row}.shop_id"),
    teller("freight_zone", ALL, "", "shop", "(SELECT t.shop_id FROM freight_template t WHERE t.id = {row}.template_id)"),
    teller("category", &["INSERT", "DELETE"], "", "market", "NULL"),
    teller("category", UPDATE, CATEGORY_DIFFERS, "market", "NULL"),
    teller("market_rule", ALL, "", "market", "NULL"),
];

/// What is said of goods by the attributes of their category. What can be said at all is named on many pages.
const TELLERS_OF_ATTRIBUTES: &[Teller] = &[
    teller("listing_attribute", ALL, "", "listing", "{row}.listing_id"),
    teller("attribute", ALL, "", "market", "NULL"),
    teller("attribute_choice", ALL, "", "market", "NULL"),
];

/// What pages show of the goods' sales: not each sale, but each change of the number, and of the lists that a job makes.
const OF_DEMAND: &[Teller] = &[
    teller("listing_sold", &["INSERT"], "NEW.shown > 0", "listing", "NEW.listing_id"),
    teller("listing_sold", UPDATE, "OLD.shown <> NEW.shown", "listing", "NEW.listing_id"),
    teller("best_seller", &["INSERT", "DELETE"], "", "lists", "NULL"),
    teller("best_seller", UPDATE, "OLD.listing_id <> NEW.listing_id", "lists", "NULL"),
    teller("bought_together", &["INSERT", "DELETE"], "", "listing", "{row}.listing_id"),
    teller("bought_together", UPDATE, "OLD.other_id <> NEW.other_id", "listing", "NEW.listing_id"),
];

/// What orders goods: a shop's goods go through the index again, and every list may stand in another order.
const TELLERS_OF_RANKING: &[Teller] = &[
    teller("shop_standing", &["INSERT", "UPDATE"], "", "shop", "NEW.shop_id"),
    teller("shop_standing", &["INSERT", "UPDATE"], "", "lists", "NULL"),
    teller("search_setting", &["INSERT", "UPDATE"], "", "lists", "NULL"),
];

/// Whose story the home page tells: it is drawn anew where that is another shop, or there is one on a day for the first time.
const TELLERS_OF_HOME_STORIES: &[Teller] = &[
    teller("home_story", &["INSERT", "DELETE"], "", "lists", "NULL"),
    teller("home_story", UPDATE, "OLD.shop_id <> NEW.shop_id", "lists", "NULL"),
];

/// The statements that make the triggers of what the home page tells.
pub fn triggers_of_home_stories(sqlite: bool) -> Vec<String> {
    statements(TELLERS_OF_HOME_STORIES, sqlite)
}

/// The statements that make the triggers of the ranking.
pub fn triggers_of_ranking(sqlite: bool) -> Vec<String> {
    statements(TELLERS_OF_RANKING, sqlite)
}

/// The statements that make the triggers of everything that buyers saw first.
pub fn triggers(sqlite: bool) -> Vec<String> {
    statements(TELLERS, sqlite)
}

/// The same for the tables of attributes.
pub fn triggers_of_attributes(sqlite: bool) -> Vec<String> {
    statements(TELLERS_OF_ATTRIBUTES, sqlite)
}

/// The statements that make the triggers of what was sold.
pub fn triggers_of_demand(sqlite: bool) -> Vec<String> {
    statements(OF_DEMAND, sqlite)
}

/// The statements that make the triggers of a table again on SQLite, where it was made anew itself.
pub fn triggers_of_table(table: &str) -> Vec<String> {
    let tellers = TELLERS.iter().chain(OF_DEMAND).filter(|teller| teller.table == table);
    tellers.flat_map(|teller| teller.events.iter().flat_map(move |event| teller.statements(event, true))).collect()
}

fn statements(tellers: &[Teller], sqlite: bool) -> Vec<String> {
    tellers.iter().flat_map(|teller| teller.events.iter().flat_map(move |event| teller.statements(event, sqlite))).collect()
}

impl Teller {
    fn statements(&self, event: &str, sqlite: bool) -> Vec<String> {
        let row = if event == "DELETE" { "OLD" } else { "NEW" };
        let (table, kind) = (self.table, self.kind);
        let name = format!("{table}_tells_{kind}_{}", event.to_lowercase());
        let when = if self.when.is_empty() { String::new() } else { format!(" WHEN ({})", self.when.replace("{row}", row)) };
        let write = format!("INSERT INTO change (kind, subject) SELECT '{kind}', {};", self.subject.replace("{row}", row));
        if sqlite {
            return vec![format!("CREATE TRIGGER {name} AFTER {event} ON {table}{when} BEGIN {write} END")];
        }
        vec![
            format!("CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {write} RETURN NULL; END $$"),
            format!("CREATE TRIGGER {name} AFTER {event} ON {table} FOR EACH ROW{when} EXECUTE FUNCTION {name}()"),
        ]
    }
}
