-- Written by `cargo dev schema` from the migrations; not read by any program.
CREATE TABLE address (
    id BLOB PRIMARY KEY,
    person_id BLOB NOT NULL REFERENCES person (id),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    region_code TEXT NOT NULL,
    region_names TEXT NOT NULL,
    street TEXT NOT NULL,
    is_default INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    removed_at INTEGER
) STRICT;
CREATE UNIQUE INDEX address_default ON address (person_id) WHERE is_default;
CREATE INDEX address_person ON address (person_id);
CREATE TABLE aftersales_case (
    id BLOB PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders (id),
    buyer_id BLOB NOT NULL REFERENCES person (id),
    shop_id BLOB NOT NULL REFERENCES shop (id),
    request_digest BLOB NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('before_shipping', 'refund_only', 'return_and_refund', 'exchange', 'resend')),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'refused', 'returning', 'returned', 'resending', 'resent', 'disputed', 'decided', 'appealed', 'settled', 'replaced', 'closed')),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    awarded_minor INTEGER CHECK (awarded_minor BETWEEN 0 AND amount_minor),
    courier TEXT,
    tracking_number TEXT,
    release_left INTEGER,
    due_at INTEGER,
    opened_at INTEGER NOT NULL,
    ended_at INTEGER,
    resent_courier TEXT,
    resent_number TEXT
) STRICT;
CREATE INDEX aftersales_case_buyer ON aftersales_case (buyer_id, opened_at, id);
CREATE INDEX aftersales_case_judged ON aftersales_case (due_at, id) WHERE state IN ('disputed', 'appealed');
CREATE INDEX aftersales_case_order ON aftersales_case (order_id, opened_at);
CREATE INDEX aftersales_case_shop ON aftersales_case (shop_id, opened_at, id);
CREATE TABLE aftersales_part (
    case_id BLOB NOT NULL REFERENCES aftersales_case (id),
    position INTEGER NOT NULL,
    line INTEGER,
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0), wanted_variant_id BLOB REFERENCES variant (id), wanted_choices TEXT CHECK ((wanted_choices IS NULL) = (wanted_variant_id IS NULL)),
    PRIMARY KEY (case_id, position)
) STRICT;
CREATE TABLE attempt (
    actor_id BLOB NOT NULL REFERENCES person (id),
    id BLOB NOT NULL,
    command TEXT NOT NULL,
    digest BLOB NOT NULL,
    made_at INTEGER NOT NULL,
    PRIMARY KEY (actor_id, id)
) STRICT;
CREATE TABLE attempt_count (
    bucket TEXT NOT NULL,
    window_start INTEGER NOT NULL,
    attempts INTEGER NOT NULL CHECK (attempts >= 0),
    PRIMARY KEY (bucket, window_start)
) STRICT;
CREATE INDEX attempt_count_window ON attempt_count (window_start);
CREATE TABLE attribute (
    id BLOB PRIMARY KEY,
    category_id BLOB NOT NULL REFERENCES category (id),
    slug TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('choice', 'number', 'flag')),
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    unit_en TEXT NOT NULL,
    unit_zh TEXT NOT NULL,
    steps INTEGER NOT NULL CHECK (steps > 0),
    bands TEXT NOT NULL,
    is_required INTEGER NOT NULL,
    is_filter INTEGER NOT NULL,
    is_retired INTEGER NOT NULL,
    version INTEGER NOT NULL
) STRICT;
CREATE INDEX attribute_category ON attribute (category_id, id);
CREATE TRIGGER attribute_tells_market_delete AFTER DELETE ON attribute BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER attribute_tells_market_insert AFTER INSERT ON attribute BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER attribute_tells_market_update AFTER UPDATE ON attribute BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TABLE attribute_choice (
    id BLOB PRIMARY KEY,
    attribute_id BLOB NOT NULL REFERENCES attribute (id),
    slug TEXT NOT NULL,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    position INTEGER NOT NULL,
    is_retired INTEGER NOT NULL,
    UNIQUE (attribute_id, slug)
) STRICT;
CREATE TRIGGER attribute_choice_tells_market_delete AFTER DELETE ON attribute_choice BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER attribute_choice_tells_market_insert AFTER INSERT ON attribute_choice BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER attribute_choice_tells_market_update AFTER UPDATE ON attribute_choice BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TABLE audit_log (
    id BLOB PRIMARY KEY,
    actor_id BLOB,
    action TEXT NOT NULL,
    subject BLOB,
    detail TEXT NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX audit_log_subject ON audit_log (subject, happened_at);
CREATE INDEX audit_log_time ON audit_log (happened_at, id);
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TRIGGER audit_log_no_update BEFORE UPDATE ON audit_log BEGIN SELECT RAISE(ABORT, 'audit_log is append-only'); END;
CREATE TABLE best_seller (
    scope TEXT NOT NULL,
    position INTEGER NOT NULL,
    listing_id BLOB NOT NULL REFERENCES listing (id),
    PRIMARY KEY (scope, position)
) STRICT;
CREATE TRIGGER best_seller_tells_lists_delete AFTER DELETE ON best_seller BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER best_seller_tells_lists_insert AFTER INSERT ON best_seller BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER best_seller_tells_lists_update AFTER UPDATE ON best_seller WHEN (OLD.listing_id <> NEW.listing_id) BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TABLE booking_alone (
    journal_id BLOB PRIMARY KEY REFERENCES ledger_journal (id)
) STRICT;
CREATE TABLE bought_together (
    listing_id BLOB NOT NULL REFERENCES listing (id),
    position INTEGER NOT NULL,
    other_id BLOB NOT NULL REFERENCES listing (id),
    PRIMARY KEY (listing_id, position)
) STRICT;
CREATE TRIGGER bought_together_tells_listing_delete AFTER DELETE ON bought_together BEGIN INSERT INTO change (kind, subject) SELECT 'listing', OLD.listing_id; END;
CREATE TRIGGER bought_together_tells_listing_insert AFTER INSERT ON bought_together BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TRIGGER bought_together_tells_listing_update AFTER UPDATE ON bought_together WHEN (OLD.other_id <> NEW.other_id) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TABLE cart (
    id BLOB PRIMARY KEY,
    person_id BLOB UNIQUE REFERENCES person (id),
    guest_digest BLOB UNIQUE,
    updated_at INTEGER NOT NULL,
    CHECK ((person_id IS NULL) <> (guest_digest IS NULL))
) STRICT;
CREATE TABLE cart_coupon (
    cart_id BLOB NOT NULL REFERENCES cart (id),
    coupon_id BLOB NOT NULL REFERENCES coupon (id),
    shop_id BLOB REFERENCES shop (id),
    added_at INTEGER NOT NULL,
    PRIMARY KEY (cart_id, coupon_id)
) STRICT;
CREATE UNIQUE INDEX cart_coupon_of_market ON cart_coupon (cart_id) WHERE shop_id IS NULL;
CREATE UNIQUE INDEX cart_coupon_of_shop ON cart_coupon (cart_id, shop_id) WHERE shop_id IS NOT NULL;
CREATE TABLE cart_line (
    id BLOB PRIMARY KEY,
    cart_id BLOB NOT NULL REFERENCES cart (id),
    variant_id BLOB NOT NULL REFERENCES variant (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    seen_minor INTEGER NOT NULL,
    added_at INTEGER NOT NULL,
    UNIQUE (cart_id, variant_id)
) STRICT;
CREATE TABLE case_event (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES aftersales_case (id),
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    party TEXT NOT NULL CHECK (party IN ('buyer', 'shop', 'operator', 'timer')),
    person_id BLOB REFERENCES person (id),
    words TEXT NOT NULL,
    amount_minor INTEGER,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_event_case ON case_event (case_id, happened_at, id);
CREATE TRIGGER case_event_no_delete BEFORE DELETE ON case_event BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TRIGGER case_event_no_update BEFORE UPDATE ON case_event BEGIN SELECT RAISE(ABORT, 'case_event is append-only'); END;
CREATE TABLE case_evidence (
    id BLOB PRIMARY KEY,
    case_id BLOB NOT NULL REFERENCES aftersales_case (id),
    event_id BLOB NOT NULL REFERENCES case_event (id),
    party TEXT NOT NULL CHECK (party IN ('buyer', 'shop', 'operator')),
    name TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    shown_at INTEGER NOT NULL
) STRICT;
CREATE INDEX case_evidence_case ON case_evidence (case_id);
CREATE TABLE category (
    id BLOB PRIMARY KEY,
    parent_id BLOB REFERENCES category (id),
    slug TEXT NOT NULL UNIQUE,
    name_en TEXT NOT NULL,
    name_zh TEXT NOT NULL,
    path TEXT NOT NULL,
    position INTEGER NOT NULL
, spoils TEXT NOT NULL DEFAULT 'listing' CHECK (spoils IN ('listing', 'always', 'never'))) STRICT;
CREATE INDEX category_parent ON category (parent_id, position);
CREATE TRIGGER category_tells_market_delete AFTER DELETE ON category BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER category_tells_market_insert AFTER INSERT ON category BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER category_tells_market_update AFTER UPDATE ON category WHEN (OLD.slug <> NEW.slug OR OLD.name_en <> NEW.name_en OR OLD.name_zh <> NEW.name_zh OR OLD.path <> NEW.path OR OLD.position <> NEW.position) BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TABLE change (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('listing', 'shop', 'lists', 'market')),
    subject BLOB,
    CHECK ((subject IS NULL) = (kind IN ('lists', 'market')))
) STRICT;
CREATE TABLE coupon (
    id BLOB PRIMARY KEY,
    code TEXT NOT NULL UNIQUE,
    shop_id BLOB REFERENCES shop (id),
    currency TEXT NOT NULL,
    amount_minor INTEGER CHECK (amount_minor > 0),
    basis_points INTEGER CHECK (basis_points BETWEEN 1 AND 9999),
    most_minor INTEGER CHECK (most_minor > 0),
    minimum_minor INTEGER NOT NULL CHECK (minimum_minor >= 0),
    begins_at INTEGER NOT NULL,
    ends_at INTEGER NOT NULL,
    quota INTEGER CHECK (quota > 0),
    per_buyer INTEGER NOT NULL CHECK (per_buyer > 0),
    state TEXT NOT NULL CHECK (state IN ('open', 'ended')),
    used INTEGER NOT NULL CHECK (used >= 0),
    made_by BLOB NOT NULL REFERENCES person (id),
    made_at INTEGER NOT NULL,
    ended_at INTEGER, given_minor INTEGER NOT NULL DEFAULT 0 CHECK (given_minor >= 0),
    CHECK ((amount_minor IS NULL) <> (basis_points IS NULL))
) STRICT;
CREATE INDEX coupon_funder ON coupon (shop_id, made_at, id);
CREATE TABLE coupon_use (
    payment_id BLOB NOT NULL REFERENCES payment (id),
    coupon_id BLOB NOT NULL REFERENCES coupon (id),
    buyer_id BLOB NOT NULL REFERENCES person (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    used_at INTEGER NOT NULL,
    given_back_at INTEGER,
    PRIMARY KEY (payment_id, coupon_id)
) STRICT;
CREATE INDEX coupon_use_live ON coupon_use (coupon_id, buyer_id) WHERE given_back_at IS NULL;
CREATE TABLE demand_run (
    name TEXT PRIMARY KEY,
    ran_at INTEGER NOT NULL,
    support INTEGER NOT NULL
) STRICT;
CREATE TABLE explained_difference (
    id BLOB PRIMARY KEY,
    provider TEXT NOT NULL,
    line_id TEXT,
    journal_id BLOB UNIQUE REFERENCES ledger_journal (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    explained_at INTEGER NOT NULL,
    UNIQUE (provider, line_id)
) STRICT;
CREATE INDEX explained_difference_time ON explained_difference (provider, explained_at);
CREATE TRIGGER explained_difference_no_delete BEFORE DELETE ON explained_difference BEGIN SELECT RAISE(ABORT, 'explained_difference is append-only'); END;
CREATE TRIGGER explained_difference_no_update BEFORE UPDATE ON explained_difference BEGIN SELECT RAISE(ABORT, 'explained_difference is append-only'); END;
CREATE TABLE exposure (
    day INTEGER NOT NULL,
    listing_id BLOB NOT NULL REFERENCES listing (id),
    place TEXT NOT NULL CHECK (place IN ('ranked', 'rotating', 'paid', 'newest', 'best', 'sorted')),
    size TEXT NOT NULL CHECK (size IN ('new', 'small', 'established')),
    shop_id BLOB NOT NULL REFERENCES shop (id),
    shown INTEGER NOT NULL CHECK (shown >= 0),
    opened INTEGER NOT NULL CHECK (opened >= 0),
    PRIMARY KEY (day, listing_id, place, size)
) STRICT;
CREATE INDEX exposure_shop ON exposure (shop_id, day);
CREATE TABLE favourite (
    person_id BLOB NOT NULL REFERENCES person (id),
    listing_id BLOB NOT NULL REFERENCES listing (id),
    title TEXT NOT NULL,
    kept_at INTEGER NOT NULL,
    PRIMARY KEY (person_id, listing_id)
) STRICT;
CREATE INDEX favourite_newest ON favourite (person_id, kept_at, listing_id);
CREATE TABLE followed_shop (
    person_id BLOB NOT NULL REFERENCES person (id),
    shop_id BLOB NOT NULL REFERENCES shop (id),
    since INTEGER NOT NULL,
    PRIMARY KEY (person_id, shop_id)
) STRICT;
CREATE INDEX followed_shop_newest ON followed_shop (person_id, since, shop_id);
CREATE TABLE freight_template (
    id BLOB PRIMARY KEY,
    shop_id BLOB NOT NULL REFERENCES shop (id),
    name TEXT NOT NULL,
    counts_by TEXT NOT NULL CHECK (counts_by IN ('piece', 'weight')),
    is_default INTEGER NOT NULL,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX freight_template_default ON freight_template (shop_id) WHERE is_default;
CREATE INDEX freight_template_shop ON freight_template (shop_id, created_at);
CREATE TRIGGER freight_template_tells_shop_delete AFTER DELETE ON freight_template BEGIN INSERT INTO change (kind, subject) SELECT 'shop', OLD.shop_id; END;
CREATE TRIGGER freight_template_tells_shop_insert AFTER INSERT ON freight_template BEGIN INSERT INTO change (kind, subject) SELECT 'shop', NEW.shop_id; END;
CREATE TRIGGER freight_template_tells_shop_update AFTER UPDATE ON freight_template BEGIN INSERT INTO change (kind, subject) SELECT 'shop', NEW.shop_id; END;
CREATE TABLE freight_zone (
    id BLOB PRIMARY KEY,
    template_id BLOB NOT NULL REFERENCES freight_template (id),
    position INTEGER NOT NULL,
    provinces TEXT NOT NULL,
    ships INTEGER NOT NULL,
    first_amount INTEGER NOT NULL CHECK (first_amount > 0),
    first_minor INTEGER NOT NULL CHECK (first_minor >= 0),
    next_amount INTEGER NOT NULL CHECK (next_amount > 0),
    next_minor INTEGER NOT NULL CHECK (next_minor >= 0),
    free_from_minor INTEGER CHECK (free_from_minor >= 0)
) STRICT;
CREATE INDEX freight_zone_template ON freight_zone (template_id, position);
CREATE TRIGGER freight_zone_tells_shop_delete AFTER DELETE ON freight_zone BEGIN INSERT INTO change (kind, subject) SELECT 'shop', (SELECT t.shop_id FROM freight_template t WHERE t.id = OLD.template_id); END;
CREATE TRIGGER freight_zone_tells_shop_insert AFTER INSERT ON freight_zone BEGIN INSERT INTO change (kind, subject) SELECT 'shop', (SELECT t.shop_id FROM freight_template t WHERE t.id = NEW.template_id); END;
CREATE TRIGGER freight_zone_tells_shop_update AFTER UPDATE ON freight_zone BEGIN INSERT INTO change (kind, subject) SELECT 'shop', (SELECT t.shop_id FROM freight_template t WHERE t.id = NEW.template_id); END;
CREATE TABLE home_story (
    day INTEGER PRIMARY KEY,
    shop_id BLOB NOT NULL REFERENCES shop (id)
) STRICT;
CREATE TRIGGER home_story_tells_lists_delete AFTER DELETE ON home_story BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER home_story_tells_lists_insert AFTER INSERT ON home_story BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER home_story_tells_lists_update AFTER UPDATE ON home_story WHEN (OLD.shop_id <> NEW.shop_id) BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TABLE identity (
    id BLOB PRIMARY KEY,
    shop_id BLOB NOT NULL REFERENCES shop (id),
    legal_name_sealed BLOB NOT NULL,
    id_number_sealed BLOB NOT NULL,
    id_number_index BLOB NOT NULL,
    id_number_last4 TEXT NOT NULL,
    bank_card_sealed BLOB NOT NULL,
    bank_card_last4 TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'replaced')),
    submitted_at INTEGER NOT NULL,
    decided_at INTEGER,
    decided_by BLOB REFERENCES person (id),
    reason TEXT
, pays_from INTEGER, came_back INTEGER NOT NULL DEFAULT 0 CHECK (came_back >= 0)) STRICT;
CREATE UNIQUE INDEX identity_current ON identity (shop_id) WHERE state <> 'replaced';
CREATE INDEX identity_number ON identity (id_number_index);
CREATE INDEX identity_queue ON identity (state, submitted_at);
CREATE TABLE identity_holder (
    id_number_index BLOB PRIMARY KEY,
    shops INTEGER NOT NULL CHECK (shops >= 0)
) STRICT;
CREATE TABLE identity_look (
    id BLOB PRIMARY KEY,
    identity_id BLOB NOT NULL REFERENCES identity (id),
    operator_id BLOB NOT NULL REFERENCES person (id),
    reason TEXT NOT NULL,
    looked_at INTEGER NOT NULL
) STRICT;
CREATE INDEX identity_look_identity ON identity_look (identity_id, looked_at);
CREATE TRIGGER identity_look_no_delete BEFORE DELETE ON identity_look BEGIN SELECT RAISE(ABORT, 'identity_look is append-only'); END;
CREATE TRIGGER identity_look_no_update BEFORE UPDATE ON identity_look BEGIN SELECT RAISE(ABORT, 'identity_look is append-only'); END;
CREATE TABLE ledger_account (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('clearing', 'escrow', 'shop_payable', 'producer_payable', 'platform_fee', 'refund_due', 'suspense', 'bank', 'promotion')),
    owner BLOB,
    currency TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX ledger_account_owned ON ledger_account (kind, owner, currency) WHERE owner IS NOT NULL;
CREATE UNIQUE INDEX ledger_account_single ON ledger_account (kind, currency) WHERE owner IS NULL;
CREATE TABLE ledger_balance (
    account_id BLOB PRIMARY KEY REFERENCES ledger_account (id),
    posted_minor INTEGER NOT NULL
) STRICT;
CREATE TABLE ledger_entry (
    journal_id BLOB NOT NULL REFERENCES ledger_journal (id),
    position INTEGER NOT NULL,
    account_id BLOB NOT NULL REFERENCES ledger_account (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor <> 0),
    PRIMARY KEY (journal_id, position)
) STRICT;
CREATE INDEX ledger_entry_account ON ledger_entry (account_id, journal_id);
CREATE TRIGGER ledger_entry_counts AFTER INSERT ON ledger_entry BEGIN
    INSERT INTO ledger_balance (account_id, posted_minor)
    SELECT a.id, NEW.amount_minor FROM ledger_account a JOIN ledger_journal j ON j.id = NEW.journal_id AND j.phase = 'posted'
    WHERE a.id = NEW.account_id AND a.kind = 'shop_payable'
    ON CONFLICT (account_id) DO UPDATE SET posted_minor = posted_minor + excluded.posted_minor;
END;
CREATE TRIGGER ledger_entry_no_delete BEFORE DELETE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_entry_no_update BEFORE UPDATE ON ledger_entry BEGIN SELECT RAISE(ABORT, 'ledger_entry is append-only'); END;
CREATE TRIGGER ledger_entry_stands_alone AFTER INSERT ON ledger_entry BEGIN
    INSERT INTO booking_alone (journal_id)
    SELECT j.id FROM ledger_account a JOIN ledger_journal j ON j.id = NEW.journal_id AND j.phase = 'posted'
    WHERE a.id = NEW.account_id AND a.kind = 'clearing' ON CONFLICT (journal_id) DO NOTHING;
END;
CREATE TABLE ledger_journal (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('pending', 'posted', 'voided')),
    settles BLOB UNIQUE REFERENCES ledger_journal (id),
    made_at INTEGER NOT NULL,
    UNIQUE (kind, subject, phase)
) STRICT;
CREATE INDEX ledger_journal_subject ON ledger_journal (subject);
CREATE INDEX ledger_journal_time ON ledger_journal (made_at, id);
CREATE TRIGGER ledger_journal_no_delete BEFORE DELETE ON ledger_journal BEGIN SELECT RAISE(ABORT, 'ledger_journal is append-only'); END;
CREATE TRIGGER ledger_journal_no_update BEFORE UPDATE ON ledger_journal BEGIN SELECT RAISE(ABORT, 'ledger_journal is append-only'); END;
CREATE TABLE listing (
    id BLOB PRIMARY KEY,
    shop_id BLOB NOT NULL REFERENCES shop (id),
    category_id BLOB NOT NULL REFERENCES category (id),
    category_root TEXT NOT NULL,
    category_branch TEXT NOT NULL,
    category_path TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('draft', 'published', 'hidden', 'removed')),
    title TEXT NOT NULL,
    description TEXT NOT NULL,
    maker TEXT NOT NULL,
    place TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_per INTEGER NOT NULL CHECK (price_per > 0),
    minimum INTEGER NOT NULL CHECK (minimum > 0),
    step INTEGER NOT NULL CHECK (step > 0),
    options TEXT NOT NULL,
    freight_template_id BLOB REFERENCES freight_template (id),
    packaging_minor INTEGER NOT NULL CHECK (packaging_minor >= 0),
    producer_basis_points INTEGER NOT NULL CHECK (producer_basis_points BETWEEN 0 AND 10000),
    price_from_minor INTEGER NOT NULL,
    price_to_minor INTEGER NOT NULL,
    cover_photo_id BLOB,
    version INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    published_at INTEGER
, is_perishable INTEGER NOT NULL DEFAULT FALSE) STRICT;
CREATE INDEX listing_branch ON listing (category_branch, published_at, id) WHERE state = 'published';
CREATE INDEX listing_newest ON listing (published_at, id) WHERE state = 'published';
CREATE INDEX listing_path ON listing (category_path, published_at, id) WHERE state = 'published';
CREATE INDEX listing_root ON listing (category_root, published_at, id) WHERE state = 'published';
CREATE INDEX listing_seller ON listing (shop_id, created_at, id);
CREATE INDEX listing_shop ON listing (shop_id, published_at, id) WHERE state = 'published';
CREATE TRIGGER listing_tells_listing_delete AFTER DELETE ON listing BEGIN INSERT INTO change (kind, subject) SELECT 'listing', OLD.id; END;
CREATE TRIGGER listing_tells_listing_insert AFTER INSERT ON listing BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.id; END;
CREATE TRIGGER listing_tells_listing_update AFTER UPDATE ON listing BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.id; END;
CREATE TRIGGER listing_tells_lists_delete AFTER DELETE ON listing WHEN (OLD.state = 'published') BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER listing_tells_lists_insert AFTER INSERT ON listing WHEN (NEW.state = 'published') BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER listing_tells_lists_update AFTER UPDATE ON listing WHEN (OLD.state <> NEW.state OR OLD.category_path <> NEW.category_path) BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TABLE listing_attribute (
    listing_id BLOB NOT NULL REFERENCES listing (id),
    attribute_id BLOB NOT NULL REFERENCES attribute (id),
    choice_id BLOB REFERENCES attribute_choice (id),
    number INTEGER,
    PRIMARY KEY (listing_id, attribute_id),
    CHECK ((choice_id IS NULL) <> (number IS NULL))
) STRICT;
CREATE TRIGGER listing_attribute_tells_listing_delete AFTER DELETE ON listing_attribute BEGIN INSERT INTO change (kind, subject) SELECT 'listing', OLD.listing_id; END;
CREATE TRIGGER listing_attribute_tells_listing_insert AFTER INSERT ON listing_attribute BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TRIGGER listing_attribute_tells_listing_update AFTER UPDATE ON listing_attribute BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TABLE listing_sold (
    listing_id BLOB PRIMARY KEY REFERENCES listing (id),
    sold INTEGER NOT NULL CHECK (sold >= 0),
    shown INTEGER NOT NULL CHECK (shown BETWEEN 0 AND sold)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER listing_sold_tells_listing_insert AFTER INSERT ON listing_sold WHEN (NEW.shown > 0) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TRIGGER listing_sold_tells_listing_update AFTER UPDATE ON listing_sold WHEN (OLD.shown <> NEW.shown) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TABLE login (
    address TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('email', 'phone')),
    person_id BLOB NOT NULL REFERENCES person (id),
    verified_at INTEGER NOT NULL
) STRICT;
CREATE INDEX login_person ON login (person_id);
CREATE TABLE market_rule (
    name TEXT NOT NULL,
    in_force_from INTEGER NOT NULL,
    value INTEGER NOT NULL,
    set_by BLOB REFERENCES person (id),
    set_at INTEGER NOT NULL,
    PRIMARY KEY (name, in_force_from)
) STRICT;
CREATE TRIGGER market_rule_tells_market_delete AFTER DELETE ON market_rule BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER market_rule_tells_market_insert AFTER INSERT ON market_rule BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TRIGGER market_rule_tells_market_update AFTER UPDATE ON market_rule BEGIN INSERT INTO change (kind, subject) SELECT 'market', NULL; END;
CREATE TABLE order_event (
    id BLOB PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders (id),
    event TEXT NOT NULL,
    from_state TEXT,
    to_state TEXT NOT NULL,
    actor_kind TEXT NOT NULL CHECK (actor_kind IN ('buyer', 'shop', 'provider', 'timer', 'operator')),
    actor_id BLOB,
    reason TEXT NOT NULL,
    happened_at INTEGER NOT NULL
) STRICT;
CREATE INDEX order_event_order ON order_event (order_id, happened_at);
CREATE TRIGGER order_event_no_delete BEFORE DELETE ON order_event BEGIN SELECT RAISE(ABORT, 'order_event is append-only'); END;
CREATE TRIGGER order_event_no_update BEFORE UPDATE ON order_event BEGIN SELECT RAISE(ABORT, 'order_event is append-only'); END;
CREATE TABLE order_line (
    id BLOB PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders (id),
    position INTEGER NOT NULL,
    listing_id BLOB NOT NULL REFERENCES listing (id),
    variant_id BLOB NOT NULL REFERENCES variant (id),
    title TEXT NOT NULL,
    choices TEXT NOT NULL,
    unit TEXT NOT NULL,
    price_per INTEGER NOT NULL,
    price_minor INTEGER NOT NULL,
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    total_minor INTEGER NOT NULL CHECK (total_minor >= 0),
    picture TEXT NOT NULL
, discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (discount_minor BETWEEN 0 AND total_minor), is_perishable INTEGER NOT NULL DEFAULT FALSE) STRICT;
CREATE INDEX order_line_order ON order_line (order_id, position);
CREATE INDEX order_line_variant ON order_line (variant_id);
CREATE TABLE orders (
    id BLOB PRIMARY KEY,
    number TEXT NOT NULL UNIQUE,
    payment_id BLOB NOT NULL REFERENCES payment (id),
    buyer_id BLOB NOT NULL REFERENCES person (id),
    shop_id BLOB NOT NULL REFERENCES shop (id),
    state TEXT NOT NULL CHECK (state IN ('placed', 'paid', 'shipped', 'delivered', 'completed', 'cancelled')),
    currency TEXT NOT NULL,
    items_minor INTEGER NOT NULL CHECK (items_minor >= 0),
    freight_minor INTEGER NOT NULL CHECK (freight_minor >= 0),
    total_minor INTEGER NOT NULL CHECK (total_minor = items_minor + freight_minor - shop_discount_minor - market_discount_minor),
    fee_minor INTEGER NOT NULL CHECK (fee_minor >= 0),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    region_code TEXT NOT NULL,
    region_names TEXT NOT NULL,
    street TEXT NOT NULL,
    note TEXT NOT NULL,
    courier TEXT,
    tracking_number TEXT,
    placed_at INTEGER NOT NULL,
    paid_at INTEGER,
    ship_by INTEGER,
    shipped_at INTEGER,
    confirm_by INTEGER,
    ended_at INTEGER,
    open_case BLOB,
    refunded_minor INTEGER NOT NULL CHECK (refunded_minor BETWEEN 0 AND total_minor),
    refunded_fee_minor INTEGER NOT NULL CHECK (refunded_fee_minor BETWEEN 0 AND fee_minor),
    shop_discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (shop_discount_minor >= 0),
    market_discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (market_discount_minor >= 0),
    refunded_market_discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (refunded_market_discount_minor BETWEEN 0 AND market_discount_minor)
) STRICT;
CREATE INDEX orders_buyer ON orders (buyer_id, placed_at, id);
CREATE INDEX orders_payment ON orders (payment_id);
CREATE INDEX orders_shop ON orders (shop_id, state, ship_by, id);
CREATE TABLE outbox (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'done', 'dead')),
    attempts INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    made_at INTEGER NOT NULL,
    done_at INTEGER,
    last_error TEXT
) STRICT;
CREATE INDEX outbox_due ON outbox (due_at, id) WHERE state = 'waiting';
CREATE TABLE password (
    person_id BLOB PRIMARY KEY REFERENCES person (id),
    hash TEXT NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE payment (
    id BLOB PRIMARY KEY,
    buyer_id BLOB NOT NULL REFERENCES person (id),
    request_digest BLOB NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'captured', 'closed')),
    provider TEXT NOT NULL,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    reference TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    settled_at INTEGER,
    looked_up_at INTEGER
