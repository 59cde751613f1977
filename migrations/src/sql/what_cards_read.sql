-- The lowest price of what is there is read for every card of a list and every document of an index: of a variant it needs what stands
-- here, and not the row.
DROP INDEX variant_listing;
CREATE INDEX variant_listing ON variant (listing_id, position, is_active, price_minor, id);
