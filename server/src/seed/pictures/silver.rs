//! Silver as Miao smiths work it, lying on dark cloth.

use super::curves::{arc, blob, curve, ellipse, on_ellipse, polygon, ring};
use super::pen::{Colour, Pen, Point};
use super::shapes::{INK, haze};

const SILVER: Colour = Colour(0x00C9_C8C2);

/// A shape of sheet silver: bright at the upper left, dark below, with a line of reflected cloth.
fn plated(pen: &mut Pen, outline: &str) {
    let stops = [
        (0.0, Colour(0x00FF_FDF6), 1.0),
        (0.3, Colour(0x00DD_DBD3), 1.0),
        (0.52, Colour(0x009A_9A98), 1.0),
        (0.68, Colour(0x00E6_E4DC), 1.0),
        (1.0, Colour(0x0074_747A), 1.0),
    ];
    let paint = pen.across((0.1, 0.0), (0.9, 1.0), &stops);
    pen.placed((5.0, 8.0), 0.0, 1.0, |pen| pen.wash(outline, INK, 0.38));
    pen.paint(outline, &paint);
    pen.line(outline, Colour(0x0055_5458), 1.6, 0.7);
}

/// A wire of silver.
fn wire(pen: &mut Pen, d: &str, thick: f64) {
    pen.placed((4.0, 6.0), 0.0, 1.0, |pen| pen.line(d, INK, thick, 0.34));
    pen.line(d, Colour(0x0066_656A), thick, 1.0);
    pen.line(d, SILVER, thick * 0.72, 1.0);
    pen.placed((-thick * 0.12, -thick * 0.14), 0.0, 1.0, |pen| pen.line(d, Colour(0x00FF_FDF6), thick * 0.24, 0.95));
}

/// A little bell on a chain of three rings.
fn bell(pen: &mut Pen, at: Point, long: f64) {
    let (x, y) = at;
    let mut down = y;
    while down < y + long {
        wire(pen, &ellipse((x, down + 5.0), 3.4, 5.4), 2.4);
        down += 9.5;
    }
    plated(
        pen,
        &blob(&[
            (x - 4.0, down),
            (x + 4.0, down),
            (x + 11.0, down + 15.0),
            (x + 10.0, down + 24.0),
            (x, down + 28.0),
            (x - 10.0, down + 24.0),
            (x - 11.0, down + 15.0),
        ]),
    );
    pen.line(&arc((x - 7.0, down + 20.0), (x + 7.0, down + 20.0), 2.0), INK, 2.2, 0.7);
}

/// Beads of granulation along an ellipse's arc.
fn beads(pen: &mut Pen, centre: Point, across: f64, down: f64, from: f64, to: f64, count: u32) {
    for index in 0..count {
        let degrees = from + (to - from) * f64::from(index) / f64::from(count.max(2) - 1);
        let (x, y) = on_ellipse(centre, across, down, degrees);
        pen.flat(&ellipse((x + 1.0, y + 1.4), 4.0, 4.0), Colour(0x0058_575C));
        pen.flat(&ellipse((x, y), 3.6, 3.6), SILVER.light(20));
        pen.flat(&ellipse((x - 1.0, y - 1.2), 1.3, 1.3), Colour(0x00FF_FFFF));
    }
}

/// A chased flower with a round heart.
fn flower(pen: &mut Pen, at: Point, size: f64, petals: u32) {
    pen.placed(at, 0.0, size, |pen| {
        for petal in 0..petals {
            pen.placed((0.0, 0.0), f64::from(petal) * 360.0 / f64::from(petals), 1.0, |pen| {
                plated(pen, "M4 0C8 -16 26 -18 34 0C26 18 8 16 4 0Z");
                pen.line("M10 0H26M14 -5L24 -7M14 5L24 7", Colour(0x0058_575C), 1.6, 0.7);
            });
        }
        plated(pen, &ellipse((0.0, 0.0), 11.0, 11.0));
        beads(pen, (0.0, 0.0), 14.0, 14.0, 0.0, 330.0, 12);
    });
}

/// A pair of earrings: a hook, a crescent, bells.
pub fn earrings(pen: &mut Pen) {
    for x in [268.0, 532.0] {
        let tilt = if x < 400.0 { -3.0 } else { 4.0 };
        pen.placed((x, 130.0), tilt, 1.12, |pen| {
            wire(pen, "M0 74V20C0 -22 40 -26 42 8C42 24 34 34 30 44", 4.6);
            flower(pen, (0.0, 88.0), 0.8, 6);
            let crescent = "M-78 150C-70 220 70 220 78 150C84 250 40 276 0 276C-40 276 -84 250 -78 150Z";
            plated(pen, crescent);
            wire(pen, "M-76 152C-60 120 -30 112 0 112C30 112 60 120 76 152", 4.0);
            beads(pen, (0.0, 168.0), 66.0, 94.0, 18.0, 162.0, 17);
            for turn in [50.0, 90.0, 130.0] {
                let (px, py) = on_ellipse((0.0, 160.0), 50.0, 80.0, turn);
                pen.line(&format!("M{:.1} {:.1}a7 7 0 1 1 7 7a11 11 0 1 1 -11 -11", px, py), Colour(0x0058_575C), 2.2, 0.8);
            }
            for index in 0..5 {
                let turn = 150.0 - f64::from(index) * 30.0;
                let (px, py) = on_ellipse((0.0, 190.0), 66.0, 86.0, turn);
                bell(pen, (px, py - 2.0), if index == 2 { 34.0 } else { 22.0 });
            }
        });
    }
}

