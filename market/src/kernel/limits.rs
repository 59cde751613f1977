//! A limit on everything, each with its reason. What people may change with an effective date is in the `rules` slice instead.

/// One page of checkout; keeps `place_order` within one batch of SQL.
pub const CART_LINES_MAX: u64 = 100;
/// A title fits on two lines of a card and into a link.
pub const TITLE_CHARS_MAX: usize = 120;
/// A description of several screens; more belongs into pictures.
pub const DESCRIPTION_CHARS_MAX: usize = 10_000;
/// A note to the seller, a reason, a message.
pub const NOTE_CHARS_MAX: usize = 500;
/// A person's or a shop's name.
pub const NAME_CHARS_MAX: usize = 60;
/// Street, house, floor, door.
pub const STREET_CHARS_MAX: usize = 200;
/// Three options of ten values are a thousand variants; a page of stock fields must stay usable.
pub const VARIANTS_MAX: usize = 100;
/// Options of one listing (size, colour, …).
pub const OPTIONS_MAX: usize = 3;
/// Photos of one listing.
pub const PHOTOS_MAX: usize = 12;
/// Uploads of one shop that wait to be rendered; keeps one shop from filling the disk and the queue.
pub const PHOTOS_WAITING_MAX: u64 = 200;
/// 100 million yuan in fen: above any price, far below what sums of a hundred lines can overflow.
pub const PRICE_MINOR_MAX: i64 = 10_000_000_000;
/// Ten billion yuan in fen: what one line of a cart may come to, so that a hundred of them and their freight can be added.
pub const LINE_MINOR_MAX: i64 = 1_000_000_000_000;
/// Ten trillion yuan in fen, ten times what a hundred lines may come to. Amounts above it that others tell are not booked: the books could
/// not be added up any more, and nothing can be taken out of them.
pub const BOOKED_MINOR_MAX: i64 = 1_000_000_000_000_000;
/// A thousand tonnes in grams: above any stock, and price × quantity stays within 128 bits.
pub const QUANTITY_MAX: i64 = 1_000_000_000;
/// Rows of one page of any list.
pub const PAGE_ROWS_MAX: u64 = 100;
/// Addresses of one person.
pub const ADDRESSES_MAX: u64 = 50;
/// A photo as it comes from a phone (48 megapixels as JPEG are about 15 MB).
pub const PHOTO_BYTES_MAX: usize = 20 * 1024 * 1024;
/// Decoded at 4 bytes a pixel this is 256 MB, the most that one decoding may take.
pub const PHOTO_PIXELS_MAX: u64 = 64_000_000;
/// A side that no phone's camera passes.
pub const PHOTO_SIDE_MAX: u32 = 16_384;
/// A form without files.
pub const FORM_BYTES_MAX: usize = 256 * 1024;
/// The longest e-mail address that mail servers pass on (RFC 5321's path of 256, without its brackets).
pub const CONTACT_CHARS_MAX: usize = 254;
/// Long enough that guessing at a hundred tries an hour is hopeless, short enough to be remembered.
pub const PASSWORD_CHARS_MIN: usize = 10;
/// A sentence fits; more only costs hashing time.
pub const PASSWORD_CHARS_MAX: usize = 200;
/// What a browser says it is, as far as a list of sessions can show it.
pub const DEVICE_CHARS_MAX: usize = 80;
/// Sessions of one person that the list shows; nobody has more devices.
pub const SESSIONS_SHOWN_MAX: u64 = 50;
/// A handle is typed into an address bar and printed on a parcel.
pub const HANDLE_CHARS_MAX: usize = 30;
/// Payouts that may come back from one card in a row: the first may be the bank's own trouble, a second one is the card's, and a third
/// would be the same letter again.
pub const PAYOUTS_BACK_MAX: i64 = 2;
/// A name as it stands on an ID card, in any script.
pub const LEGAL_NAME_CHARS_MAX: usize = 50;
/// A shop's story: three paragraphs.
pub const STORY_CHARS_MAX: usize = 2_000;
/// An address as somebody pastes it out of a message.
pub const PASTED_CHARS_MAX: usize = 500;
/// Attributes that a category has of its own; a form and a page of facts must stay readable.
pub const ATTRIBUTES_OF_CATEGORY_MAX: u64 = 12;
/// Attributes of the whole market, which a seller's form knows.
pub const ATTRIBUTES_MAX: u64 = 120;
/// Choices of one attribute, as a list to choose from shows them; with those that were retired, twice as many.
pub const ATTRIBUTE_CHOICES_MAX: usize = 40;
/// Numbers where the ranges of a filter part.
pub const ATTRIBUTE_BANDS_MAX: usize = 8;
/// A name in addresses.
pub const SLUG_CHARS_MAX: usize = 40;
/// Favourites of one person: some hundred screens to look through.
pub const FAVOURITES_MAX: u64 = 1_000;
/// Shops that one person follows.
pub const FOLLOWED_SHOPS_MAX: u64 = 300;
/// Goods that a browser remembers to have shown; what is older is not missed.
pub const RECENT_MAX: usize = 24;
