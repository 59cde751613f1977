//! Lamps, chopsticks, stools and tools of bamboo.

use super::curves::{arc, curve, ellipse, polygon, rectangle, segment, turned};
use super::pen::{Colour, Pen, Point};
use super::shapes::{BAMBOO, INK, STRAW, grounded, haze};

/// A lamp of bent slats, lit. `round` from a cylinder (0) to a globe (1).
pub fn lamp(pen: &mut Pen, colour: Colour, round: f64) {
    let glow = Colour(0x00FF_C66A);
    haze(pen, (400.0, 320.0), 400.0, 330.0, glow, 0.55);
    pen.line(&segment((400.0, -10.0), (400.0, 140.0)), INK, 4.0, 0.9);
    let wide = |share: f64| {
        let bow = (1.0 - (share * 2.0 - 1.0).powi(2)).max(0.0).sqrt();
        118.0 * (1.0 - round) + round * (52.0 + 150.0 * bow)
    };
    let profile: Vec<Point> = (0..=8).map(|step| (wide(f64::from(step) / 8.0), 150.0 + f64::from(step) * 42.0)).collect();
    let body = turned(400.0, &profile, 0.14);
    let stops = [(0.0, Colour(0x00FF_F3C8), 1.0), (0.4, Colour(0x00FF_D98A), 1.0), (1.0, Colour(0x00C9_7A2C), 1.0)];
    let light = pen.around((0.5, 0.5), 0.62, &stops);
    pen.paint(&body, &light);
    pen.within(&body, |pen| {
        for slat in 0..17 {
            let turn = (f64::from(slat) - 8.0) / 8.0;
            let points: Vec<Point> =
                profile.iter().map(|(x, y)| (400.0 + x * (turn * 1.45).sin().clamp(-1.0, 1.0), *y)).collect();
            pen.line(&curve(&points), colour.dark(46), 8.0, 0.9);
            pen.placed((-2.0, 0.0), 0.0, 1.0, |pen| pen.line(&curve(&points), glow, 2.2, 0.8));
        }
        for (x, y) in &profile {
            pen.line(&arc((400.0 - x, *y), (400.0 + x, *y), x * 0.07), colour.dark(38), 4.0, 0.7);
        }
    });
    for (x, y) in [profile.first(), profile.last()].into_iter().flatten() {
        let band = rectangle((400.0 - x - 4.0, y - 9.0), x * 2.0 + 8.0, 20.0, 9.0);
        pen.solid(&band, colour.dark(30));
        pen.line(&segment((400.0 - x, y - 5.0), (400.0 + x, y - 5.0)), glow, 2.4, 0.7);
    }
    pen.solid(&rectangle((386.0, 118.0), 28.0, 26.0, 5.0), colour.dark(50));
    haze(pen, (400.0, 320.0), 150.0, 170.0, Colour(0x00FF_F6D8), 0.5);
}

/// Pairs of chopsticks on a cloth, seen from above.
pub fn chopsticks(pen: &mut Pen, wood: Colour, cloth: Colour) {
    let mat = rectangle((150.0, 110.0), 500.0, 390.0, 4.0);
    pen.shadow(&mat, (7.0, 9.0), 7.0, 0.4);
    pen.solid(&mat, cloth);
    pen.within(&mat, |pen| {
        for step in 0..40 {
            let y = 112.0 + f64::from(step) * 10.0;
            pen.line(&segment((150.0, y), (650.0, y)), cloth.light(30), 1.8, 0.25);
        }
        for side in [178.0, 612.0] {
            for step in 0..15 {
                let y = 126.0 + f64::from(step) * 26.0;
                pen.line(
                    &polygon(&[(side - 8.0, y), (side, y - 9.0), (side + 8.0, y), (side, y + 9.0)]),
                    Colour(0x00EE_E6D2),
                    2.2,
                    0.75,
                );
            }
        }
    });
    for pair in 0..5 {
        let y = 164.0 + f64::from(pair) * 68.0;
        for (shift, turn) in [(0.0, -3.0), (17.0, -1.2)] {
            let turn = turn + pen.jitter(0.8);
            pen.placed((400.0, y + shift), turn, 1.0, |pen| {
                stick(pen, wood, if pair % 2 == 0 { Colour(0x00A3_2A20) } else { Colour(0x0026_2220) })
            });
        }
    }
}

fn stick(pen: &mut Pen, wood: Colour, tip: Colour) {
    let body = "M-226 -6.500L150 -4.500L226 -2.500V2.500L150 4.500L-226 6.500Q-230 0 -226 -6.500Z";
    pen.placed((5.0, 9.0), 0.0, 1.0, |pen| pen.wash(body, INK, 0.34));
    pen.solid(body, wood);
    pen.line("M-220 -3L200 -1.500", wood.light(60), 2.0, 0.8);
    pen.line("M-210 3L190 2", wood.dark(50), 1.8, 0.5);
    pen.solid("M-226 -6.500L-150 -6V6L-226 6.500Q-230 0 -226 -6.500Z", tip);
    pen.line("M-144 -6V6M-138 -6V6", Colour(0x00D9_B45A), 2.0, 0.9);
}

