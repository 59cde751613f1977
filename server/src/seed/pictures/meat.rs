//! Smoked pork and sausages.

use super::curves::{arc, blob, curve, ellipse};
use super::pen::{Colour, Pen, Point};
use super::shapes::{INK, PORCELAIN, STRAW, haze, leaf, plate, pole, string};

const RIND: Colour = Colour(0x0054_2A17);
const FAT: Colour = Colour(0x00CF_9450);
const LEAN: Colour = Colour(0x006B_2118);
const RAIL: Colour = Colour(0x008A_5F38);

pub fn hung_pork(pen: &mut Pen, slabs: u32) {
    let gap = if slabs > 3 { 136.0 } else { 168.0 };
    let start = 400.0 - gap * (f64::from(slabs) - 1.0) / 2.0;
    for index in 0..slabs {
        let x = start + f64::from(index) * gap + pen.jitter(8.0);
        let (wide, long) = (pen.between(0.36, 0.41) * gap, pen.between(330.0, 390.0));
        let top = pen.between(168.0, 190.0);
        slab(pen, (x, top), wide, long);
        string(pen, (x - 5.0, top + 28.0), (x - 12.0, 66.0), 0.0, 8.0);
        string(pen, (x + 3.0, top + 28.0), (x + 12.0, 66.0), 0.0, 8.0);
        pen.line(&ellipse((x - 1.0, top + 26.0), 9.0, 6.0), INK, 4.0, 0.6);
    }
    pole(pen, 72.0, 40.0, RAIL);
    for index in 0..slabs {
        let x = start + f64::from(index) * gap;
        for turn in 0..3 {
            let at = x - 12.0 + f64::from(turn) * 10.0;
            string(pen, (at, 50.0), (at + 3.0, 95.0), 0.0, 9.0);
        }
    }
}

/// One slab: rind to the left, then fat, lean, fat, lean, as pork belly is cut.
fn slab(pen: &mut Pen, top: Point, wide: f64, long: f64) {
    let (x, y) = top;
    let lean = pen.jitter(10.0);
    let points = [
        (x - wide * 0.74, y + 4.0),
        (x, y - 6.0),
        (x + wide * 0.76, y + 8.0),
        (x + wide * 0.96, y + long * 0.12),
        (x + wide * 0.9, y + long * 0.45),
        (x + wide * 0.98 + lean, y + long * 0.8),
        (x + wide * 0.82 + lean, y + long * 0.98),
        (x + lean * 0.6, y + long + 4.0),
        (x - wide * 0.84 + lean, y + long * 0.96),
        (x - wide * 0.98 + lean * 0.5, y + long * 0.7),
        (x - wide * 0.9, y + long * 0.3),
        (x - wide * 0.94, y + long * 0.1),
    ];
    let points = pen.by_hand(&points, 5.0);
    let outline = blob(&points);
    pen.shadow(&outline, (26.0, 20.0), 11.0, 0.50);
    pen.solid(&outline, LEAN);
    pen.within(&outline, |pen| {
        let bands =
            [(-1.10, 0.34, RIND), (-0.88, 0.44, FAT), (-0.24, 0.16, FAT.dark(12)), (0.26, 0.22, FAT), (0.72, 0.12, FAT.dark(22))];
        for (from, share, colour) in bands {
            band(pen, (x + wide * from, y - 10.0), wide * share, long + 30.0, colour);
        }
        for _ in 0..26 {
            let (at, from) = (x + pen.jitter(wide), y + pen.between(0.0, long));
            let (tall, bend) = (pen.between(18.0, 60.0), pen.jitter(5.0));
            let tone = if pen.chance(0.5) { LEAN.dark(45) } else { FAT.light(20) };
            pen.line(&arc((at, from), (at + bend, from + tall), bend), tone, 2.4, 0.28);
        }
        haze(pen, (x + wide * 0.9, y + long * 0.75), wide * 0.9, long * 0.6, INK, 0.5);
        haze(pen, (x + wide * 0.1, y + long), wide * 1.4, 60.0, INK, 0.5);
        let shine = curve(&[(x - wide * 0.5, y + 50.0), (x - wide * 0.66, y + long * 0.4), (x - wide * 0.52, y + long * 0.7)]);
        pen.blurred(2.5, |pen| pen.line(&shine, Colour(0x00FF_F2D0), 9.0, 0.62));
        let glint = curve(&[(x + wide * 0.32, y + 40.0), (x + wide * 0.42, y + long * 0.3), (x + wide * 0.34, y + long * 0.46)]);
        pen.blurred(2.0, |pen| pen.line(&glint, Colour(0x00FF_F2D0), 5.0, 0.5));
    });
    soot(pen, &outline);
}

