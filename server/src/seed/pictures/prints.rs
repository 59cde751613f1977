//! What is printed, dyed or woven into cloth. Drawn over the whole scene: the garment clips it.

use super::curves::{arc, curve, segment};
use super::pen::{Colour, Pen, Point};
use super::shapes::LEAF;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Print {
    Plain,
    /// Small roses, strewn.
    Roses,
    Dots,
    Checks,
    Stripes,
    Knit,
    /// Spirals and drums left white in indigo, as Miao wax-resist has them.
    Batik,
    /// Stepped diamonds of Tujia brocade.
    Brocade,
    /// Plum twigs for a qipao.
    Plum,
}

pub fn over(pen: &mut Pen, print: Print, colour: Colour) {
    match print {
        Print::Plain => threads(pen, colour),
        Print::Roses => strewn(pen, 40.0, |pen, at| rose(pen, at, colour)),
        Print::Dots => {
            strewn(pen, 27.0, |pen, (x, y)| pen.wash(&super::curves::ellipse((x, y), 4.6, 4.6), colour.light(88), 0.9))
        }
        Print::Checks => checks(pen, colour),
        Print::Stripes => stripes(pen, colour),
        Print::Knit => knit(pen, colour),
        Print::Batik => strewn(pen, 62.0, batik),
        Print::Brocade => brocade(pen, colour),
        Print::Plum => strewn(pen, 74.0, plum),
    }
}

/// Visits a staggered grid over the scene.
fn strewn(pen: &mut Pen, gap: f64, draw: impl Fn(&mut Pen, Point)) {
    let mut y = 90.0;
    let mut odd = false;
    while y < 620.0 {
        let mut x = if odd { 130.0 + gap / 2.0 } else { 130.0 };
        while x < 680.0 {
            let at = (x + pen.jitter(gap * 0.12), y + pen.jitter(gap * 0.12));
            draw(pen, at);
            x += gap;
        }
        odd = !odd;
        y += gap * 0.8;
    }
}

fn threads(pen: &mut Pen, colour: Colour) {
    for _ in 0..60 {
        let (x, y) = (pen.between(180.0, 620.0), pen.between(90.0, 560.0));
        let long = pen.between(20.0, 70.0);
        let tone = if pen.chance(0.5) { colour.light(40) } else { colour.dark(30) };
        pen.line(&segment((x, y), (x + 1.0, y + long)), tone, 1.4, 0.14);
    }
}

fn rose(pen: &mut Pen, at: Point, colour: Colour) {
    let (turn, size) = (pen.between(0.0, 360.0), pen.between(0.8, 1.2));
    let bloom = colour.mix(Colour(0x00FF_F2E6), 62);
    pen.placed(at, turn, size, |pen| {
        pen.flat("M6 4C12 0 18 2 20 8C14 12 8 10 6 4ZM-6 -5C-12 -2 -18 -5 -19 -11C-13 -13 -8 -11 -6 -5Z", LEAF.mix(colour, 30));
        let petals = pen.lump((0.0, 0.0), 10.0, 9.5, 0.14);
        pen.flat(&petals, bloom);
        pen.line("M-5 1A5.500 5.500 0 1 1 3 5M-2 1A2.500 2.500 0 1 1 2 2", colour.dark(18), 1.8, 0.8);
    });
}

fn checks(pen: &mut Pen, colour: Colour) {
    for step in 0..18 {
        let at = 120.0 + f64::from(step) * 32.0;
        pen.line(&segment((at, 80.0), (at, 600.0)), colour.light(75), 10.0, 0.30);
        pen.line(&segment((at + 15.0, 80.0), (at + 15.0, 600.0)), colour.dark(55), 3.0, 0.30);
        pen.line(&segment((100.0, at), (700.0, at)), colour.light(75), 10.0, 0.24);
        pen.line(&segment((100.0, at + 15.0), (700.0, at + 15.0)), colour.dark(55), 3.0, 0.26);
    }
}

fn stripes(pen: &mut Pen, colour: Colour) {
    for step in 0..34 {
        let x = 130.0 + f64::from(step) * 17.0;
        let lean = (x - 400.0) * 0.22;
        pen.line(&segment((x, 90.0), (x + lean, 590.0)), colour.light(82), 3.6, 0.6);
    }
}