, promised_at INTEGER) STRICT;
CREATE INDEX payment_buyer ON payment (buyer_id, created_at);
CREATE INDEX payment_promised ON payment (buyer_id) WHERE promised_at IS NOT NULL AND state = 'waiting';
CREATE INDEX payment_state ON payment (state, settled_at);
CREATE TABLE payment_event (
    provider TEXT NOT NULL,
    event_id TEXT NOT NULL,
    payment_id BLOB NOT NULL REFERENCES payment (id),
    kind TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    received_at INTEGER NOT NULL, told_minor INTEGER, told_currency TEXT, refund_id BLOB, due_at INTEGER, attempts INTEGER NOT NULL DEFAULT 0, last_error TEXT, told_day TEXT,
    PRIMARY KEY (provider, event_id)
) STRICT;
CREATE INDEX payment_event_due ON payment_event (due_at, event_id) WHERE outcome = '';
CREATE INDEX payment_event_payment ON payment_event (payment_id);
CREATE INDEX payment_event_unbooked ON payment_event (received_at, event_id) WHERE outcome = 'unbooked';
CREATE TABLE payout (
    id BLOB PRIMARY KEY,
    batch_id BLOB NOT NULL REFERENCES payout_batch (id),
    shop_id BLOB NOT NULL REFERENCES shop (id),
    identity_id BLOB NOT NULL REFERENCES identity (id),
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    currency TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'paid', 'failed', 'returned')),
    reason TEXT,
    made_at INTEGER NOT NULL,
    ended_at INTEGER
