//! Tea and what it is drunk from.

use super::curves::{arc, blob, curve, ellipse, polygon, rectangle, ring, segment, turned};
use super::pen::{Colour, Pen, Point};
use super::pieces::{self, Piece};
use super::shapes::{INK, PORCELAIN, WOOD, grounded, haze, seal, steam};

const LIQUOR: Colour = Colour(0x00A8_4A1C);

/// A small cup without a handle, full.
pub fn cup(pen: &mut Pen, at: Point, size: f64, glaze: Colour, liquor: Colour) {
    pen.placed(at, 0.0, size, |pen| {
        grounded(pen, (0.0, 52.0), 48.0, 13.0);
        let body = turned(0.0, &[(74.0, -34.0), (70.0, -4.0), (52.0, 34.0), (36.0, 46.0), (36.0, 54.0)], 0.2);
        pen.solid(&body, glaze);
        haze(pen, (-34.0, 2.0), 16.0, 30.0, Colour(0x00FF_FFFF), 0.6);
        pen.within(&body, |pen| haze(pen, (54.0, 12.0), 48.0, 60.0, INK, 0.36));
        pen.solid(&ellipse((0.0, -34.0), 74.0, 22.0), glaze.light(30));
        pen.solid(&ellipse((0.0, -32.0), 69.0, 19.0), glaze.dark(22));
        let tea = ellipse((0.0, -29.0), 65.0, 16.0);
        pen.solid(&tea, liquor);
        pen.within(&tea, |pen| haze(pen, (-20.0, -34.0), 34.0, 7.0, Colour(0x00FF_E9C8), 0.75));
    });
}

/// A pressed brick, one corner broken off, with a cup.
pub fn brick(pen: &mut Pen, colour: Colour) {
    grounded(pen, (330.0, 478.0), 226.0, 30.0);
    let paper = "M132 478L132 334L198 268L284 268L222 334L226 478Z";
    let front = polygon(&[(136.0, 336.0), (470.0, 336.0), (470.0, 472.0), (136.0, 472.0)]);
    let top = polygon(&[(136.0, 336.0), (200.0, 272.0), (534.0, 272.0), (470.0, 336.0)]);
    let side = polygon(&[(470.0, 336.0), (534.0, 272.0), (534.0, 408.0), (470.0, 472.0)]);
    pen.solid(&top, colour.light(17));
    pen.solid(&front, colour);
    pen.solid(&side, colour.dark(34));
    pressed(pen, &top, (136.0, 272.0), (398.0, 64.0), colour.light(17));
    pressed(pen, &front, (136.0, 336.0), (334.0, 136.0), colour);
    pen.line(&polygon(&[(158.0, 356.0), (448.0, 356.0), (448.0, 452.0), (158.0, 452.0)]), colour.dark(48), 3.0, 0.8);
    pen.line(&polygon(&[(161.0, 359.0), (451.0, 359.0), (451.0, 455.0), (161.0, 455.0)]), colour.light(26), 2.0, 0.6);
    pen.line(&ellipse((312.0, 400.0), 34.0, 34.0), colour.dark(48), 3.0, 0.8);
    pen.line("M312 374V426M286 400H338M294 382L330 418M330 382L294 418", colour.dark(48), 3.0, 0.6);
    pen.line(&segment((136.0, 336.0), (470.0, 336.0)), colour.light(38), 3.0, 0.7);
    wrap(pen, paper);
    crumbs(pen, colour);
    cup(pen, (612.0, 426.0), 1.0, Colour(0x00A9_C0AE), LIQUOR);
    steam(pen, (612.0, 384.0), 190.0);
}

/// Pieces broken off.
fn crumbs(pen: &mut Pen, colour: Colour) {
    for (x, y, size) in [(536.0, 506.0, 1.0), (494.0, 524.0, 0.7), (576.0, 530.0, 0.6)] {
        grounded(pen, (x, y + 14.0 * size), 30.0 * size, 9.0 * size);
        let crumb = pen.lump((x, y), 30.0 * size, 20.0 * size, 0.2);
        pen.solid(&crumb, colour);
        pressed(pen, &crumb, (x - 30.0, y - 20.0), (60.0, 40.0), colour);
    }
}

