//! The demo's people: who they are, how they sign in, what they may do.

use super::{Seed, Wrong};
use market::account::commands::{enrol_person, grant_courier, grant_operator, set_first_password};
use market::account::{Language, SignedIn};

/// Somebody of the demo.
pub struct Person {
    /// The word by which the rest of the seed knows them.
    pub key: &'static str,
    pub name: &'static str,
    pub email: &'static str,
    pub language: Language,
    /// What the table says of them.
    pub who: &'static str,
    /// Whether the table shows them: the stories' people, not their neighbours.
    pub is_shown: bool,
}

/// Said in the table and in the README: this market is for trying out.
pub const PASSWORD: &str = "mountain-goods";

const fn person(
    key: &'static str,
    name: &'static str,
    email: &'static str,
    language: Language,
    who: &'static str,
    is_shown: bool,
) -> Person {
    Person { key, name, email, language, who, is_shown }
}

/// The cast. The operator comes first: shops need somebody who approves them.
pub const PEOPLE: &[Person] = &[
    person("operator", "Olga", "operator@example.com", Language::En, "runs the market", true),
    person("buyer", "Mei", "mei@example.com", Language::En, "buys", true),
    person("teacher", "田老师", "danqing@example.com", Language::Zh, "owns the shop /s/danqing", true),
    person("tailor", "Rosy Dress", "rosy@example.com", Language::En, "owns the shop /s/rosy", true),
    person("packer", "小石", "packer@example.com", Language::Zh, "packs for /s/danqing", true),
    person("bookkeeper", "彭姐", "books@example.com", Language::Zh, "keeps the money of /s/danqing", true),
    person("courier", "Xiao Chen", "courier@example.com", Language::En, "delivers", true),
    person("tea-sister", "青岚", "qinglan@example.com", Language::Zh, "owns the shop /s/qinglan-tea", false),
    person("grandson", "Bamboo Hands", "bamboo@example.com", Language::En, "owns the shop /s/bamboo-hands", false),
    person("smith", "麻师傅", "silver@example.com", Language::Zh, "owns the shop /s/miao-silver", false),
    person("neighbour", "李敏", "limin@example.com", Language::Zh, "buys", false),
    person("student", "Jonas", "jonas@example.com", Language::En, "buys", false),
];

/// Finds or makes everybody, each with the demo's password and their roles.
pub async fn enrol_all(seed: &Seed) -> Result<Vec<SignedIn>, Wrong> {
    let mut cast = Vec::new();
    for person in PEOPLE {
        let mut signed_in = enrol(seed, person).await?;
        set_first_password(&seed.market, &signed_in, PASSWORD).await.map_err(Wrong::command("set_first_password"))?;
        let is_missing = match person.key {
            "operator" => signed_in.operator().is_none(),
            "courier" => signed_in.courier().is_none(),
            _ => false,
        };
        if is_missing {
            match person.key {
                "operator" => grant_operator(&seed.market, person.email).await,
                _ => grant_courier(&seed.market, person.email).await,
            }
            .map_err(Wrong::command("grant"))?;
            signed_in = enrol(seed, person).await?;
        }
        cast.push(signed_in);
    }
    Ok(cast)
}

async fn enrol(seed: &Seed, person: &Person) -> Result<SignedIn, Wrong> {
    enrol_person(&seed.market, person.email, person.name, person.language).await.map_err(Wrong::command("enrol_person"))
}

/// The person of this key, who signs in at the time of the seed's clock.
pub async fn sign_in_again(seed: &Seed, key: &str) -> Result<SignedIn, Wrong> {
    let person = PEOPLE.iter().find(|person| person.key == key);
    enrol(seed, person.ok_or_else(|| Wrong(format!("the demo knows nobody called {key}")))?).await
}

/// Who signs in how, for the terminal.
pub fn table() -> String {
    let shown: Vec<&Person> = PEOPLE.iter().filter(|person| person.is_shown).collect();
    let wide = shown.iter().map(|person| person.email.len()).max().unwrap_or(0);
    let mut table = format!("Sign in with an e-mail below and the password {PASSWORD}\n\n");
    for person in shown {
        table.push_str(&format!("  {:wide$}  {PASSWORD}  {} ({})\n", person.email, person.who, person.name));
    }
    table
}