, turn INTEGER) STRICT;
CREATE INDEX payout_batch_rows ON payout (batch_id);
CREATE UNIQUE INDEX payout_open ON payout (shop_id) WHERE state = 'waiting';
CREATE INDEX payout_shop ON payout (shop_id, made_at);
CREATE UNIQUE INDEX payout_turn ON payout (identity_id, turn);
CREATE TABLE payout_batch (
    id BLOB PRIMARY KEY,
    made_by BLOB REFERENCES person (id),
    made_at INTEGER NOT NULL
) STRICT;
CREATE TABLE person (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL,
    language TEXT NOT NULL CHECK (language IN ('en', 'zh')),
    is_operator INTEGER NOT NULL,
    is_courier INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE TABLE photo (
    id BLOB PRIMARY KEY,
    shop_id BLOB NOT NULL REFERENCES shop (id),
    listing_id BLOB REFERENCES listing (id),
    position INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'ready', 'refused')),
    alt TEXT NOT NULL,
    width INTEGER NOT NULL,
    height INTEGER NOT NULL,
    renditions TEXT NOT NULL,
    uploaded_at INTEGER NOT NULL
) STRICT;
CREATE INDEX photo_listing ON photo (listing_id, position);
CREATE INDEX photo_shop ON photo (shop_id, uploaded_at);
CREATE TRIGGER photo_tells_listing_delete AFTER DELETE ON photo WHEN (OLD.listing_id IS NOT NULL) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', OLD.listing_id; END;
CREATE TRIGGER photo_tells_listing_insert AFTER INSERT ON photo WHEN (NEW.listing_id IS NOT NULL) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TRIGGER photo_tells_listing_update AFTER UPDATE ON photo WHEN (NEW.listing_id IS NOT NULL) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TRIGGER photo_tells_lists_update AFTER UPDATE ON photo WHEN (OLD.state <> NEW.state) BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TABLE provider_report (
    provider TEXT PRIMARY KEY,
    read_until INTEGER NOT NULL
, differences INTEGER NOT NULL DEFAULT 0, differences_since INTEGER) STRICT;
CREATE TABLE provider_report_line (
    provider TEXT NOT NULL,
    line_id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('captured', 'refunded', 'fee', 'payout', 'other')),
    reference TEXT,
    payment_id BLOB,
    refund_id BLOB,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    journal_id BLOB UNIQUE REFERENCES ledger_journal (id),
    PRIMARY KEY (provider, line_id)
) STRICT;
CREATE INDEX provider_report_line_alone ON provider_report_line (provider, kind, happened_at, line_id)
    WHERE (journal_id IS NULL) = TRUE AND kind IN ('captured', 'refunded', 'other');
