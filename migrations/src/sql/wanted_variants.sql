-- Which other variant of the same goods a buyer wants in exchange for a line, and its choices as they stood when it was asked for, as of a
-- line of an order. Neither where the same comes once more.
ALTER TABLE aftersales_part ADD COLUMN wanted_variant_id UUID REFERENCES variant (id);
ALTER TABLE aftersales_part ADD COLUMN wanted_choices TEXT CHECK ((wanted_choices IS NULL) = (wanted_variant_id IS NULL));
