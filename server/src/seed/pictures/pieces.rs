//! The small things that heaps are made of, each drawn around zero.

use super::curves::{arc, blob, curve, ellipse, rectangle};
use super::pen::{Colour, Pen, Point};
use super::shapes::{INK, haze};

const KIWI_SKIN: Colour = Colour(0x008A_6A3C);

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Curled strips: dried radish, bamboo shoots, sliced shoots.
    Strip,
    /// Kidney-shaped seeds, some with a pale eye.
    Bean,
    /// Long wrinkled pods.
    Pod,
    Chili,
    Walnut,
    /// Caps of dried mushrooms, cracked.
    Mushroom,
    /// Thin slices with a darker rim: sweet potato, lotus root.
    Chip,
    Fish,
    /// Flattened dried fruit with a bloom of sugar.
    Persimmon,
    /// Twisted dry leaves.
    TeaLeaf,
    Kiwi,
    Chestnut,
    Egg,
    /// Flat white rice cakes.
    RiceCake,
    /// Small polished grains.
    Grain,
    Orange,
}

impl Piece {
    /// How far apart pieces lie, across and down.
    pub fn spacing(self) -> Point {
        match self {
            Piece::Strip => (22.0, 13.0),
            Piece::Bean => (21.0, 13.0),
            Piece::Pod => (30.0, 12.0),
            Piece::Chili => (38.0, 18.5),
            Piece::Walnut => (52.0, 30.0),
            Piece::Mushroom => (50.0, 28.0),
            Piece::Chip => (48.0, 22.0),
            Piece::Fish => (48.0, 15.0),
            Piece::Persimmon => (72.0, 35.0),
            Piece::TeaLeaf => (17.0, 9.0),
            Piece::Kiwi => (78.0, 42.0),
            Piece::Chestnut => (42.0, 23.0),
            Piece::Egg => (58.0, 31.0),
            Piece::RiceCake => (92.0, 40.0),
            Piece::Grain => (12.0, 8.0),
            Piece::Orange => (80.0, 40.0),
        }
    }
}

impl Piece {
    /// What is seen between pieces: darkness, but less of it where pale things let light through.
    pub fn between(self, colour: Colour) -> Colour {
        match self {
            Piece::Grain => colour.dark(14),
            Piece::Egg | Piece::RiceCake | Piece::Strip => colour.dark(36),
            Piece::Kiwi => KIWI_SKIN.dark(52),
            _ => colour.dark(52),
        }
    }
}

pub fn draw(pen: &mut Pen, piece: Piece, at: Point, colour: Colour) {
    let any = pen.between(0.0, 360.0);
    let level = pen.jitter(24.0);
    let size = pen.between(0.88, 1.12);
    let tone = if pen.chance(0.5) { colour.light(9) } else { colour.dark(9) };
    match piece {
        Piece::Strip => pen.placed(at, any, size, |pen| strip(pen, tone)),
        Piece::Bean => pen.placed(at, any, size, |pen| bean(pen, tone)),
        Piece::Pod => pen.placed(at, level + if any > 180.0 { 0.0 } else { 150.0 }, size, |pen| pod(pen, tone)),
        Piece::Chili => pen.placed(at, any, size, |pen| chili(pen, tone)),
        Piece::Walnut => pen.placed(at, any, size, |pen| walnut(pen, tone)),
        Piece::Mushroom => pen.placed(at, level, size, |pen| mushroom(pen, tone)),
        Piece::Chip => pen.placed(at, any, size, |pen| chip(pen, tone)),
        Piece::Fish => pen.placed(at, level + if any > 180.0 { 0.0 } else { 180.0 }, size, |pen| fish(pen, tone)),
        Piece::Persimmon => pen.placed(at, level, size, |pen| persimmon(pen, tone)),
        Piece::TeaLeaf => pen.placed(at, any, size, |pen| tea_leaf(pen, tone)),
        Piece::Kiwi => pen.placed(at, level, size, |pen| kiwi(pen, tone)),
        Piece::Chestnut => pen.placed(at, any, size, |pen| chestnut(pen, tone)),
        Piece::Egg => pen.placed(at, level * 2.0, size, |pen| egg(pen, tone)),
        Piece::RiceCake => pen.placed(at, level * 0.4, size, |pen| rice_cake(pen, colour)),
        Piece::Grain => pen.placed(at, any, size, |pen| pen.solid(&ellipse((0.0, 0.0), 9.0, 4.6), tone)),
        Piece::Orange => pen.placed(at, level, size, |pen| orange(pen, tone)),
    }
}