/// A low stool of bamboo rods.
pub fn stool(pen: &mut Pen, colour: Colour) {
    haze(pen, (430.0, 528.0), 240.0, 40.0, INK, 0.5);
    for side in [-1.0, 1.0] {
        rod(pen, (400.0 + side * 104.0, 270.0), (400.0 + side * 118.0, 478.0), 26.0, colour.dark(28));
    }
    rod(pen, (292.0, 420.0), (508.0, 420.0), 19.0, colour.dark(26));
    for side in [-1.0, 1.0] {
        rod(pen, (400.0 + side * 134.0, 300.0), (400.0 + side * 160.0, 532.0), 34.0, colour);
    }
    rod(pen, (252.0, 456.0), (548.0, 456.0), 24.0, colour.dark(6));
    let seat = polygon(&[(236.0, 306.0), (284.0, 226.0), (516.0, 226.0), (564.0, 306.0)]);
    pen.shadow(&seat, (6.0, 24.0), 9.0, 0.45);
    for slat in 0..7 {
        let share = f64::from(slat) / 6.0;
        let (y, half) = (230.0 + share * 72.0, 114.0 + share * 46.0);
        rod(pen, (400.0 - half, y), (400.0 + half, y), 13.0 + share * 6.0, colour.light(8));
    }
    for side in [-1.0, 1.0] {
        rod(pen, (400.0 + side * 116.0, 228.0), (400.0 + side * 164.0, 306.0), 22.0, colour.dark(8));
    }
    for (x, y) in [(284.0, 236.0), (516.0, 236.0), (238.0, 304.0), (562.0, 304.0)] {
        for wrap in 0..3 {
            let at = y + f64::from(wrap) * 8.0 - 8.0;
            pen.line(&segment((x - 17.0, at), (x + 17.0, at + 3.0)), STRAW.dark(36), 6.0, 1.0);
        }
    }
}

/// A round bamboo rod with its joints.
pub fn rod(pen: &mut Pen, from: Point, to: Point, thick: f64, colour: Colour) {
    let line = segment(from, to);
    pen.line(&line, colour.dark(52), thick, 1.0);
    pen.line(&line, colour, thick * 0.84, 1.0);
    let (shift_x, shift_y) =
        if (to.0 - from.0).abs() > (to.1 - from.1).abs() { (0.0, -thick * 0.2) } else { (-thick * 0.2, 0.0) };
    pen.placed((shift_x, shift_y), 0.0, 1.0, |pen| pen.line(&line, colour.light(46), thick * 0.2, 0.8));
    for share in [0.3, 0.68] {
        let (x, y) = (from.0 + (to.0 - from.0) * share, from.1 + (to.1 - from.1) * share);
        let (dx, dy) = if shift_x == 0.0 { (0.0, thick * 0.46) } else { (thick * 0.46, 0.0) };
        pen.line(&segment((x - dx, y - dy), (x + dx, y + dy)), colour.dark(54), 3.0, 0.8);
    }
}

/// Ladles and spatulas in a section of bamboo.
pub fn ladles(pen: &mut Pen, colour: Colour) {
    grounded(pen, (400.0, 520.0), 94.0, 20.0);
    for (x, turn, kind) in [(352.0, -17.0, 0.0), (384.0, -5.0, 1.0), (420.0, 7.0, 2.0), (448.0, 19.0, 0.0)] {
        pen.placed((x, 330.0), turn, 1.0, |pen| {
            let tone = if kind > 0.5 { colour.dark(18) } else { colour };
            pen.solid(&rectangle((-8.0, -150.0), 16.0, 200.0, 6.0), tone);
            if kind < 0.5 {
                pen.solid(&ellipse((0.0, -186.0), 40.0, 54.0), tone);
                pen.solid(&ellipse((3.0, -184.0), 29.0, 42.0), tone.dark(26));
            } else if kind < 1.5 {
                pen.solid("M-34 -236Q0 -250 34 -236L28 -150Q0 -134 -28 -150Z", tone);
                pen.line("M-14 -228V-164M0 -230V-160M14 -228V-164", tone.dark(52), 5.0, 0.7);
            } else {
                pen.solid("M-30 -232L34 -246L26 -150Q0 -134 -24 -150Z", tone);
            }
            pen.line("M-4 -146V40", tone.light(50), 3.0, 0.6);
        });
    }
    let cup = turned(400.0, &[(92.0, 336.0), (90.0, 430.0), (92.0, 518.0)], 0.2);
    pen.solid(&cup, BAMBOO.dark(8));
    pen.within(&cup, |pen| {
        haze(pen, (486.0, 440.0), 80.0, 140.0, INK, 0.5);
        haze(pen, (340.0, 420.0), 26.0, 90.0, Colour(0x00FF_F4DF), 0.55);
        pen.line(&arc((306.0, 400.0), (494.0, 400.0), 17.0), BAMBOO.dark(48), 4.0, 0.7);
        pen.line(&arc((306.0, 406.0), (494.0, 406.0), 17.0), BAMBOO.light(40), 3.0, 0.7);
    });
    pen.line(&arc((308.0, 337.0), (492.0, 337.0), 18.0), BAMBOO.light(36), 7.0, 1.0);
}
