-- What spoils. A shop says it of its listing, unless a category says it of all that stands in it and below: the nearest one that says
-- anything counts. A line of an order is what its listing was when it was bought; of what was bought before nobody had said it.
ALTER TABLE category ADD COLUMN spoils TEXT NOT NULL DEFAULT 'listing' CHECK (spoils IN ('listing', 'always', 'never'));
ALTER TABLE listing ADD COLUMN is_perishable BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE order_line ADD COLUMN is_perishable BOOLEAN NOT NULL DEFAULT FALSE;
-- Of the trees that a market starts with: nobody takes a dress for something that spoils.
UPDATE category SET spoils = 'never' WHERE parent_id IS NULL
    AND slug IN ('clothing', 'clothes', 'accessories', 'jewellery', 'craft', 'home');