fn strip(pen: &mut Pen, colour: Colour) {
    let (long, bend) = (pen.between(22.0, 34.0), pen.jitter(16.0));
    let line = curve(&[(-long, bend * 0.4), (-long * 0.3, -bend * 0.5), (long * 0.4, bend * 0.5), (long, -bend * 0.3)]);
    pen.placed((2.0, 4.0), 0.0, 1.0, |pen| pen.line(&line, INK, 11.0, 0.28));
    pen.line(&line, colour.dark(28), 10.0, 1.0);
    pen.line(&line, colour, 7.0, 1.0);
    pen.placed((-1.0, -1.5), 0.0, 1.0, |pen| pen.line(&line, colour.light(50), 2.2, 0.8));
}

fn bean(pen: &mut Pen, colour: Colour) {
    let body = "M-16 2C-17 -9 -6 -12 2 -10S18 -8 17 2S6 12 3 7S-15 12 -16 2Z";
    pen.placed((2.0, 3.0), 0.0, 1.0, |pen| pen.wash(body, INK, 0.35));
    pen.solid(body, colour);
    pen.line("M-9 -4Q-2 -8 6 -6", Colour(0x00FF_F7EA), 2.6, 0.6);
}

fn pod(pen: &mut Pen, colour: Colour) {
    let (long, bend) = (pen.between(46.0, 70.0), pen.jitter(18.0));
    let line = curve(&[(-long, bend), (-long * 0.4, -bend * 0.3), (long * 0.3, bend * 0.4), (long, -bend * 0.6)]);
    pen.placed((2.0, 4.0), 0.0, 1.0, |pen| pen.line(&line, INK, 9.0, 0.3));
    pen.line(&line, colour.dark(32), 9.0, 1.0);
    pen.line(&line, colour, 6.0, 1.0);
    pen.placed((-1.0, -1.6), 0.0, 1.0, |pen| pen.line(&line, colour.light(42), 1.8, 0.8));
}

/// Also used beside plates and jars.
pub fn chili(pen: &mut Pen, colour: Colour) {
    let body = "M-34 -3C-22 -13 4 -12 20 -4S40 8 46 10C36 14 14 13 0 10S-30 12 -34 -3Z";
    pen.placed((3.0, 5.0), 0.0, 1.0, |pen| pen.wash(body, INK, 0.32));
    pen.solid(body, colour);
    pen.line("M-24 -5C-12 -9 6 -7 20 0", Colour(0x00FF_E9DC), 3.0, 0.6);
    pen.line("M-34 -2C-40 -4 -46 -3 -52 -8", Colour(0x0068_7A3A), 4.0, 1.0);
    pen.flat("M-35 -8Q-28 -10 -27 -2Q-29 5 -35 5Q-39 -1 -35 -8Z", Colour(0x0068_7A3A));
}

fn walnut(pen: &mut Pen, colour: Colour) {
    let body = pen.lump((0.0, 0.0), 31.0, 28.0, 0.05);
    pen.placed((3.0, 5.0), 0.0, 1.0, |pen| pen.wash(&body, INK, 0.4));
    pen.solid(&body, colour);
    pen.within(&body, |pen| {
        for step in 0..9 {
            let y = f64::from(step) * 6.5 - 27.0;
            let bend = pen.between(2.0, 6.0);
            let line = curve(&[(-26.0, y), (-12.0, y + bend), (0.0, y - bend * 0.6), (13.0, y + bend), (27.0, y - 1.0)]);
            pen.line(&line, colour.dark(50), 1.8, 0.55);
            pen.placed((0.0, -2.4), 0.0, 1.0, |pen| pen.line(&line, colour.light(45), 1.3, 0.5));
        }
    });
    pen.line("M-30 2Q0 -6 30 1", colour.dark(45), 4.0, 0.8);
    pen.line("M-30 -1Q0 -9 30 -2", colour.light(40), 2.0, 0.8);
}

