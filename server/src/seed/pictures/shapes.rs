//! Parts that many scenes share: shadows, wood, weaving, steam, string, leaves, a plate, a bowl, the seal.

use super::curves::{arc, blob, curve, ellipse, on_ellipse, rectangle, ring, segment, turned};
use super::pen::{Colour, Pen, Point};

pub const INK: Colour = Colour(0x002A_1A14);
pub const SEAL: Colour = Colour(0x00B3_261E);
pub const BAMBOO: Colour = Colour(0x00D9_B878);
pub const STRAW: Colour = Colour(0x00C9_A35E);
pub const WOOD: Colour = Colour(0x00A9_7748);
pub const PORCELAIN: Colour = Colour(0x00F3_EFE6);
pub const LEAF: Colour = Colour(0x0055_7A3C);

/// A soft round patch: a shadow, a mist or a glow, by its colour.
pub fn haze(pen: &mut Pen, centre: Point, across: f64, down: f64, colour: Colour, opacity: f64) {
    let stops = [(0.0, colour, opacity), (0.55, colour, opacity * 0.5), (1.0, colour, 0.0)];
    let paint = pen.around((0.5, 0.5), 0.5, &stops);
    pen.paint(&ellipse(centre, across, down), &paint);
}

/// The shadow under something that stands: dark where it touches, softer to the lower right.
pub fn grounded(pen: &mut Pen, centre: Point, across: f64, down: f64) {
    let (x, y) = centre;
    haze(pen, (x + across * 0.22, y + down * 0.35), across * 1.35, down * 1.6, INK, 0.38);
    haze(pen, (x + across * 0.04, y), across * 1.06, down * 1.0, INK, 0.55);
}

/// Lines of wood grain along a board.
pub fn grain(pen: &mut Pen, at: Point, size: Point, colour: Colour, lines: u32) {
    for _ in 0..lines {
        let (x, y) = (at.0 + pen.between(-0.2, 0.7) * size.0, at.1 + pen.between(0.02, 0.98) * size.1);
        let (long, bend, wide) = (pen.between(0.2, 0.7) * size.0, pen.jitter(3.5), pen.between(1.2, 3.2));
        let tone = if pen.chance(0.35) { colour.light(40) } else { colour.dark(35) };
        pen.line(&curve(&[(x, y), (x + long * 0.5, y + bend), (x + long, y - bend * 0.4)]), tone, wide, 0.22);
    }
}

/// A round pole across the picture, as hung things hang from.
pub fn pole(pen: &mut Pen, y: f64, thick: f64, colour: Colour) {
    let stops = [(0.0, colour.dark(10), 1.0), (0.28, colour.light(34), 1.0), (0.6, colour, 1.0), (1.0, colour.dark(55), 1.0)];
    let paint = pen.across((0.0, 0.0), (0.0, 1.0), &stops);
    let bar = rectangle((-10.0, y - thick / 2.0), 820.0, thick, 0.0);
    pen.shadow(&bar, (10.0, 22.0), 7.0, 0.30);
    pen.paint(&bar, &paint);
    for joint in 0..4 {
        let x = f64::from(joint) * 231.0 + 70.0;
        pen.line(&arc((x, y - thick / 2.0), (x, y + thick / 2.0), 0.0), colour.dark(50), 2.5, 0.5);
        pen.line(&segment((x + 4.0, y - thick / 2.0), (x + 4.0, y + thick / 2.0)), colour.light(50), 2.0, 0.5);
    }
}

/// Twisted straw string.
pub fn string(pen: &mut Pen, from: Point, to: Point, sag: f64, thick: f64) {
    let line = arc(from, to, sag);
    pen.line(&line, STRAW.dark(50), thick, 1.0);
    pen.line(&line, STRAW.light(10), thick * 0.5, 1.0);
}

/// Strips woven over and under inside an outline, sagging like a round body's.
pub fn woven(pen: &mut Pen, outline: &str, at: Point, size: Point, weave: &Weave) {
    let (cell_w, cell_h) = (size.0 / f64::from(weave.columns), size.1 / f64::from(weave.rows));
    pen.solid(outline, weave.colour.dark(42));
    pen.within(outline, |pen| {
        for row in 0..=weave.rows + 3 {
            for column in 0..weave.columns {
                let over = (row + column) % 2 == 0;
                let middle = f64::from(column) / f64::from(weave.columns) - 0.5;
                let x = at.0 + f64::from(column) * cell_w;
                let y = at.1 + f64::from(row) * cell_h - weave.sag * 4.0 * middle * middle;
                let tone = if over { weave.colour.light(16) } else { weave.colour.dark(20) };
                let bulge = if over { 1.06 } else { 0.9 };
                let strip = rectangle((x - cell_w * 0.04, y), cell_w * bulge, cell_h * 0.84, cell_h * 0.36);
                pen.solid(&strip, tone);
            }
        }
    });
    let stops = [(0.0, INK, 0.10), (0.28, Colour(0x00FF_F4DF), 0.16), (0.6, INK, 0.06), (1.0, INK, 0.55)];
    let round = pen.across((0.0, 0.2), (1.0, 0.45), &stops);
    pen.paint(outline, &round);
}

/// How `woven` weaves.
pub struct Weave {
    pub colour: Colour,
    pub rows: u32,
    pub columns: u32,
    pub sag: f64,
}