/// A collar of chased silver with a row of bells.
pub fn torque(pen: &mut Pen) {
    let collar =
        "M208 120C80 260 150 470 400 474C650 470 720 260 592 120L556 152C640 262 590 372 400 376C210 372 160 262 244 152Z";
    pen.shadow(collar, (10.0, 14.0), 9.0, 0.5);
    plated(pen, collar);
    pen.line("M222 146C120 270 190 442 400 446C610 442 680 270 578 146", Colour(0x005A_595E), 3.0, 0.6);
    pen.line("M236 160C170 272 220 398 400 402C580 398 630 272 564 160", Colour(0x005A_595E), 3.0, 0.6);
    for degrees in [16.0, 44.0, 72.0, 108.0, 136.0, 164.0] {
        let at = on_ellipse((400.0, 236.0), 226.0, 186.0, degrees);
        let (dx, dy) = (at.0, at.1);
        pen.placed((dx, dy), degrees - 90.0, 1.0, |pen| {
            pen.line(
                "M-26 0a9 9 0 1 1 9 9a14 14 0 1 1 -14 -14M26 0a9 9 0 1 0 -9 9a14 14 0 1 0 14 -14",
                Colour(0x0055_5458),
                2.4,
                0.75,
            );
        });
    }
    flower(pen, (400.0, 424.0), 1.15, 8);
    beads(pen, (400.0, 246.0), 262.0, 222.0, 12.0, 168.0, 46);
    for index in 0..9 {
        let at = on_ellipse((400.0, 250.0), 248.0, 222.0, 26.0 + f64::from(index) * 16.0);
        bell(pen, (at.0, at.1 - 2.0), 18.0);
    }
    for (x, turn) in [(208.0, -40.0), (592.0, 40.0)] {
        pen.placed((x + if turn < 0.0 { 16.0 } else { -16.0 }, 128.0), turn, 1.0, |pen| {
            wire(pen, "M0 0C-6 -34 26 -42 28 -18C28 -4 12 -2 10 -14", 9.0);
        });
    }
}

/// Two bangles, one twisted and one flat.
pub fn bangles(pen: &mut Pen) {
    let (one, two) = ((328.0, 268.0), (486.0, 352.0));
    haze(pen, (350.0, 300.0), 190.0, 160.0, INK, 0.35);
    let flat = ring(two, (158.0, 128.0), (120.0, 94.0));
    pen.shadow(&flat, (12.0, 14.0), 8.0, 0.5);
    plated(pen, &flat);
    beads(pen, two, 139.0, 111.0, 0.0, 353.0, 58);
    pen.line(&ellipse(two, 151.0, 121.0), Colour(0x0055_5458), 2.0, 0.6);
    pen.line(&ellipse(two, 127.0, 101.0), Colour(0x0055_5458), 2.0, 0.6);
    for step in 0..46 {
        let degrees = f64::from(step) * 360.0 / 46.0;
        let (out, inn) = (on_ellipse(one, 160.0, 132.0, degrees), on_ellipse(one, 130.0, 104.0, degrees + 13.0));
        wire(pen, &curve(&[out, ((out.0 + inn.0) / 2.0 + 2.0, (out.1 + inn.1) / 2.0 + 2.0), inn]), 15.0);
    }
    flower(pen, (486.0, 466.0), 0.8, 8);
}

/// A comb-backed hairpin: flowers and a bird on springs.
pub fn hairpin(pen: &mut Pen) {
    pen.placed((400.0, 300.0), -24.0, 1.0, |pen| {
        for y in [-9.0, 9.0] {
            wire(pen, &format!("M-60 {y}C60 {:.0} 200 {:.0} 296 {:.0}", y * 1.2, y * 1.1, y * 0.5), 8.0);
        }
        for (x, y) in [(-210.0, -70.0), (-214.0, 66.0), (-130.0, -96.0), (-130.0, 92.0)] {
            wire(pen, &curve(&[(-100.0, 0.0), (x * 0.7, y * 0.8), (x, y)]), 3.4);
        }
        let fan = polygon(&[(-64.0, 0.0), (-120.0, -76.0), (-196.0, -60.0), (-226.0, 0.0), (-196.0, 60.0), (-120.0, 76.0)]);
        plated(pen, &fan);
        for step in 0..7 {
            let (x, y) = on_ellipse((-76.0, 0.0), 130.0, 78.0, 118.0 + f64::from(step) * 20.6);
            pen.line(&format!("M-80 0L{x:.0} {y:.0}"), Colour(0x0058_575C), 2.0, 0.7);
        }
        flower(pen, (-146.0, 0.0), 1.5, 8);
        flower(pen, (-212.0, -74.0), 0.8, 6);
        flower(pen, (-216.0, 70.0), 0.8, 6);
        flower(pen, (-128.0, -102.0), 0.7, 6);
        flower(pen, (-128.0, 98.0), 0.7, 6);
        for (x, y) in [(-252.0, -24.0), (-256.0, 10.0), (-246.0, 42.0)] {
            bell(pen, (x, y), 26.0);
        }
    });
}