fn mushroom(pen: &mut Pen, colour: Colour) {
    let under = ellipse((0.0, 7.0), 31.0, 16.0);
    pen.placed((3.0, 5.0), 0.0, 1.0, |pen| pen.wash(&under, INK, 0.4));
    pen.solid(&under, Colour(0x00D9_BE8C));
    let cap = pen.lump((0.0, -3.0), 33.0, 20.0, 0.06);
    pen.solid(&cap, colour);
    for (x, y) in [(-14.0, -9.0), (2.0, -13.0), (15.0, -7.0), (-4.0, -1.0), (9.0, 4.0), (-18.0, 2.0)] {
        let turn = pen.jitter(30.0);
        pen.placed((x, y), turn, 1.0, |pen| pen.line("M-6 0L0 -3L6 1M0 -3L1 4", Colour(0x00E0_C698), 2.2, 0.7));
    }
}

fn chip(pen: &mut Pen, colour: Colour) {
    let body = pen.lump((0.0, 0.0), 33.0, 22.0, 0.08);
    pen.placed((3.0, 5.0), 0.0, 1.0, |pen| pen.wash(&body, INK, 0.34));
    pen.solid(&body, colour);
    pen.line(&body, colour.dark(36), 3.0, 0.8);
    let heart = pen.lump((-1.0, -1.0), 22.0, 13.0, 0.1);
    pen.wash(&heart, colour.light(50), 0.5);
    pen.line("M-14 -2Q0 -8 14 -3M-8 5Q2 1 13 5", colour.dark(26), 1.6, 0.5);
}

fn fish(pen: &mut Pen, colour: Colour) {
    let body = "M-44 0C-34 -13 -8 -14 14 -7L34 -2L50 -12L46 1L50 13L34 5C10 12 -30 14 -44 0Z";
    pen.placed((2.0, 5.0), 0.0, 1.0, |pen| pen.wash(body, INK, 0.4));
    pen.solid(body, colour);
    pen.wash("M-40 3C-20 12 10 10 34 4L20 1C0 5 -26 5 -40 3Z", colour.light(70), 0.6);
    pen.line("M-28 -7Q-22 0 -28 8", colour.dark(55), 2.0, 0.8);
    pen.line("M-18 -4Q6 -9 28 -3M-16 1Q6 -3 26 0", colour.dark(40), 1.5, 0.6);
    pen.flat(&ellipse((-35.0, -2.0), 3.4, 3.4), Colour(0x00F4_E7C8));
    pen.flat(&ellipse((-35.0, -2.0), 1.8, 1.8), INK);
}

fn persimmon(pen: &mut Pen, colour: Colour) {
    let body = pen.lump((0.0, 0.0), 46.0, 31.0, 0.04);
    pen.placed((4.0, 8.0), 0.0, 1.0, |pen| pen.wash(&body, INK, 0.4));
    pen.solid(&body, colour);
    haze(pen, (-8.0, -8.0), 32.0, 20.0, Colour(0x00FF_FAF0), 0.75);
    haze(pen, (18.0, 9.0), 20.0, 12.0, Colour(0x00FF_FAF0), 0.45);
    for turn in [20.0, 100.0, 190.0, 280.0] {
        pen.placed((0.0, -6.0), turn, 1.0, |pen| pen.solid("M0 0C6 -9 16 -8 21 -2C16 6 6 7 0 0Z", Colour(0x0086_6B3A)));
    }
}

fn tea_leaf(pen: &mut Pen, colour: Colour) {
    let (long, bend) = (pen.between(12.0, 22.0), pen.jitter(9.0));
    let line = curve(&[(-long, bend), (0.0, -bend * 0.5), (long, bend * 0.6)]);
    pen.line(&line, colour.dark(40), 6.5, 1.0);
    pen.line(&line, colour, 4.2, 1.0);
    pen.placed((-0.8, -1.0), 0.0, 1.0, |pen| pen.line(&line, colour.light(45), 1.3, 0.8));
}

