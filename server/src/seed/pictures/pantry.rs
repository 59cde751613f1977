//! What stands in a pantry: jars and bottles.

use super::curves::{arc, blob, curve, ellipse, rectangle, segment, turned};
use super::pen::{Colour, Pen, Point};
use super::shapes::{INK, grounded, haze, leaf, seal, string};

/// A glass jar under a tied cloth; what is inside is a colour with flecks of another.
pub fn jar(pen: &mut Pen, inside: Colour, flecks: Colour, cloth: Colour) {
    grounded(pen, (400.0, 516.0), 150.0, 26.0);
    let glass =
        turned(400.0, &[(104.0, 214.0), (112.0, 236.0), (142.0, 268.0), (148.0, 330.0), (146.0, 470.0), (126.0, 512.0)], 0.16);
    let filling = turned(400.0, &[(118.0, 258.0), (138.0, 282.0), (140.0, 340.0), (138.0, 466.0), (120.0, 502.0)], 0.15);
    pen.wash(&glass, Colour(0x00D6_DDD0), 0.85);
    pen.solid(&filling, inside);
    pen.within(&filling, |pen| {
        for _ in 0..130 {
            let (x, y) = (pen.between(256.0, 544.0), pen.between(250.0, 520.0));
            let (across, down) = (pen.between(3.0, 10.0), pen.between(2.0, 6.0));
            let fleck = pen.lump((x, y), across, down, 0.3);
            let tone = if pen.chance(0.5) { flecks } else { inside.dark(34) };
            pen.wash(&fleck, tone, 0.7);
        }
        haze(pen, (540.0, 400.0), 120.0, 200.0, INK, 0.5);
    });
    pen.paint_ellipse_top((400.0, 260.0), 117.0, 17.0, inside.light(20));
    pen.line(&glass, Colour(0x00F6_F4E8), 3.0, 0.75);
    let shine = curve(&[(282.0, 300.0), (274.0, 360.0), (280.0, 460.0)]);
    pen.blurred(2.0, |pen| {
        pen.line(&shine, Colour(0x00FF_FFFF), 13.0, 0.55);
        pen.line(&arc((530.0, 320.0), (530.0, 470.0), 0.0), Colour(0x00FF_FFFF), 5.0, 0.35);
    });
    label(pen, (400.0, 404.0));
    cap(pen, cloth);
}

/// A paper label with the seal and two ruled lines: no words, and yet a label.
fn label(pen: &mut Pen, at: Point) {
    let (x, y) = at;
    let paper = format!(
        "M{:.0} {:.0}Q{x:.0} {:.0} {:.0} {:.0}V{:.0}Q{x:.0} {:.0} {:.0} {:.0}Z",
        x - 74.0,
        y - 56.0,
        y - 44.0,
        x + 74.0,
        y - 56.0,
        y + 50.0,
        y + 62.0,
        x - 74.0,
        y + 50.0
    );
    pen.shadow(&paper, (3.0, 4.0), 3.0, 0.3);
    pen.solid(&paper, Colour(0x00F4_EBD6));
    seal(pen, (x, y - 10.0), 44.0);
    pen.line(&arc((x - 46.0, y + 30.0), (x + 46.0, y + 30.0), 4.0), INK, 2.2, 0.45);
    pen.line(&arc((x - 30.0, y + 42.0), (x + 30.0, y + 42.0), 3.0), INK, 2.2, 0.30);
}

/// The cloth over a jar's mouth, tied with string.
fn cap(pen: &mut Pen, cloth: Colour) {
    let skirt = blob(&[
        (288.0, 196.0),
        (274.0, 246.0),
        (296.0, 262.0),
        (322.0, 250.0),
        (350.0, 270.0),
        (384.0, 256.0),
        (420.0, 272.0),
        (452.0, 254.0),
        (486.0, 266.0),
        (512.0, 248.0),
        (528.0, 240.0),
        (512.0, 196.0),
        (400.0, 180.0),
    ]);
    pen.shadow(&skirt, (5.0, 9.0), 5.0, 0.4);
    pen.solid(&skirt, cloth.dark(8));
    pen.within(&skirt, |pen| {
        for step in 0..12 {
            let x = 286.0 + f64::from(step) * 20.0;
            pen.line(&segment((400.0 + (x - 400.0) * 0.86, 204.0), (x, 268.0)), cloth.dark(50), 5.0, 0.35);
            pen.line(&segment((400.0 + (x - 408.0) * 0.86, 204.0), (x - 8.0, 268.0)), cloth.light(45), 4.0, 0.4);
        }
    });
    let top = blob(&[
        (290.0, 200.0),
        (300.0, 168.0),
        (346.0, 150.0),
        (400.0, 146.0),
        (456.0, 150.0),
        (500.0, 168.0),
        (510.0, 200.0),
        (400.0, 216.0),
    ]);
    pen.solid(&top, cloth);
    haze(pen, (350.0, 168.0), 70.0, 20.0, Colour(0x00FF_F4DF), 0.4);
    string(pen, (290.0, 200.0), (510.0, 200.0), 9.0, 9.0);
    string(pen, (430.0, 218.0), (470.0, 290.0), 6.0, 5.0);
    string(pen, (430.0, 218.0), (436.0, 300.0), 6.0, 5.0);
    pen.solid(&ellipse((430.0, 216.0), 10.0, 8.0), Colour(0x00C9_A35E));
}