/// Forty days over a fire: the edges are darker than the middle.
fn soot(pen: &mut Pen, outline: &str) {
    pen.within(outline, |pen| {
        pen.blurred(7.0, |pen| pen.line(outline, RIND.dark(60), 17.0, 0.72));
    });
    pen.line(outline, RIND.dark(60), 2.0, 0.5);
}

fn band(pen: &mut Pen, top: Point, wide: f64, long: f64, colour: Colour) {
    let (x, y) = top;
    let mut left = Vec::new();
    let mut right = Vec::new();
    for step in 0..7 {
        let down = y + long * f64::from(step) / 6.0;
        let sway = pen.jitter(7.0);
        left.push((x + sway, down));
        right.push((x + wide + sway + pen.jitter(5.0), down));
    }
    right.reverse();
    left.extend(right);
    pen.solid(&blob(&left), colour);
}

pub fn sliced_pork(pen: &mut Pen) {
    let centre = (400.0, 330.0);
    plate(pen, centre, 276.0, 196.0, PORCELAIN);
    pen.line(&ellipse(centre, 258.0, 182.0), Colour(0x0034_5A8C), 4.0, 0.7);
    for (x, y, turn, long) in
        [(246.0, 250.0, 214.0, 110.0), (232.0, 290.0, 178.0, 96.0), (556.0, 252.0, -34.0, 110.0), (570.0, 292.0, 0.0, 96.0)]
    {
        leaf(pen, (x, y), turn, long, Colour(0x005B_8A3A));
    }
    for (count, y) in [(8_u32, 262.0), (10, 318.0), (8, 374.0)] {
        for index in 0..count {
            let x = 400.0 + (f64::from(index) - (f64::from(count) - 1.0) / 2.0) * 36.0;
            let at = (x, y + pen.jitter(5.0));
            let turn = 12.0 + pen.jitter(5.0);
            pen.placed(at, turn, 1.0, slice);
        }
    }
    for (x, y, turn) in [(276.0, 430.0, 24.0), (392.0, 462.0, 4.0), (520.0, 436.0, -24.0)] {
        pen.placed((x, y), turn, 0.74, |pen| super::pieces::chili(pen, Colour(0x00B4_2318)));
    }
}

/// One slice standing on its edge: rind at the top, then fat, lean, fat, lean.
fn slice(pen: &mut Pen) {
    let points = pen.by_hand(
        &[(-26.0, -46.0), (0.0, -50.0), (27.0, -46.0), (31.0, 0.0), (28.0, 44.0), (0.0, 50.0), (-28.0, 46.0), (-30.0, 0.0)],
        2.5,
    );
    let whole = blob(&points);
    pen.placed((5.0, 5.0), 0.0, 1.0, |pen| pen.wash(&whole, INK, 0.36));
    pen.solid(&whole, FAT.light(30));
    pen.within(&whole, |pen| {
        let sway = pen.jitter(5.0);
        pen.flat("M-40 -60H40V-39Q0 -43 -40 -39Z", RIND.light(4));
        pen.solid(&format!("M-40 -12Q-10 {:.1} 40 -14V6Q4 {:.1} -40 8Z", -20.0 + sway, 2.0 + sway), Colour(0x0090_3022));
        pen.solid(&format!("M-40 22Q0 {:.1} 40 20V60H-40Z", 14.0 - sway), Colour(0x0080_281C));
        pen.line(&arc((-20.0, 34.0), (22.0, 32.0), 1.0), FAT.light(40), 2.4, 0.6);
        pen.line(&arc((-24.0, -28.0), (-22.0, 40.0), 0.0), Colour(0x00FF_F6DC), 3.0, 0.45);
    });
    pen.line(&whole, RIND, 1.4, 0.4);
}