fn kiwi(pen: &mut Pen, colour: Colour) {
    let cut = pen.chance(0.32);
    let body = pen.lump((0.0, 0.0), 47.0, 37.0, 0.02);
    pen.placed((4.0, 8.0), 0.0, 1.0, |pen| pen.wash(&body, INK, 0.42));
    pen.solid(&body, KIWI_SKIN);
    if cut {
        pen.solid(&ellipse((0.0, -1.0), 42.0, 33.0), colour);
        for step in 0..26 {
            let turn = f64::from(step) * 13.8;
            pen.squeezed((0.0, -1.0), 1.0, 0.79, |pen| {
                pen.placed((0.0, 0.0), turn, 1.0, |pen| {
                    pen.line("M12 0H37", colour.light(45), 1.8, 0.7);
                    pen.flat(&ellipse((19.0, 2.0), 3.0, 1.6), INK);
                });
            });
        }
        pen.solid(&ellipse((0.0, -1.0), 12.0, 9.0), Colour(0x00F1_EFC4));
        return;
    }
    for _ in 0..34 {
        let (x, y) = (pen.jitter(36.0), pen.jitter(27.0));
        pen.line(&arc((x, y), (x + 5.0, y + 3.0), 0.0), Colour(0x005E_4422), 1.3, 0.4);
    }
    haze(pen, (-14.0, -12.0), 24.0, 16.0, Colour(0x00FF_EFC8), 0.45);
}

fn chestnut(pen: &mut Pen, colour: Colour) {
    let body = "M0 -26C16 -20 30 -4 27 12C22 25 -22 25 -27 12C-30 -4 -16 -20 0 -26Z";
    pen.placed((3.0, 5.0), 0.0, 1.0, |pen| pen.wash(body, INK, 0.4));
    pen.solid(body, colour);
    pen.wash("M-26 13C-14 6 14 6 26 13C20 24 -20 24 -26 13Z", Colour(0x00D8_B98A), 0.85);
    pen.line("M-11 -13C-17 -6 -18 0 -17 4", Colour(0x00FF_EBD0), 4.0, 0.6);
}

fn egg(pen: &mut Pen, colour: Colour) {
    let body =
        blob(&[(0.0, -37.0), (19.0, -24.0), (29.0, 4.0), (19.0, 25.0), (0.0, 31.0), (-19.0, 25.0), (-29.0, 4.0), (-19.0, -24.0)]);
    pen.placed((4.0, 7.0), 0.0, 1.0, |pen| pen.wash(&body, INK, 0.36));
    pen.solid(&body, colour);
    haze(pen, (-9.0, -11.0), 15.0, 15.0, Colour(0x00FF_FFFF), 0.55);
}

fn rice_cake(pen: &mut Pen, colour: Colour) {
    let side = rectangle((-56.0, -16.0), 112.0, 46.0, 26.0);
    pen.placed((4.0, 8.0), 0.0, 1.0, |pen| pen.wash(&side, INK, 0.36));
    pen.solid(&side, colour.dark(16));
    pen.solid(&ellipse((0.0, -6.0), 56.0, 23.0), colour);
    pen.flat("M-8 -12L9 -12L8 0L-9 0Z", Colour(0x00B8_3A2C));
}

fn orange(pen: &mut Pen, colour: Colour) {
    let body = pen.lump((0.0, 0.0), 49.0, 45.0, 0.02);
    pen.placed((5.0, 9.0), 0.0, 1.0, |pen| pen.wash(&body, INK, 0.4));
    pen.solid(&body, colour);
    haze(pen, (-15.0, -15.0), 24.0, 20.0, Colour(0x00FF_F4DF), 0.6);
    for _ in 0..22 {
        let (x, y) = (pen.jitter(34.0), pen.jitter(32.0));
        pen.wash(&ellipse((x, y), 1.4, 1.4), colour.dark(50), 0.35);
    }
    pen.flat("M-5 -27Q0 -33 5 -27Q1 -22 -5 -27Z", Colour(0x005B_7A35));
}