impl Pen {
    /// The lit surface of what fills a vessel.
    fn paint_ellipse_top(&mut self, centre: Point, across: f64, down: f64, colour: Colour) {
        self.solid(&ellipse(centre, across, down), colour);
        self.line(&ellipse(centre, across, down), colour.light(60), 2.0, 0.5);
    }
}

/// A tall bottle of pressed oil, with the blossom and the fruit that it comes from.
pub fn oil(pen: &mut Pen, colour: Colour) {
    for (x, tall) in [(330.0, 1.0), (476.0, 0.84)] {
        bottle(pen, x, tall, colour);
    }
    for (x, y) in [(560.0, 508.0), (602.0, 524.0), (584.0, 480.0)] {
        grounded(pen, (x, y + 16.0), 24.0, 8.0);
        let fruit = pen.lump((x, y), 24.0, 22.0, 0.05);
        pen.solid(&fruit, Colour(0x006E_4A2C));
        haze(pen, (x - 8.0, y - 8.0), 10.0, 8.0, Colour(0x00FF_EBD0), 0.6);
    }
    leaf(pen, (214.0, 524.0), 196.0, 92.0, Colour(0x003F_6A3C));
    leaf(pen, (214.0, 520.0), 236.0, 80.0, Colour(0x003F_6A3C));
    blossom(pen, (218.0, 506.0), 1.0);
}

/// A white camellia.
pub fn blossom(pen: &mut Pen, at: Point, size: f64) {
    pen.placed(at, 12.0, size, |pen| {
        for petal in 0..6 {
            pen.placed((0.0, 0.0), f64::from(petal) * 60.0, 1.0, |pen| {
                pen.solid("M0 0C8 -26 34 -34 48 -18C58 0 46 22 26 20C12 18 4 10 0 0Z", Colour(0x00FB_F4E8));
                pen.line("M8 -2Q26 -6 42 -8", Colour(0x00D9_C7AE), 1.6, 0.7);
            });
        }
        for dot in 0..22 {
            let (x, y) = super::curves::on_ellipse(
                (0.0, 0.0),
                4.0 + f64::from(dot % 4) * 3.6,
                4.0 + f64::from(dot % 4) * 3.6,
                f64::from(dot) * 47.0,
            );
            pen.flat(&ellipse((x, y), 2.6, 2.6), Colour(0x00E2_A93A));
        }
    });
}

fn bottle(pen: &mut Pen, x: f64, tall: f64, colour: Colour) {
    let foot = 516.0;
    let y = |up: f64| foot - up * tall;
    grounded(pen, (x, foot), 62.0, 15.0);
    let glass = turned(
        x,
        &[
            (21.0, y(388.0)),
            (21.0, y(320.0)),
            (26.0, y(290.0)),
            (58.0, y(244.0)),
            (61.0, y(190.0)),
            (60.0, y(20.0)),
            (50.0, y(0.0)),
        ],
        0.16,
    );
    pen.wash(&glass, Colour(0x00D9_DFC8), 0.9);
    let level = turned(x, &[(24.0, y(296.0)), (52.0, y(246.0)), (56.0, y(190.0)), (55.0, y(22.0)), (46.0, y(6.0))], 0.15);
    let stops = [(0.0, colour.light(36), 1.0), (0.35, colour, 1.0), (0.72, colour.light(22), 1.0), (1.0, colour.dark(30), 1.0)];
    let paint = pen.across((0.0, 0.1), (1.0, 0.4), &stops);
    pen.paint(&level, &paint);
    pen.line(&glass, Colour(0x00F8_F5E6), 2.6, 0.8);
    let shine = curve(&[(x - 42.0, y(228.0)), (x - 47.0, y(160.0)), (x - 44.0, y(40.0))]);
    pen.blurred(1.6, |pen| pen.line(&shine, Colour(0x00FF_FFFF), 8.0, 0.6));
    pen.solid(&rectangle((x - 17.0, y(414.0)), 34.0, 44.0, 5.0), Colour(0x00B8_8A58));
    pen.solid(&rectangle((x - 25.0, y(392.0)), 50.0, 14.0, 5.0), Colour(0x00DF_E3CC));
    let paper = rectangle((x - 40.0, y(178.0)), 80.0, 104.0 * tall, 3.0);
    pen.solid(&paper, Colour(0x00F4_EBD6));
    seal(pen, (x, y(138.0)), 34.0 * tall);
    pen.line(&segment((x - 24.0, y(100.0)), (x + 24.0, y(100.0))), INK, 2.0, 0.4);
    string(pen, (x - 24.0, y(318.0)), (x + 24.0, y(318.0)), 4.0, 6.0);
}
