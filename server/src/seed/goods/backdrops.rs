//! The few settings that all the demo's pictures share, so that a page of them looks like one market.

use super::super::pictures::{Colour, Setting};

const fn table(wall: u32, top: u32) -> Setting {
    Setting::Table { wall: Colour(wall), top: Colour(top) }
}

const fn window(wall: u32, top: u32) -> Setting {
    Setting::Window { wall: Colour(wall), top: Colour(top) }
}

pub const RICE_TABLE: Setting = table(0x00EB_E2CF, 0x00BC_9060);
pub const CELADON_TABLE: Setting = table(0x00CF_D8CC, 0x00B0_8858);
pub const SAGE_TABLE: Setting = table(0x00C6_CCBE, 0x00A5_8560);
pub const MIST_TABLE: Setting = table(0x00D8_DCDA, 0x00A9_8A64);
pub const BLUSH_TABLE: Setting = table(0x00E8_D6C8, 0x00A9_7C54);
pub const DARK_TABLE: Setting = table(0x00CF_C6B0, 0x006E_4A32);
pub const RICE_WINDOW: Setting = window(0x00E6_DBC4, 0x00B9_8A58);
pub const CELADON_WINDOW: Setting = window(0x00D3_D6C2, 0x009A_7248);
pub const CLAY_WINDOW: Setting = window(0x00DD_D2BC, 0x007A_5236);

pub const RICE_WALL: Setting = Setting::Wall(Colour(0x00EA_E0CD));
pub const BLUSH_WALL: Setting = Setting::Wall(Colour(0x00E8_D6CA));
pub const CELADON_WALL: Setting = Setting::Wall(Colour(0x00D0_D7CA));
pub const MIST_WALL: Setting = Setting::Wall(Colour(0x00D8_DCD9));
pub const OAT_WALL: Setting = Setting::Wall(Colour(0x00D2_C8B0));
pub const DUSK_WALL: Setting = Setting::Wall(Colour(0x006E_5A48));
pub const NIGHT_WALL: Setting = Setting::Wall(Colour(0x004A_5650));

pub const OAK: Setting = Setting::Planks(Colour(0x00B0_9268));
pub const CHESTNUT: Setting = Setting::Planks(Colour(0x009A_6A40));
pub const WALNUT: Setting = Setting::Planks(Colour(0x006F_4A30));

pub const OAT_LINEN: Setting = Setting::Linen(Colour(0x00E0_D4BE));
pub const SAGE_LINEN: Setting = Setting::Linen(Colour(0x0092_A090));
pub const ROSE_LINEN: Setting = Setting::Linen(Colour(0x00D9_BFB2));
pub const INDIGO_LINEN: Setting = Setting::Linen(Colour(0x0027_406F));
pub const MADDER_LINEN: Setting = Setting::Linen(Colour(0x005A_2430));
pub const INK_LINEN: Setting = Setting::Linen(Colour(0x002F_3A36));
pub const PLUM_LINEN: Setting = Setting::Linen(Colour(0x0033_304A));
pub const RICE_PAPER: Setting = Setting::Paper(Colour(0x00EA_E1CE));