fn knit(pen: &mut Pen, colour: Colour) {
    for step in 0..46 {
        let x = 190.0 + f64::from(step) * 9.5;
        pen.line(&segment((x, 110.0), (x, 470.0)), colour.dark(36), 2.4, 0.34);
        pen.line(&segment((x + 3.5, 110.0), (x + 3.5, 470.0)), colour.light(42), 2.2, 0.3);
    }
    for step in 0..28 {
        let y = 120.0 + f64::from(step) * 13.0;
        pen.line(&segment((190.0, y), (620.0, y)), colour.dark(30), 1.6, 0.20);
    }
}

pub fn batik(pen: &mut Pen, at: Point) {
    let white = Colour(0x00EE_ECE2);
    let turn = pen.between(0.0, 360.0);
    let kind = pen.between(0.0, 3.0);
    pen.placed(at, turn, 1.0, |pen| {
        if kind < 1.1 {
            pen.line("M0 0C5 -4 9 2 5 7C-1 13 -12 7 -11 -3C-9 -15 8 -18 16 -8C21 0 20 10 14 17", white, 3.2, 0.92);
        } else if kind < 2.1 {
            for petal in 0..8 {
                pen.placed((0.0, 0.0), f64::from(petal) * 45.0, 1.0, |pen| {
                    pen.flat("M7 0C10 -5 17 -5 20 0C17 5 10 5 7 0Z", white)
                });
            }
            pen.flat(&super::curves::ellipse((0.0, 0.0), 4.5, 4.5), white);
        } else {
            pen.flat("M-20 0C-10 -12 6 -11 14 0L23 -8V8L14 1C6 11 -10 11 -20 0Z", white);
            pen.line("M-9 -5Q-6 0 -9 5M-2 -6Q2 0 -2 6M5 -5Q8 0 5 5", Colour(0x0027_3F73), 1.8, 0.9);
        }
    });
}

pub fn brocade(pen: &mut Pen, colour: Colour) {
    let tones = [Colour(0x00E8_C15A), Colour(0x00F2_E8D0), Colour(0x003C_6E7A), Colour(0x00D9_7A3A)];
    let mut row: usize = 0;
    let mut y = 90.0;
    while y < 640.0 {
        let tone = tones.get(row % tones.len()).copied().unwrap_or(colour);
        let mut x = if row.is_multiple_of(2) { 100.0 } else { 140.0 };
        while x < 720.0 {
            for (ring, shade) in [(30.0, tone), (19.0, colour.dark(20)), (9.0, tone.light(30))] {
                let step = ring / 2.0;
                let d = format!(
                    "M{:.0} {:.0}h{ring}v{step}h{step}v{ring}h-{step}v{step}h-{ring}v-{step}h-{step}v-{ring}h{step}Z",
                    x - step,
                    y - ring
                );
                pen.flat(&d, shade);
            }
            x += 80.0;
        }
        pen.line(&segment((90.0, y + 45.0), (720.0, y + 45.0)), tone, 4.0, 0.8);
        y += 90.0;
        row += 1;
    }
}

fn plum(pen: &mut Pen, at: Point) {
    let turn = pen.jitter(40.0);
    pen.placed(at, turn, 1.0, |pen| {
        let twig = curve(&[(-26.0, 24.0), (-8.0, 8.0), (6.0, 4.0), (24.0, -20.0)]);
        pen.line(&twig, Colour(0x004A_3426), 3.0, 0.8);
        pen.line(&arc((4.0, 4.0), (22.0, 10.0), 2.0), Colour(0x004A_3426), 2.0, 0.8);
        for (x, y) in [(-10.0, 6.0), (14.0, -10.0), (22.0, 12.0)] {
            for petal in 0..5 {
                pen.placed((x, y), f64::from(petal) * 72.0, 1.0, |pen| {
                    pen.flat(&super::curves::ellipse((6.0, 0.0), 4.6, 4.0), Colour(0x00F6_D9CF))
                });
            }
            pen.flat(&super::curves::ellipse((x, y), 2.6, 2.6), Colour(0x00D9_9A3A));
        }
    });
}