/// The texture of pressed leaf.
fn pressed(pen: &mut Pen, outline: &str, at: Point, size: Point, colour: Colour) {
    let area = size.0 * size.1;
    let mut left = area / 330.0;
    pen.within(outline, |pen| {
        while left > 0.0 {
            let (x, y) = (at.0 + pen.between(0.0, size.0), at.1 + pen.between(0.0, size.1));
            let (dx, dy) = (pen.jitter(14.0), pen.jitter(6.0));
            let bend = pen.jitter(4.0);
            let tone = if pen.chance(0.5) { colour.light(24) } else { colour.dark(40) };
            pen.line(&arc((x, y), (x + dx, y + dy), bend), tone, 3.2, 0.55);
            left -= 1.0;
        }
    });
}

/// Wrapping paper folded back from the brick's left end.
fn wrap(pen: &mut Pen, paper: &str) {
    pen.shadow(paper, (8.0, 4.0), 5.0, 0.4);
    pen.solid(paper, Colour(0x00E6_D3A8));
    pen.wash("M132 334L198 268L284 268L222 334Z", Colour(0x00FF_FAEC), 0.35);
    pen.line("M132 334H222", Colour(0x008A_6A3C), 2.0, 0.5);
    pen.wash("M200 334H222L226 478H204Z", Colour(0x008A_6A3C), 0.24);
    seal(pen, (172.0, 408.0), 46.0);
}

/// A round pressed cake leaning on its box.
pub fn cake(pen: &mut Pen, colour: Colour) {
    grounded(pen, (400.0, 500.0), 240.0, 30.0);
    let stand = rectangle((206.0, 448.0), 388.0, 52.0, 10.0);
    pen.solid(&stand, WOOD.dark(28));
    pen.line("M214 454H586", WOOD.light(30), 3.0, 0.6);
    let disc = ellipse((400.0, 296.0), 196.0, 190.0);
    pen.shadow(&disc, (26.0, 18.0), 14.0, 0.42);
    pen.solid(&ellipse((410.0, 300.0), 196.0, 190.0), colour.dark(45));
    pen.solid(&disc, colour);
    pressed(pen, &disc, (204.0, 106.0), (392.0, 380.0), colour);
    let bowl = pen.around((0.36, 0.3), 0.75, &[(0.0, Colour(0x00FF_E6BE), 0.28), (0.5, colour, 0.0), (1.0, INK, 0.5)]);
    pen.paint(&disc, &bowl);
    haze(pen, (404.0, 300.0), 56.0, 52.0, INK, 0.45);
    let band = "M330 118L476 116L494 474L322 476Z";
    pen.within(&disc, |pen| {
        pen.solid(band, Colour(0x00F1_E6CB));
        pen.line("M332 118L324 476M474 116L492 474", SEAL_LINE, 4.0, 0.8);
    });
    seal(pen, (406.0, 292.0), 96.0);
    cup(pen, (634.0, 470.0), 0.8, PORCELAIN, LIQUOR);
}

const SEAL_LINE: Colour = Colour(0x00B3_261E);

/// A lidded bowl on a saucer, with a sprig painted on it.
pub fn gaiwan(pen: &mut Pen, glaze: Colour, paint: Colour, liquor: Colour) {
    grounded(pen, (376.0, 506.0), 168.0, 26.0);
    pen.solid(&ellipse((376.0, 492.0), 178.0, 32.0), glaze.dark(20));
    pen.solid(&ellipse((376.0, 484.0), 180.0, 32.0), glaze);
    pen.line(&ellipse((376.0, 484.0), 170.0, 28.0), paint, 2.6, 0.7);
    haze(pen, (384.0, 484.0), 96.0, 15.0, INK, 0.4);
    let body = turned(376.0, &[(150.0, 296.0), (140.0, 330.0), (112.0, 408.0), (76.0, 456.0), (62.0, 466.0), (62.0, 482.0)], 0.2);
    pen.solid(&body, glaze);
    pen.within(&body, |pen| {
        haze(pen, (500.0, 380.0), 110.0, 150.0, INK, 0.36);
        haze(pen, (290.0, 360.0), 30.0, 70.0, Colour(0x00FF_FFFF), 0.7);
        pen.line(&curve(&[(300.0, 446.0), (350.0, 400.0), (372.0, 370.0), (428.0, 346.0)]), paint, 4.0, 0.85);
        for (x, y, turn) in [
            (334.0, 414.0, -84.0),
            (356.0, 390.0, 8.0),
            (382.0, 366.0, -80.0),
            (404.0, 356.0, 20.0),
            (428.0, 346.0, -40.0),
            (318.0, 430.0, -8.0),
        ] {
            pen.placed((x, y), turn, 1.0, |pen| pen.wash("M0 0C8 -12 26 -14 40 0C26 8 10 9 0 0Z", paint, 0.85));
        }
    });
    pen.solid(&ellipse((376.0, 296.0), 150.0, 30.0), glaze.light(30));
    pen.line(&ellipse((376.0, 296.0), 147.0, 28.0), paint, 2.6, 0.7);
    let lid = turned(376.0, &[(36.0, 226.0), (70.0, 240.0), (112.0, 262.0), (136.0, 286.0)], 0.2);
    pen.shadow(&lid, (6.0, 8.0), 6.0, 0.36);
    pen.solid(&lid, glaze.light(6));
    pen.within(&lid, |pen| haze(pen, (470.0, 270.0), 70.0, 40.0, INK, 0.3));
    pen.line(&arc((250.0, 280.0), (502.0, 280.0), 14.0), paint, 2.6, 0.6);
    let knob = turned(376.0, &[(44.0, 204.0), (34.0, 216.0), (28.0, 228.0), (34.0, 236.0)], 0.22);
    pen.solid(&knob, glaze);
    pen.solid(&ellipse((376.0, 204.0), 44.0, 10.0), glaze.light(40));
    cup(pen, (606.0, 470.0), 0.78, glaze, liquor);
}

