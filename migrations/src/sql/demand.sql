-- What was bought and kept. One row an order and listing, written when the order is completed: whether the buyer belonged to the
-- shop is decided then and stays decided. `is_kept` ends when all of it was given back; `changed_at` is when it began or ended.
CREATE TABLE sale (
    order_id UUID NOT NULL REFERENCES orders (id),
    listing_id UUID NOT NULL REFERENCES listing (id),
    payment_id UUID NOT NULL REFERENCES payment (id),
    buyer_id UUID NOT NULL REFERENCES person (id),
    sold_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    is_own BOOLEAN NOT NULL,
    is_kept BOOLEAN NOT NULL,
    PRIMARY KEY (order_id, listing_id)
);
CREATE INDEX sale_lately ON sale (sold_at, listing_id, buyer_id) WHERE is_kept AND NOT is_own;
CREATE INDEX sale_listing ON sale (listing_id, sold_at, payment_id) WHERE is_kept AND NOT is_own;
CREATE INDEX sale_payment ON sale (payment_id, listing_id, buyer_id) WHERE is_kept AND NOT is_own;
CREATE INDEX sale_changed ON sale (changed_at, payment_id);
-- How many sales of a listing count, and the rounded number that pages show and searches sort by.
CREATE TABLE listing_sold (
    listing_id UUID PRIMARY KEY REFERENCES listing (id),
    sold BIGINT NOT NULL CHECK (sold >= 0),
    shown BIGINT NOT NULL CHECK (shown BETWEEN 0 AND sold)
);
-- `scope` is a category's path, and empty for the whole market.
CREATE TABLE best_seller (
    scope TEXT NOT NULL,
    position BIGINT NOT NULL,
    listing_id UUID NOT NULL REFERENCES listing (id),
    PRIMARY KEY (scope, position)
);
CREATE TABLE bought_together (
    listing_id UUID NOT NULL REFERENCES listing (id),
    position BIGINT NOT NULL,
    other_id UUID NOT NULL REFERENCES listing (id),
    PRIMARY KEY (listing_id, position)
);
-- When a job last looked through the sales, and with which number in force.
CREATE TABLE demand_run (
    name TEXT PRIMARY KEY,
    ran_at BIGINT NOT NULL,
    support BIGINT NOT NULL
);
-- Sales from before there was a count.
INSERT INTO sale (order_id, listing_id, payment_id, buyer_id, sold_at, changed_at, is_own, is_kept)
SELECT o.id, l.listing_id, o.payment_id, o.buyer_id, o.ended_at, o.ended_at,
    EXISTS (SELECT 1 FROM shop_staff t WHERE t.shop_id = o.shop_id AND t.person_id = o.buyer_id AND t.since <= o.ended_at
        AND (t.ended_at IS NULL OR t.ended_at > o.placed_at))
    OR EXISTS (SELECT 1 FROM identity i JOIN identity j ON j.id_number_index = i.id_number_index AND j.state <> 'replaced'
        JOIN shop_staff t ON t.shop_id = j.shop_id AND t.role = 'owner' AND t.person_id = o.buyer_id
        WHERE i.shop_id = o.shop_id AND i.state <> 'replaced'),
    SUM(l.quantity - COALESCE((SELECT SUM(b.quantity) FROM refund r JOIN refund_part b ON b.refund_id = r.id
        WHERE r.order_id = o.id AND b.line = l.position), 0)) > 0
FROM orders o JOIN order_line l ON l.order_id = o.id WHERE o.state = 'completed' GROUP BY o.id, l.listing_id;
INSERT INTO listing_sold (listing_id, sold, shown)
SELECT s.listing_id, COUNT(*), CASE WHEN COUNT(*) < 100 THEN COUNT(*) WHEN COUNT(*) < 1000 THEN COUNT(*) / 10 * 10
    WHEN COUNT(*) < 10000 THEN COUNT(*) / 100 * 100 WHEN COUNT(*) < 100000 THEN COUNT(*) / 1000 * 1000
    ELSE COUNT(*) / 10000 * 10000 END
FROM sale s WHERE s.is_kept AND NOT s.is_own GROUP BY s.listing_id;