/// A round flat tray of split bamboo, seen from the front at an angle. Returns nothing: goods are drawn over it.
pub fn tray(pen: &mut Pen, centre: Point, across: f64, down: f64, colour: Colour) {
    let (x, y) = centre;
    grounded(pen, (x, y + down * 0.32), across * 1.0, down * 0.9);
    let side = blob(&[
        (x - across, y),
        (x - across * 0.6, y + down * 0.95),
        (x, y + down * 1.2),
        (x + across * 0.6, y + down * 0.95),
        (x + across, y),
        (x, y - down * 0.5),
    ]);
    pen.solid(&side, colour.dark(38));
    let bed = ellipse(centre, across * 0.93, down * 0.91);
    pen.solid(&bed, colour.dark(26));
    pen.within(&bed, |pen| {
        let mut step = -2.0 * across;
        while step < 2.0 * across {
            let lean = down * 1.9;
            for (left, right, tone) in [(-lean, lean, colour.light(14)), (lean, -lean, colour.dark(9))] {
                let line = segment((x + step + left, y - down), (x + step + right, y + down));
                pen.line(&line, tone, 8.0, 0.72);
            }
            step += 19.0;
        }
    });
    let inner = pen.around((0.42, 0.4), 0.62, &[(0.0, INK, 0.0), (0.7, INK, 0.05), (1.0, INK, 0.42)]);
    pen.paint(&bed, &inner);
    let rim = ring(centre, (across, down), (across * 0.92, down * 0.90));
    pen.solid(&rim, colour);
    pen.line(&ellipse(centre, across * 0.99, down * 0.985), colour.light(45), 2.2, 0.8);
    for tie in 0..14 {
        let degrees = f64::from(tie) * 25.7 + 8.0;
        let (out, inn) = (
            on_ellipse(centre, across * 1.005, down * 1.01, degrees),
            on_ellipse(centre, across * 0.915, down * 0.89, degrees + 1.5),
        );
        pen.line(&segment(out, inn), colour.dark(52), 4.0, 0.8);
    }
}

/// A wide bowl standing on a table; returns nothing, its opening is the ellipse at `lip`.
pub fn bowl(pen: &mut Pen, lip: Point, across: f64, deep: f64, colour: Colour) {
    let (x, y) = lip;
    grounded(pen, (x, y + deep), across * 0.62, deep * 0.16);
    let body = turned(
        x,
        &[
            (across, y),
            (across * 0.93, y + deep * 0.4),
            (across * 0.66, y + deep * 0.82),
            (across * 0.42, y + deep * 0.92),
            (across * 0.42, y + deep),
        ],
        0.22,
    );
    pen.solid(&body, colour);
    pen.within(&body, |pen| {
        haze(pen, (x + across * 0.72, y + deep * 0.62), across * 0.7, deep * 0.8, INK, 0.34);
        haze(pen, (x - across * 0.45, y + deep * 0.42), across * 0.24, deep * 0.42, Colour(0x00FF_FFFF), 0.5);
    });
    pen.solid(&ellipse(lip, across, across * 0.34), colour.light(20));
    let hollow = ellipse((x, y + 2.0), across * 0.95, across * 0.305);
    let paint = pen.across((0.0, 0.0), (0.9, 1.0), &[(0.0, colour.dark(45), 1.0), (1.0, colour.light(8), 1.0)]);
    pen.paint(&hollow, &paint);
}

/// A shallow round plate lying on a table, seen at an angle.
pub fn plate(pen: &mut Pen, centre: Point, across: f64, down: f64, colour: Colour) {
    let (x, y) = centre;
    grounded(pen, (x, y + down * 0.2), across * 1.0, down * 0.98);
    pen.solid(&ellipse((x, y + down * 0.10), across * 0.98, down), colour.dark(30));
    pen.solid(&ellipse(centre, across, down), colour);
    pen.line(&ellipse(centre, across * 0.985, down * 0.98), colour.light(70), 2.0, 0.9);
    let well = ellipse((x, y + down * 0.02), across * 0.76, down * 0.74);
    let paint = pen.across(
        (0.1, 0.0),
        (0.8, 1.0),
        &[(0.0, colour.dark(20), 1.0), (0.5, colour.dark(3), 1.0), (1.0, colour.light(25), 1.0)],
    );
    pen.paint(&well, &paint);
}

/// Two or three threads of steam.
pub fn steam(pen: &mut Pen, at: Point, high: f64) {
    let (x, y) = at;
    pen.blurred(6.0, |pen| {
        for thread in 0..3 {
            let (shift, tall) = (f64::from(thread) * 20.0 - 20.0, high * pen.between(0.75, 1.0));
            let bend = pen.between(12.0, 24.0);
            let line = curve(&[
                (x + shift, y),
                (x + shift + bend, y - tall * 0.3),
                (x + shift - bend * 0.6, y - tall * 0.65),
                (x + shift + bend * 0.7, y - tall),
            ]);
            pen.line(&line, Colour(0x00FF_FAF0), 9.0, 0.55);
        }
    });
}

/// A pointed leaf from its stalk to the right.
pub fn leaf(pen: &mut Pen, at: Point, degrees: f64, long: f64, colour: Colour) {
    pen.placed(at, degrees, long / 100.0, |pen| {
        let shape = "M0 0C18 -26 62 -30 100 0C66 20 22 22 0 0Z";
        pen.solid(shape, colour);
        pen.wash("M0 0C24 4 66 8 100 0C66 20 22 22 0 0Z", colour.dark(60), 0.30);
        pen.line("M0 0Q50 -3 94 0", colour.light(45), 2.4, 0.7);
    });
}

/// A small red paper square with a white mark, as on a label. No writing: pictures are for every language.
pub fn seal(pen: &mut Pen, at: Point, size: f64) {
    pen.placed(at, -2.0, size / 40.0, |pen| {
        pen.flat("M-20 -18L-17 -20L19 -19L20 18L17 20L-19 19Z", SEAL);
        pen.line("M0 -12V10M-11 -4V10M11 -4V10M-11 10H11", Colour(0x00FF_F7EA), 4.0, 0.95);
    });
}