/// A round clay pot with two cups.
pub fn pot(pen: &mut Pen, clay: Colour, liquor: Colour) {
    grounded(pen, (370.0, 492.0), 170.0, 28.0);
    let spout = blob(&[
        (492.0, 420.0),
        (520.0, 384.0),
        (548.0, 330.0),
        (574.0, 312.0),
        (590.0, 318.0),
        (578.0, 350.0),
        (548.0, 420.0),
        (506.0, 462.0),
    ]);
    pen.solid(&spout, clay.dark(16));
    let handle = curve(&[(236.0, 330.0), (176.0, 322.0), (142.0, 372.0), (160.0, 428.0), (226.0, 440.0)]);
    pen.line(&handle, clay.dark(45), 28.0, 1.0);
    pen.line(&handle, clay.dark(6), 21.0, 1.0);
    pen.placed((-4.0, -5.0), 0.0, 1.0, |pen| pen.line(&handle, clay.light(42), 5.0, 0.7));
    let body =
        turned(370.0, &[(74.0, 290.0), (128.0, 316.0), (158.0, 372.0), (150.0, 430.0), (108.0, 478.0), (96.0, 492.0)], 0.18);
    pen.solid(&body, clay);
    pen.within(&body, |pen| {
        haze(pen, (500.0, 420.0), 130.0, 140.0, INK, 0.5);
        haze(pen, (300.0, 350.0), 50.0, 46.0, Colour(0x00FF_E9D4), 0.55);
        pen.line(&arc((210.0, 372.0), (530.0, 372.0), 14.0), clay.dark(40), 2.4, 0.5);
    });
    let lid = turned(370.0, &[(22.0, 250.0), (60.0, 262.0), (92.0, 284.0), (96.0, 296.0)], 0.2);
    pen.shadow(&lid, (4.0, 6.0), 4.0, 0.4);
    pen.solid(&lid, clay.light(6));
    pen.line(&arc((274.0, 296.0), (466.0, 296.0), 10.0), clay.dark(55), 2.6, 0.7);
    pen.solid(&ellipse((370.0, 240.0), 24.0, 20.0), clay);
    haze(pen, (362.0, 233.0), 10.0, 8.0, Colour(0x00FF_E9D4), 0.7);
    cup(pen, (604.0, 480.0), 0.66, clay.light(20), liquor);
    cup(pen, (512.0, 518.0), 0.66, clay.light(20), liquor);
    steam(pen, (590.0, 312.0), 150.0);
}

