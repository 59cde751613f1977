-- Goods may be sent again: two more kinds of cases, three more states, the parcel that brings them, and their way off the shelf.
ALTER TABLE aftersales_case DROP CONSTRAINT aftersales_case_kind_check;
ALTER TABLE aftersales_case ADD CONSTRAINT aftersales_case_kind_check
    CHECK (kind IN ('before_shipping', 'refund_only', 'return_and_refund', 'exchange', 'resend'));
ALTER TABLE aftersales_case DROP CONSTRAINT aftersales_case_state_check;
ALTER TABLE aftersales_case ADD CONSTRAINT aftersales_case_state_check
    CHECK (state IN ('asked', 'refused', 'returning', 'returned', 'resending', 'resent', 'disputed', 'decided', 'appealed', 'settled', 'replaced', 'closed'));
ALTER TABLE aftersales_case ADD COLUMN resent_courier TEXT;
ALTER TABLE aftersales_case ADD COLUMN resent_number TEXT;
ALTER TABLE stock_movement DROP CONSTRAINT stock_movement_kind_check;
ALTER TABLE stock_movement ADD CONSTRAINT stock_movement_kind_check
    CHECK (kind IN ('opening', 'count', 'sale', 'return', 'resend'));
