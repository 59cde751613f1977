//! Makes people and shops the short way: straight into the tables, without codes and queues.

use super::TestMarket;
use crate::account::{Language, Operator, SessionToken, SignedIn, rules, steps as account};
use crate::kernel::slug;
use crate::shop::commands::set_return_address;
use crate::shop::store::{identity, shop, staff};
use crate::shop::{Role, ShopId, ShopStaff, TypedReturnAddress};
use sea_orm::{ActiveValue::Set, EntityTrait};
use std::sync::atomic::{AtomicU64, Ordering};

/// Makes every built contact another one.
static BUILT: AtomicU64 = AtomicU64::new(0);

/// A person to be.
pub struct PersonBuilder<'a> {
    kit: &'a TestMarket,
    name: String,
    language: Language,
    is_operator: bool,
    is_courier: bool,
}

/// A shop to be.
pub struct ShopBuilder<'a> {
    kit: &'a TestMarket,
    handle: String,
    owner: SignedIn,
    verification: &'static str,
}

impl TestMarket {
    /// Begins a person of this name.
    #[must_use]
    pub fn person(&self, name: &str) -> PersonBuilder<'_> {
        PersonBuilder { kit: self, name: name.to_owned(), language: Language::En, is_operator: false, is_courier: false }
    }
    /// Olga, who runs the market.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn operator(&self) -> Operator {
        self.person("Olga").operator().create().await.operator().expect("an operator")
    }
    /// Signs a person in at one more browser, and gives what that keeps.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn sign_in(&self, person: &SignedIn) -> SessionToken {
        let now = self.market.now();
        let tx = self.market.begin("build_session").await.expect("a transaction");
        let contacts = account::contacts(&*tx, person.person()).await.expect("contacts");
        let contact = rules::contact(contacts.first().expect("a contact")).expect("a contact");
        let row = account::person_of(&tx, &contact).await.expect("an answer").expect("a person");
        let (token, _) = account::start_session(&tx, row, "testkit", now).await.expect("a session");
        tx.commit().await.expect("a commit");
        token
    }
    /// Begins a shop of this handle and owner.
    #[must_use]
    pub fn shop(&self, handle: &str, owner: &SignedIn) -> ShopBuilder<'_> {
        ShopBuilder { kit: self, handle: handle.to_owned(), owner: owner.clone(), verification: "waiting" }
    }
    /// Lets a person work in a shop.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn hire(&self, shop: ShopId, person: &SignedIn, role: Role) -> ShopStaff {
        let tx = self.market.begin("build_staff").await.expect("a transaction");
        let row = staff::ActiveModel {
            shop_id: Set(shop.uuid()),
            person_id: Set(person.person().uuid()),
            role: Set(role.code().to_owned()),
            since: Set(self.market.now().millis()),
            ended_at: Set(None),
        };
        staff::Entity::insert(row).exec_without_returning(&*tx).await.expect("a row of staff");
        tx.commit().await.expect("a commit");
        ShopStaff { shop, person: person.person(), role }
    }
    /// A shop's owner says where goods go that come back.
    ///
    /// # Panics
    /// When the command refuses.
    pub async fn take_returns(&self, owner: &ShopStaff) {
        let typed = TypedReturnAddress {
            recipient: "向秀英".to_owned(),
            phone: "13800138000".to_owned(),
            place: "湖南省凤凰县沱江镇虹桥路 1 号".to_owned(),
        };
        set_return_address(&self.market, owner, &typed).await.expect("an address");
    }
}

impl PersonBuilder<'_> {
    /// Reads Chinese.
    #[must_use]
    pub const fn chinese(mut self) -> Self {
        self.language = Language::Zh;
        self
    }
    /// Runs the market.
    #[must_use]
    pub const fn operator(mut self) -> Self {
        self.is_operator = true;
        self
    }
    /// Delivers.
    #[must_use]
    pub const fn courier(mut self) -> Self {
        self.is_courier = true;
        self
    }
    /// Makes the person, signed in.
    ///
    /// # Panics
    /// When the database refuses.
    pub async fn create(self) -> SignedIn {
        let market = &self.kit.market;
        let now = market.now();
        let number = BUILT.fetch_add(1, Ordering::Relaxed);
        let contact = rules::contact(&format!("person{number}@example.com")).expect("a contact");
        let tx = market.begin("build_person").await.expect("a transaction");
        let row = account::create_person(&tx, &contact, &self.name, self.language, now).await.expect("a person");
        let row = account::set_roles(&tx, row, self.is_operator, self.is_courier).await.expect("roles");
        let (_, signed_in) = account::start_session(&tx, row, "testkit", now).await.expect("a session");
        tx.commit().await.expect("a commit");
        signed_in
    }
}

impl ShopBuilder<'_> {
    /// With an identity that the operator has approved.
    #[must_use]
    pub const fn approved(mut self) -> Self {
        self.verification = "approved";
        self
    }
    /// With an identity that the operator has rejected.
    #[must_use]
    pub const fn rejected(mut self) -> Self {
        self.verification = "rejected";
        self
    }
    /// Makes the shop, its sealed identity and its owner.
    ///
    /// # Panics
    /// When the database or the keyring refuses.
    pub async fn create(self) -> ShopStaff {
        let market = &self.kit.market;
        let now = market.now();
        let id = ShopId::mint(now);
        let tx = market.begin("build_shop").await.expect("a transaction");
        let row = shop::ActiveModel {
            id: Set(id.uuid()),
            handle: Set(self.handle.clone()),
            name: Set(format!("Shop {}", self.handle)),
            story: Set("Goods from the mountains.".to_owned()),
            place: Set("Fenghuang, Hunan".to_owned()),
            ships_from: Set("43".to_owned()),
            verification: Set(self.verification.to_owned()),
            opened_at: Set(now.millis()),
            opened_with: Set(slug(&self.handle).into_bytes()),
        };
        shop::Entity::insert(row).exec_without_returning(&*tx).await.expect("a shop");
        let identity_id = crate::kernel::id::mint(now);
        let seal = |column: &str, plain: &str| {
            market.keyring().seal(&format!("identity|{column}|{identity_id}"), plain.as_bytes()).expect("a sealed value")
        };
        let row = identity::ActiveModel {
            id: Set(identity_id),
            shop_id: Set(id.uuid()),
            legal_name_sealed: Set(seal("legal_name", "向秀英")),
            id_number_sealed: Set(seal("id_number", "11010519491231002X")),
            id_number_index: Set(market.keyring().blind_index("identity|id_number", self.handle.as_bytes())),
            id_number_last4: Set("002X".to_owned()),
            bank_card_sealed: Set(seal("bank_card", "6222021234567890128")),
            bank_card_last4: Set("0128".to_owned()),
            state: Set(self.verification.to_owned()),
            submitted_at: Set(now.millis()),
            decided_at: Set(None),
            decided_by: Set(None),
            reason: Set(None),
            pays_from: Set(None),
            came_back: Set(0),
        };
        identity::Entity::insert(row).exec_without_returning(&*tx).await.expect("an identity");
        crate::pricing::steps::open_default(&tx, id, now).await.expect("freight");
        tx.commit().await.expect("a commit");
        self.kit.hire(id, &self.owner, Role::Owner).await
    }
}