CREATE INDEX provider_report_line_payment ON provider_report_line (payment_id);
CREATE INDEX provider_report_line_reference ON provider_report_line (provider, reference);
CREATE TRIGGER provider_report_line_is_booking AFTER UPDATE OF journal_id ON provider_report_line WHEN (NEW.journal_id IS NOT NULL) BEGIN
    DELETE FROM booking_alone WHERE journal_id = NEW.journal_id;
END;
CREATE TABLE refund (
    id BLOB PRIMARY KEY,
    payment_id BLOB NOT NULL REFERENCES payment (id),
    order_id BLOB,
    case_id BLOB,
    amount_minor INTEGER NOT NULL CHECK (amount_minor > 0),
    fee_minor INTEGER NOT NULL CHECK (fee_minor BETWEEN 0 AND amount_minor),
    source TEXT NOT NULL CHECK (source IN ('escrow', 'shop', 'late', 'suspense')),
    reason TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'refused', 'done', 'by_hand')),
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    refused_because TEXT,
    refused_at INTEGER
, other_currency TEXT, market_discount_minor INTEGER NOT NULL DEFAULT 0 CHECK (market_discount_minor >= 0)) STRICT;
CREATE UNIQUE INDEX refund_case ON refund (case_id);
CREATE INDEX refund_order ON refund (order_id);
CREATE INDEX refund_payment ON refund (payment_id);
CREATE INDEX refund_refused ON refund (created_at) WHERE state = 'refused';
CREATE INDEX refund_waiting ON refund (created_at) WHERE state = 'waiting';
CREATE TABLE refund_part (
    refund_id BLOB NOT NULL REFERENCES refund (id),
    position INTEGER NOT NULL,
    line INTEGER,
    quantity INTEGER NOT NULL CHECK (quantity >= 0),
    amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
    is_restocked INTEGER NOT NULL,
    PRIMARY KEY (refund_id, position)
) STRICT;
CREATE TRIGGER refund_part_no_delete BEFORE DELETE ON refund_part BEGIN SELECT RAISE(ABORT, 'refund_part is append-only'); END;
CREATE TRIGGER refund_part_no_update BEFORE UPDATE ON refund_part BEGIN SELECT RAISE(ABORT, 'refund_part is append-only'); END;
CREATE TABLE sale (
    order_id BLOB NOT NULL REFERENCES orders (id),
    listing_id BLOB NOT NULL REFERENCES listing (id),
    payment_id BLOB NOT NULL REFERENCES payment (id),
    buyer_id BLOB NOT NULL REFERENCES person (id),
    sold_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    is_own INTEGER NOT NULL,
    is_kept INTEGER NOT NULL,
    PRIMARY KEY (order_id, listing_id)
) STRICT;
CREATE INDEX sale_changed ON sale (changed_at, payment_id);
CREATE INDEX sale_lately ON sale (sold_at, listing_id, buyer_id) WHERE is_kept AND NOT is_own;
CREATE INDEX sale_listing ON sale (listing_id, sold_at, payment_id) WHERE is_kept AND NOT is_own;
CREATE INDEX sale_payment ON sale (payment_id, listing_id, buyer_id) WHERE is_kept AND NOT is_own;
CREATE TABLE sandbox_intent (
    id TEXT PRIMARY KEY,
    payment_id BLOB NOT NULL UNIQUE,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    return_url TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'paid', 'declined')),
    created_at INTEGER NOT NULL,
    paid_at INTEGER
) STRICT;
CREATE TABLE sandbox_refund (
    refund_id BLOB PRIMARY KEY,
    payment_id BLOB NOT NULL,
    amount_minor INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;
CREATE INDEX sandbox_refund_payment ON sandbox_refund (payment_id);
CREATE TABLE sandbox_webhook (
    id TEXT PRIMARY KEY,
    body TEXT NOT NULL,
    due_at INTEGER NOT NULL,
    times_left INTEGER NOT NULL CHECK (times_left >= 0),
    attempts INTEGER NOT NULL
) STRICT;
CREATE INDEX sandbox_webhook_due ON sandbox_webhook (due_at) WHERE times_left > 0;
CREATE TABLE seal (
    chain TEXT NOT NULL CHECK (chain IN ('ledger', 'audit_log')),
    position INTEGER NOT NULL CHECK (position > 0),
    row_id BLOB NOT NULL,
    digest BLOB NOT NULL,
    PRIMARY KEY (chain, position),
    UNIQUE (chain, row_id)
) STRICT;
CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal BEGIN SELECT RAISE(ABORT, 'seal is append-only'); END;
CREATE TABLE search_setting (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL,
    set_by BLOB REFERENCES person (id),
    set_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER search_setting_tells_lists_insert AFTER INSERT ON search_setting BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER search_setting_tells_lists_update AFTER UPDATE ON search_setting BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TABLE session (
    id BLOB PRIMARY KEY,
    token_digest BLOB NOT NULL UNIQUE,
    person_id BLOB NOT NULL REFERENCES person (id),
    device TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    proved_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    ended_at INTEGER
) STRICT;
CREATE INDEX session_person ON session (person_id);
CREATE TABLE shop (
    id BLOB PRIMARY KEY,
    handle TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    story TEXT NOT NULL,
    place TEXT NOT NULL,
    ships_from TEXT NOT NULL,
    verification TEXT NOT NULL CHECK (verification IN ('waiting', 'approved', 'rejected')),
    opened_at INTEGER NOT NULL,
    opened_with BLOB NOT NULL
) STRICT;
CREATE INDEX shop_opened_checked ON shop (opened_at, id) WHERE verification = 'approved';
CREATE INDEX shop_opened_unchecked ON shop (opened_at, id) WHERE verification <> 'approved';
CREATE TRIGGER shop_tells_lists_insert AFTER INSERT ON shop BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER shop_tells_lists_update AFTER UPDATE ON shop BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER shop_tells_shop_insert AFTER INSERT ON shop BEGIN INSERT INTO change (kind, subject) SELECT 'shop', NEW.id; END;
CREATE TRIGGER shop_tells_shop_update AFTER UPDATE ON shop BEGIN INSERT INTO change (kind, subject) SELECT 'shop', NEW.id; END;
CREATE TABLE shop_cash (
    shop_id BLOB PRIMARY KEY REFERENCES shop (id),
    set_by BLOB NOT NULL REFERENCES person (id),
    since INTEGER NOT NULL
) STRICT;
CREATE TABLE shop_return_address (
    shop_id BLOB PRIMARY KEY REFERENCES shop (id),
    recipient TEXT NOT NULL,
    phone TEXT NOT NULL,
    place TEXT NOT NULL,
    changed_by BLOB NOT NULL REFERENCES person (id),
    changed_at INTEGER NOT NULL
) STRICT;
CREATE TABLE shop_staff (
    shop_id BLOB NOT NULL REFERENCES shop (id),
    person_id BLOB NOT NULL REFERENCES person (id),
    role TEXT NOT NULL CHECK (role IN ('owner', 'money', 'listing', 'answering', 'packing')),
    since INTEGER NOT NULL,
    ended_at INTEGER,
    PRIMARY KEY (shop_id, person_id)
) STRICT;
CREATE INDEX shop_staff_person ON shop_staff (person_id);
CREATE TABLE shop_standing (
    shop_id BLOB PRIMARY KEY REFERENCES shop (id),
    orders INTEGER NOT NULL CHECK (orders >= 0),
    shipped_fast INTEGER NOT NULL CHECK (shipped_fast BETWEEN 0 AND orders),
    troubled INTEGER NOT NULL CHECK (troubled BETWEEN 0 AND orders),
    cases INTEGER NOT NULL CHECK (cases >= 0),
    answered INTEGER NOT NULL CHECK (answered BETWEEN 0 AND cases),
    sales INTEGER NOT NULL CHECK (sales >= 0),
    reckoned_at INTEGER NOT NULL
) STRICT;
CREATE TRIGGER shop_standing_tells_lists_insert AFTER INSERT ON shop_standing BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER shop_standing_tells_lists_update AFTER UPDATE ON shop_standing BEGIN INSERT INTO change (kind, subject) SELECT 'lists', NULL; END;
CREATE TRIGGER shop_standing_tells_shop_insert AFTER INSERT ON shop_standing BEGIN INSERT INTO change (kind, subject) SELECT 'shop', NEW.shop_id; END;
CREATE TRIGGER shop_standing_tells_shop_update AFTER UPDATE ON shop_standing BEGIN INSERT INTO change (kind, subject) SELECT 'shop', NEW.shop_id; END;
CREATE TABLE sign_in_code (
    id BLOB PRIMARY KEY,
    address TEXT NOT NULL,
    code_digest BLOB NOT NULL,
    tries INTEGER NOT NULL CHECK (tries >= 0),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    used_at INTEGER
) STRICT;
CREATE INDEX sign_in_code_address ON sign_in_code (address, created_at);
CREATE INDEX sign_in_code_expires ON sign_in_code (expires_at);
CREATE TABLE stock (
    variant_id BLOB PRIMARY KEY REFERENCES variant (id),
    on_hand INTEGER NOT NULL CHECK (on_hand >= 0),
    held INTEGER NOT NULL CHECK (held >= 0),
    CHECK (held <= on_hand)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER stock_tells_listing_update AFTER UPDATE ON stock WHEN (OLD.on_hand - OLD.held <> NEW.on_hand - NEW.held) BEGIN INSERT INTO change (kind, subject) SELECT 'listing', (SELECT v.listing_id FROM variant v WHERE v.id = NEW.variant_id); END;
CREATE TABLE stock_hold (
    id BLOB PRIMARY KEY,
    order_id BLOB NOT NULL REFERENCES orders (id),
    variant_id BLOB NOT NULL REFERENCES variant (id),
    quantity INTEGER NOT NULL CHECK (quantity > 0),
    state TEXT NOT NULL CHECK (state IN ('live', 'claimed', 'released')),
    expires_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_hold_order ON stock_hold (order_id, variant_id, state);
CREATE INDEX stock_hold_variant ON stock_hold (variant_id, state);
CREATE TABLE stock_movement (
    id BLOB PRIMARY KEY,
    variant_id BLOB NOT NULL REFERENCES variant (id),
    kind TEXT NOT NULL CHECK (kind IN ('opening', 'count', 'sale', 'return', 'resend')),
    amount INTEGER NOT NULL,
    subject BLOB,
    actor BLOB,
    moved_at INTEGER NOT NULL
) STRICT;
CREATE INDEX stock_movement_subject ON stock_movement (subject, variant_id);
CREATE INDEX stock_movement_variant ON stock_movement (variant_id, moved_at);
CREATE TRIGGER stock_movement_no_delete BEFORE DELETE ON stock_movement BEGIN SELECT RAISE(ABORT, 'stock_movement is append-only'); END;
CREATE TRIGGER stock_movement_no_update BEFORE UPDATE ON stock_movement BEGIN SELECT RAISE(ABORT, 'stock_movement is append-only'); END;
CREATE TABLE timer (
    id BLOB PRIMARY KEY,
    kind TEXT NOT NULL,
    subject BLOB NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'fired', 'cancelled')),
    ended_at INTEGER,
    UNIQUE (kind, subject)
) STRICT;
CREATE INDEX timer_due ON timer (due_at) WHERE state = 'waiting';
CREATE TABLE variant (
    id BLOB PRIMARY KEY,
    listing_id BLOB NOT NULL REFERENCES listing (id),
    position INTEGER NOT NULL,
    choices TEXT NOT NULL,
    code TEXT NOT NULL,
    price_minor INTEGER NOT NULL CHECK (price_minor >= 0),
    weight_grams INTEGER NOT NULL CHECK (weight_grams >= 0),
    photo_id BLOB,
    is_active INTEGER NOT NULL
) STRICT;
CREATE INDEX variant_listing ON variant (listing_id, position, is_active, price_minor, id);
CREATE TRIGGER variant_tells_listing_delete AFTER DELETE ON variant BEGIN INSERT INTO change (kind, subject) SELECT 'listing', OLD.listing_id; END;
CREATE TRIGGER variant_tells_listing_insert AFTER INSERT ON variant BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
CREATE TRIGGER variant_tells_listing_update AFTER UPDATE ON variant BEGIN INSERT INTO change (kind, subject) SELECT 'listing', NEW.listing_id; END;