pub fn hung_sausages(pen: &mut Pen, strings: u32) {
    let gap = 520.0 / f64::from(strings);
    let skin = Colour(0x008E_2B20);
    for index in 0..strings {
        let x = 400.0 + (f64::from(index) - (f64::from(strings) - 1.0) / 2.0) * gap + pen.jitter(6.0);
        let links = if index % 2 == 0 { 3 } else { 2 };
        let wide = 1.25;
        let mut y = 102.0;
        for _ in 0..links {
            let (long, lean) = (pen.between(126.0, 142.0), pen.jitter(8.0));
            string(pen, (x, y - 8.0), (x, y + 10.0), 0.0, 6.0);
            pen.placed((x, y + 4.0), lean, 1.0, |pen| {
                pen.squeezed((0.0, 0.0), wide, 1.0, |pen| sausage(pen, long, skin));
            });
            y += long + 8.0;
        }
        pen.line(&curve(&[(x, y - 6.0), (x + 6.0, y + 10.0), (x + 1.0, y + 22.0)]), STRAW.dark(20), 4.0, 1.0);
    }
    pole(pen, 78.0, 36.0, RAIL);
    for index in 0..strings {
        let x = 400.0 + (f64::from(index) - (f64::from(strings) - 1.0) / 2.0) * gap;
        string(pen, (x - 5.0, 58.0), (x - 3.0, 98.0), 0.0, 8.0);
        string(pen, (x + 5.0, 58.0), (x + 4.0, 98.0), 0.0, 8.0);
    }
}

/// One link, hanging from its knot.
fn sausage(pen: &mut Pen, long: f64, skin: Colour) {
    let bend = pen.jitter(9.0);
    let outline = blob(&[
        (0.0, 0.0),
        (23.0, 18.0),
        (29.0 + bend, long * 0.5),
        (22.0, long - 18.0),
        (0.0, long),
        (-22.0, long - 18.0),
        (-28.0 + bend, long * 0.5),
        (-23.0, 18.0),
    ]);
    pen.shadow(&outline, (20.0, 14.0), 8.0, 0.5);
    pen.solid(&outline, skin);
    pen.within(&outline, |pen| {
        for _ in 0..20 {
            let (x, y) = (pen.jitter(26.0), pen.between(8.0, long - 8.0));
            let (across, down) = (pen.between(2.5, 6.0), pen.between(2.0, 4.5));
            let fleck = pen.lump((x, y), across, down, 0.25);
            pen.wash(&fleck, FAT.light(25), 0.62);
        }
        for _ in 0..6 {
            let y = pen.between(10.0, long - 10.0);
            pen.line(&arc((-26.0, y), (26.0, y + pen_tilt(y)), 3.0), skin.dark(55), 2.0, 0.4);
        }
        haze(pen, (22.0 + bend, long * 0.6), 24.0, long * 0.6, INK, 0.55);
        let shine = curve(&[(-12.0, 22.0), (-15.0 + bend, long * 0.5), (-11.0, long * 0.75)]);
        pen.blurred(2.0, |pen| pen.line(&shine, Colour(0x00FF_E3C8), 6.0, 0.6));
    });
}

fn pen_tilt(y: f64) -> f64 {
    (y * 0.37).sin() * 6.0
}
