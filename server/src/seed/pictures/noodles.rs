//! Noodles and smoked tofu.

use super::curves::{arc, blob, curve, polygon, rectangle, segment};
use super::pen::{Colour, Pen, Point};
use super::shapes::{INK, WOOD, grounded, haze};

/// Three sheaves of thin noodles, each with a band of red paper, seen from above.
pub fn noodles(pen: &mut Pen, colour: Colour) {
    for (x, y, turn) in [(372.0, 158.0, -10.0), (410.0, 306.0, -6.0), (392.0, 452.0, -12.0)] {
        pen.placed((x, y), turn, 1.0, |pen| sheaf(pen, colour));
    }
}

fn sheaf(pen: &mut Pen, colour: Colour) {
    let outline = blob(&[
        (-250.0, -44.0),
        (-120.0, -50.0),
        (0.0, -44.0),
        (120.0, -50.0),
        (246.0, -46.0),
        (254.0, 4.0),
        (240.0, 52.0),
        (120.0, 56.0),
        (0.0, 48.0),
        (-120.0, 56.0),
        (-246.0, 50.0),
        (-256.0, 0.0),
    ]);
    pen.shadow(&outline, (12.0, 16.0), 9.0, 0.5);
    pen.solid(&outline, colour.dark(26));
    for strand in 0..19 {
        let spread = (f64::from(strand) - 9.0) / 9.0;
        let (left, right) = (-262.0 + pen.jitter(16.0), 258.0 + pen.jitter(16.0));
        let bow = pen.jitter(4.0);
        let line = curve(&[
            (left, spread * 50.0),
            (-110.0, spread * 49.0 + bow),
            (0.0, spread * 42.0),
            (110.0, spread * 49.0 - bow),
            (right, spread * 50.0),
        ]);
        let tone = colour.light(if strand % 3 == 0 { 50 } else { 24 }).mix(colour.dark(34), if spread > 0.4 { 50 } else { 0 });
        pen.placed((0.0, 1.6), 0.0, 1.0, |pen| pen.line(&line, colour.dark(46), 4.0, 0.4));
        pen.line(&line, tone, 4.8, 1.0);
    }
    let band = "M-46 -50Q0 -42 46 -50Q52 0 46 56Q0 48 -46 56Q-52 0 -46 -50Z";
    pen.shadow(band, (3.0, 4.0), 3.0, 0.4);
    pen.solid(band, Colour(0x00B3_3A2A));
    pen.line("M-40 -44Q-45 0 -40 48M40 -44Q45 0 40 48", Colour(0x00E8_C274), 2.4, 0.8);
    pen.line("M0 -22V18M-16 -6V18M16 -6V18M-16 18H16", Colour(0x00FF_F3DC), 4.4, 0.9);
}

/// Noodles drying over two poles.
pub fn noodle_curtain(pen: &mut Pen, colour: Colour) {
    for (row, y) in [(0.0, 70.0), (1.0, 126.0)] {
        let tone = if row > 0.5 { colour } else { colour.dark(15) };
        let left = 66.0 + row * 44.0;
        let sheet = rectangle((left, y), 600.0, 380.0, 4.0);
        pen.shadow(&sheet, (22.0, 20.0), 10.0, 0.26);
        pen.within(&format!("M0 {y:.0}H800V600H0Z"), |pen| {
            pen.solid(&rectangle((left, y), 600.0, 330.0, 0.0), tone.dark(22));
            for strand in 0..40 {
                let x = left + 6.0 + f64::from(strand) * 15.0;
                let (long, sway) = (360.0 + pen.jitter(16.0), pen.jitter(5.0));
                let line = curve(&[(x, y), (x + sway, y + long * 0.5), (x - sway * 0.5, y + long)]);
                pen.line(&line, tone.dark(22), 13.0, 1.0);
                pen.placed((-1.4, 0.0), 0.0, 1.0, |pen| pen.line(&line, tone.light(20), 8.0, 1.0));
            }
        });
        super::shapes::pole(pen, y, 22.0, Colour(0x00C2_9A58));
        for strand in 0..40 {
            let x = left + 6.0 + f64::from(strand) * 15.0;
            pen.line(&segment((x, y - 11.0), (x, y + 14.0)), tone.light(20), 8.0, 1.0);
        }
    }
    haze(pen, (660.0, 360.0), 260.0, 330.0, INK, 0.20);
}

/// Blocks with a smoked skin on a board, one of them cut.
pub fn tofu(pen: &mut Pen, skin: Colour) {
    let board = polygon(&[(120.0, 470.0), (210.0, 340.0), (640.0, 340.0), (690.0, 470.0)]);
    grounded(pen, (406.0, 482.0), 292.0, 26.0);
    pen.solid(&rectangle((120.0, 466.0), 570.0, 26.0, 6.0), WOOD.dark(16));
    pen.solid(&board, WOOD.light(22));
    pen.within(&board, |pen| super::shapes::grain(pen, (120.0, 340.0), (570.0, 130.0), WOOD, 14));
    for (x, y) in [(292.0, 356.0), (430.0, 352.0), (560.0, 360.0), (356.0, 292.0), (496.0, 292.0), (250.0, 420.0)] {
        block(pen, (x, y), skin, skin);
    }
    block(pen, (402.0, 426.0), skin, Colour(0x00EF_DDB4));
    for index in 0..3 {
        let x = 512.0 + f64::from(index) * 40.0;
        let slice = rectangle((x, 400.0 + f64::from(index) * 4.0), 22.0, 62.0, 4.0);
        pen.shadow(&slice, (8.0, 4.0), 4.0, 0.4);
        pen.solid(&slice, skin);
        pen.solid(&rectangle((x + 4.0, 404.0 + f64::from(index) * 4.0), 15.0, 54.0, 3.0), Colour(0x00F2_E2BC));
    }
}

/// A block seen from above its front: top, front and right side.
fn block(pen: &mut Pen, at: Point, skin: Colour, front: Colour) {
    let (x, y) = at;
    let tilt = pen.jitter(4.0);
    let whole = polygon(&[
        (x - 58.0, y - 20.0),
        (x - 34.0, y - 48.0),
        (x + 76.0, y - 48.0 + tilt),
        (x + 76.0, y),
        (x + 54.0, y + 34.0),
        (x - 58.0, y + 34.0),
    ]);
    pen.shadow(&whole, (10.0, 8.0), 6.0, 0.5);
    pen.solid(
        &polygon(&[(x - 58.0, y - 20.0), (x - 34.0, y - 48.0), (x + 76.0, y - 48.0 + tilt), (x + 54.0, y - 20.0)]),
        skin.light(26),
    );
    pen.solid(&polygon(&[(x + 54.0, y - 20.0), (x + 76.0, y - 48.0 + tilt), (x + 76.0, y), (x + 54.0, y + 34.0)]), skin.dark(32));
    let face = rectangle((x - 58.0, y - 20.0), 112.0, 54.0, 4.0);
    pen.solid(&face, skin);
    if front != skin {
        pen.solid(&rectangle((x - 52.0, y - 14.0), 100.0, 42.0, 4.0), front);
    }
    for _ in 0..6 {
        let (from, up) = (x + pen.between(-50.0, 30.0), y + pen.between(-12.0, 28.0));
        pen.line(&arc((from, up), (from + 16.0, up), 1.0), skin.dark(40), 2.0, 0.22);
    }
    pen.line(&segment((x - 56.0, y - 20.0), (x + 54.0, y - 20.0)), skin.light(55), 2.4, 0.7);
}