/// A tin with a fitted lid and loose leaf before it.
pub fn caddy(pen: &mut Pen, tin: Colour, leaf: Colour) {
    grounded(pen, (390.0, 498.0), 128.0, 24.0);
    let body = turned(390.0, &[(124.0, 250.0), (126.0, 360.0), (124.0, 496.0)], 0.19);
    pen.solid(&body, tin);
    let stops = [(0.0, INK, 0.24), (0.22, Colour(0x00FF_F4DF), 0.42), (0.5, tin, 0.0), (1.0, INK, 0.5)];
    let round = pen.across((0.0, 0.3), (1.0, 0.36), &stops);
    pen.paint(&body, &round);
    let lid = turned(390.0, &[(130.0, 168.0), (131.0, 214.0), (130.0, 262.0)], 0.19);
    pen.shadow(&lid, (2.0, 8.0), 4.0, 0.4);
    pen.solid(&lid, tin.dark(12));
    pen.paint(&lid, &round);
    pen.solid(&ellipse((390.0, 168.0), 130.0, 25.0), tin.light(24));
    pen.line(&ring((390.0, 168.0), (112.0, 20.0), (108.0, 18.0)), tin.dark(30), 2.0, 0.5);
    let paper = "M312 318Q390 334 468 318V454Q390 470 312 454Z";
    pen.solid(paper, Colour(0x00F4_EBD6));
    seal(pen, (390.0, 376.0), 54.0);
    pen.line("M346 426Q390 434 434 426M360 442Q390 448 420 442", INK, 2.2, 0.35);
    pinch(pen, leaf);
}

/// A small mound of loose leaf on the table.
fn pinch(pen: &mut Pen, leaf: Colour) {
    grounded(pen, (556.0, 520.0), 86.0, 16.0);
    for row in 0..9 {
        let back = f64::from(row) / 8.0;
        let half = 88.0 * (1.0 - (back * 2.0 - 1.0).powi(2) * 0.7).sqrt();
        let mut side = -half;
        while side < half {
            let lift = 36.0 * (1.0 - (side / 92.0).powi(2)) * (1.0 - back);
            let at = (556.0 + side + pen.jitter(4.0), 502.0 + back * 30.0 - lift + pen.jitter(2.0));
            pieces::draw(pen, Piece::TeaLeaf, at, leaf);
            side += 11.0;
        }
    }
}

/// A tray with a jug of glass and four cups.
pub fn set(pen: &mut Pen, glaze: Colour, liquor: Colour) {
    grounded(pen, (400.0, 510.0), 286.0, 30.0);
    let board = rectangle((112.0, 470.0), 576.0, 44.0, 10.0);
    pen.solid(&polygon(&[(130.0, 474.0), (190.0, 372.0), (610.0, 372.0), (670.0, 474.0)]), WOOD.dark(6));
    for slat in 0..9 {
        let share = f64::from(slat) / 9.0;
        let y = 378.0 + share * 92.0;
        pen.line(&segment((188.0 - share * 52.0, y), (612.0 + share * 52.0, y)), WOOD.dark(52), 3.0, 0.6);
    }
    pen.solid(&board, WOOD.dark(22));
    pen.line("M120 475H680", WOOD.light(40), 3.0, 0.7);
    jug(pen, (330.0, 400.0), liquor);
    for (x, y) in [(498.0, 384.0), (588.0, 400.0), (470.0, 448.0), (566.0, 462.0)] {
        cup(pen, (x, y - 8.0), 0.60, glaze, liquor);
    }
    steam(pen, (520.0, 360.0), 150.0);
}

fn jug(pen: &mut Pen, at: Point, liquor: Colour) {
    pen.placed(at, 0.0, 1.0, |pen| {
        grounded(pen, (0.0, 62.0), 84.0, 18.0);
        let glass = turned(0.0, &[(70.0, -170.0), (66.0, -130.0), (92.0, -50.0), (98.0, 20.0), (76.0, 60.0)], 0.18);
        pen.wash(&glass, Colour(0x00E4_E9DC), 0.6);
        let tea = turned(0.0, &[(82.0, -66.0), (92.0, -20.0), (92.0, 20.0), (72.0, 54.0)], 0.18);
        pen.solid(&tea, liquor);
        pen.solid(&ellipse((0.0, -66.0), 82.0, 15.0), liquor.light(26));
        let handle = curve(&[(-72.0, -130.0), (-128.0, -128.0), (-138.0, -50.0), (-92.0, -14.0)]);
        pen.line(&handle, Colour(0x00EE_F0E6), 11.0, 0.9);
        pen.line(&handle, Colour(0x00A8_B0A0), 3.0, 0.6);
        pen.line(&glass, Colour(0x00FA_F8EE), 3.0, 0.9);
        pen.line("M58 -168L86 -178L68 -150", Colour(0x00FA_F8EE), 4.0, 0.9);
        pen.line("M-70 -40C-78 -10 -74 20 -64 40", Colour(0x00FF_FFFF), 8.0, 0.5);
    });
}
